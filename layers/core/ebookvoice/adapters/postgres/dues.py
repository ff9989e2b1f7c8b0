"""Credits whose money was paid back and that the account has still, or has again."""

from datetime import datetime
from uuid import UUID

from ebookvoice.adapters.postgres.rows import Rows

_DUE = "least(refunded_amount + disputed_amount, amount) * credits / amount - refunded"


def lock(rows: Rows, user_id: UUID) -> list[tuple[str, int]]:
    """List purchases that credits are due for, and how many; locked, for purchases come before balances."""
    found = rows.all(
        f"""
        select id, {_DUE} as due from purchases where user_id = %(user)s and {_DUE} > 0 order by id for update
        """,
        {"user": user_id},
    )
    return [(row["id"], int(row["due"])) for row in found]


def collect(rows: Rows, user_id: UUID, now: datetime) -> int:
    """Take what is due, or all that there is; return how many credits. The lock keeps holds from taking the same."""
    owed = lock(rows, user_id)
    if not owed:
        return 0
    account = rows.first("select balance from credits where user_id = %(user)s for update", {"user": user_id})
    left = int(account["balance"]) if account else 0
    taken = 0
    for purchase, due in owed:
        part = min(due, left - taken)
        if part > 0:
            _take(rows, user_id, purchase, part, now)
            taken += part
    return taken


def _take(rows: Rows, user_id: UUID, purchase: str, credits: int, now: datetime) -> None:
    rows.run(
        """
        with account as (update credits set balance = balance - %(taken)s where user_id = %(user)s),
        purchase as (update purchases set refunded = refunded + %(taken)s where id = %(purchase)s)
        insert into credit_events (user_id, kind, amount, purchase_id, created_at)
        values (%(user)s, 'refund', -%(taken)s, %(purchase)s, %(now)s)
        """,
        {"user": user_id, "purchase": purchase, "taken": credits, "now": now},
    )
