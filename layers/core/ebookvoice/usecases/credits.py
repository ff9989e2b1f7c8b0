"""What an account has to spend, what it has spent, and what administrators give to it."""

from dataclasses import dataclass
from uuid import UUID

from ebookvoice.domain.errors import NotFoundError
from ebookvoice.domain.idempotency import Once
from ebookvoice.domain.payments import CreditEvent, Hold
from ebookvoice.usecases.once import claim
from ebookvoice.usecases.world import World


@dataclass(frozen=True, slots=True)
class Ledger:
    """A balance, the credits that are set aside beside it, and a page of lines, the newest first.

    `rest` is the line from which the next page goes on; None where there is no more.
    """

    balance: int
    holds: list[Hold]
    events: list[CreditEvent]
    rest: int | None

    @property
    def held(self) -> int:
        """Add up what is set aside."""
        return sum(hold.amount for hold in self.holds)


def price(world: World) -> int:
    """Tell how many credits a conversion costs: the one rule, for what is held and for what is shown.

    It is the same for every book, since credits are held before anybody has read it.
    """
    return world.settings.job_credits


def find_ledger(world: World, user_id: UUID, before: int | None, limit: int) -> Ledger:
    """Look at an account's credits, and at its lines from the one before `before` on."""
    with world.store.as_user(user_id) as records:
        payments = records.payments
        balance, holds = payments.balance(user_id), payments.holds(user_id)
        events = payments.history(user_id, before, limit + 1)
    rest = events[limit - 1].id if len(events) > limit else None
    return Ledger(balance, holds, events[:limit], rest)


def give(world: World, admin_id: UUID, user_id: UUID, amount: int, reason: str, once: Once | None = None) -> int:
    """Give credits as an administrator; return the new balance. Raises NotFoundError, RepeatedError, KeyReusedError."""
    with world.store.as_service() as records:
        claim(world, records, once, {})
        if not records.payments.give(user_id, amount, reason, admin_id, world.clock.now()):
            raise NotFoundError
        return records.payments.balance(user_id)


def find_balance(world: World, user_id: UUID) -> int:
    """Read an account's balance."""
    with world.store.as_service() as records:
        return records.payments.balance(user_id)
