"""purchases, credit_events: each purchase and each message counts once."""

from datetime import datetime
from uuid import UUID

from ebookvoice.adapters.postgres import dues
from ebookvoice.adapters.postgres.rows import Rows
from ebookvoice.domain.payments import CreditEvent, CreditKind, Hold


class PostgresPayments:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def received(self, event_id: str, now: datetime) -> bool:
        """Note a message of the payment provider; False if it came before."""
        statement = "insert into webhook_events (id, received_at) values (%(id)s, %(now)s) on conflict do nothing"
        return self._rows.run(statement, {"id": event_id, "now": now}) == 1

    def purchase(
        self, user_id: UUID, checkout: str, payment: str | None, credits: int, amount: int, currency: str, now: datetime
    ) -> bool:
        """Add bought credits; False if that checkout was counted before, or the account is gone."""
        bought = self._rows.run(
            """
            with purchase as (
                insert into purchases (id, user_id, payment, credits, amount, currency, created_at)
                select %(checkout)s, id, %(payment)s, %(credits)s, %(amount)s, %(currency)s, %(now)s
                from users where id = %(user)s
                on conflict do nothing returning id, user_id, credits, created_at
            ), account as (
                insert into credits (user_id, balance) select user_id, credits from purchase
                on conflict (user_id) do update set balance = credits.balance + excluded.balance
            )
            insert into credit_events (user_id, kind, amount, purchase_id, created_at)
            select user_id, 'purchase', credits, id, created_at from purchase
            """,
            {
                "checkout": checkout,
                "user": user_id,
                "payment": payment,
                "credits": credits,
                "amount": amount,
                "currency": currency,
                "now": now,
            },
        )
        return bought == 1

    def refund(self, payment: str, amount: int, now: datetime, *, disputed: bool) -> int | None:
        """Take back credits in proportion to what was paid back of a payment in all; return how many were taken.

        Messages come late and twice, so the larger sum counts. What the account does not have any more stays due: the
        next message takes it, and so does the end of a job whose credits come back.
        """
        purchase = self._rows.first(
            """
            update purchases set
                refunded_amount = greatest(refunded_amount, %(refunded)s),
                disputed_amount = greatest(disputed_amount, %(disputed)s)
            where payment = %(payment)s
            returning user_id
            """,
            {"payment": payment, "refunded": 0 if disputed else amount, "disputed": amount if disputed else 0},
        )
        return None if purchase is None else dues.collect(self._rows, purchase["user_id"], now)

    def park(self, event_id: str, payment: str, amount: int) -> None:
        """Keep a lost dispute about a payment that is not known yet, with the message that told of it."""
        self._rows.run(
            "update webhook_events set payment = %(payment)s, disputed_amount = %(amount)s where id = %(id)s",
            {"id": event_id, "payment": payment, "amount": amount},
        )

    def parked(self, payment: str) -> int:
        """Tell what was lost to disputes about a payment before it was known."""
        row = self._rows.first(
            "select max(disputed_amount) as amount from webhook_events where payment = %(payment)s",
            {"payment": payment},
        )
        return int(row["amount"] or 0) if row else 0

    def give(self, user_id: UUID, amount: int, reason: str, by: UUID, now: datetime) -> bool:
        """Give credits as an administrator; False for an account that is gone."""
        given = self._rows.run(
            """
            with account as (
                insert into credits (user_id, balance) select id, %(amount)s from users where id = %(user)s
                on conflict (user_id) do update set balance = credits.balance + excluded.balance returning user_id
            )
            insert into credit_events (user_id, kind, amount, reason, granted_by, created_at)
            select user_id, 'grant', %(amount)s, %(reason)s, %(by)s, %(now)s from account
            """,
            {"user": user_id, "amount": amount, "reason": reason, "by": by, "now": now},
        )
        return given == 1

    def balance(self, user_id: UUID) -> int:
        """Read the balance."""
        row = self._rows.first("select balance from credits where user_id = %(user)s", {"user": user_id})
        return row["balance"] if row else 0

    def holds(self, user_id: UUID) -> list[Hold]:
        """List credits that are set aside, the newest first."""
        rows = self._rows.all(
            """
            select h.job_id, -h.amount as amount, h.created_at from credit_events h
            where h.user_id = %(user)s and h.kind = 'hold' and h.amount < 0 and not exists (
                select from credit_events r where r.job_id = h.job_id and r.kind in ('post', 'void')
            )
            order by h.id desc
            """,
            {"user": user_id},
        )
        return [Hold(**row) for row in rows]

    def history(self, user_id: UUID, before: int | None, limit: int) -> list[CreditEvent]:
        """List lines of the ledger, the newest first, from the one before that id on."""
        rows = self._rows.all(
            """
            select id, kind, amount, job_id, reason, created_at from credit_events
            where user_id = %(user)s and (%(before)s::bigint is null or id < %(before)s)
            order by id desc limit %(limit)s
            """,
            {"user": user_id, "before": before, "limit": limit},
        )
        return [CreditEvent(**{**row, "kind": CreditKind(row["kind"])}) for row in rows]
