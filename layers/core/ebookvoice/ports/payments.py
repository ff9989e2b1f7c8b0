"""Where credits are bought."""

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from ebookvoice.domain.payments import Pack


@dataclass(frozen=True, slots=True)
class Checkout:
    """Where the buyer pays."""

    id: str
    url: str


@dataclass(frozen=True, slots=True)
class Paid:
    """A checkout that was paid; `amount` in the currency's smallest unit."""

    event_id: str
    checkout: str
    payment: str | None
    user_id: UUID
    credits: int
    amount: int
    currency: str


@dataclass(frozen=True, slots=True)
class PaidBack:
    """Money of a payment that went back, in all so far: by refunds, or by disputes that were lost.

    `user_id` is set where it is certain that we sold what was paid for.
    """

    event_id: str
    payment: str
    amount: int
    disputed: bool
    user_id: UUID | None


class PaymentProvider(Protocol):
    def checkout(self, user_id: UUID, email: str, pack: Pack, currency: str, *, once: str, back_to: str) -> Checkout:
        """Begin a checkout; the same `once` begins the same one. Raises UnavailableError."""
        ...

    def message(self, body: bytes, signature: str) -> Paid | PaidBack | None:
        """Check and read a message of the provider; None for what does not concern us. Raises InvalidSignatureError."""
        ...
