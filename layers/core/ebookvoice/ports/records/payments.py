"""Credits bought and given, and what the ledger shows."""

from datetime import datetime
from typing import Protocol
from uuid import UUID

from ebookvoice.domain.payments import CreditEvent, Hold


class Payments(Protocol):
    def received(self, event_id: str, now: datetime) -> bool:
        """Note a message of the payment provider; False if it came before."""
        ...

    def purchase(
        self, user_id: UUID, checkout: str, payment: str | None, credits: int, amount: int, currency: str, now: datetime
    ) -> bool:
        """Add bought credits; False if that checkout was counted before, or the account is gone."""
        ...

    def refund(self, payment: str, amount: int, now: datetime, *, disputed: bool) -> int | None:
        """Take back credits in proportion to what was paid back of a payment in all; return how many were taken.

        `amount` is the sum of its refunds so far, or of its disputes that were lost. Never more than were bought with
        it, and never below a balance of 0. None for a payment that is not known.
        """
        ...

    def park(self, event_id: str, payment: str, amount: int) -> None:
        """Keep a lost dispute about a payment that is not known yet, with the message that told of it."""
        ...

    def parked(self, payment: str) -> int:
        """Tell what was lost to disputes about a payment before it was known."""
        ...

    def give(self, user_id: UUID, amount: int, reason: str, by: UUID, now: datetime) -> bool:
        """Give credits as an administrator; False for an account that is gone."""
        ...

    def balance(self, user_id: UUID) -> int:
        """Read the balance."""
        ...

    def holds(self, user_id: UUID) -> list[Hold]:
        """List credits that are set aside, the newest first."""
        ...

    def history(self, user_id: UUID, before: int | None, limit: int) -> list[CreditEvent]:
        """List lines of the ledger, the newest first, from the one before that id on."""
        ...
