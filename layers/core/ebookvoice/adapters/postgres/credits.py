"""credits, credit_events: a balance is never read and then written, a hold resolves at most once."""

from datetime import datetime
from uuid import UUID

from ebookvoice.adapters.postgres import dues
from ebookvoice.adapters.postgres.rows import Rows


class PostgresCredits:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def grant(self, user_id: UUID, amount: int, now: datetime) -> None:
        """Add credits, opening the account if need be."""
        self._rows.run(
            """
            with account as (
                insert into credits (user_id, balance) values (%(user)s, %(amount)s)
                on conflict (user_id) do update set balance = credits.balance + excluded.balance returning user_id
            )
            insert into credit_events (user_id, kind, amount, created_at)
            select user_id, 'grant', %(amount)s, %(now)s from account where %(amount)s > 0
            """,
            {"user": user_id, "amount": amount, "now": now},
        )

    def hold(self, user_id: UUID, job_id: UUID, amount: int, now: datetime) -> bool:
        """Set credits aside for a job; False if there are not enough."""
        held = self._rows.run(
            """
            with account as (
                update credits set balance = balance - %(amount)s
                where user_id = %(user)s and balance >= %(amount)s returning user_id
            )
            insert into credit_events (user_id, kind, amount, job_id, created_at)
            select user_id, 'hold', -%(amount)s, %(job)s, %(now)s from account
            """,
            {"user": user_id, "job": job_id, "amount": amount, "now": now},
        )
        return held == 1

    def post(self, job_id: UUID, now: datetime) -> int:
        """Spend what was held and return how much that was; 0, and nothing done, if the hold is resolved."""
        row = self._rows.first(
            """
            with hold as (
                select user_id, job_id, -amount as held from credit_events where job_id = %(job)s and kind = 'hold'
            ), posted as (
                insert into credit_events (user_id, kind, amount, job_id, created_at)
                select user_id, 'post', 0, job_id, %(now)s from hold
                on conflict do nothing returning job_id
            )
            select hold.held from hold join posted using (job_id)
            """,
            {"job": job_id, "now": now},
        )
        return row["held"] if row else 0

    def void(self, job_id: UUID, now: datetime) -> int:
        """Give back what was held, less what is due since then, and return how much was held; 0 if it is resolved."""
        held = self._rows.first(
            "select user_id from credit_events where job_id = %(job)s and kind = 'hold'", {"job": job_id}
        )
        if held is None:
            return 0
        dues.lock(self._rows, held["user_id"])
        row = self._rows.first(
            """
            with voided as (
                insert into credit_events (user_id, kind, amount, job_id, created_at)
                select user_id, 'void', -amount, job_id, %(now)s from credit_events
                where job_id = %(job)s and kind = 'hold'
                on conflict do nothing returning user_id, amount
            )
            update credits c set balance = c.balance + voided.amount from voided where c.user_id = voided.user_id
            returning voided.amount
            """,
            {"job": job_id, "now": now},
        )
        dues.collect(self._rows, held["user_id"], now)
        return row["amount"] if row else 0
