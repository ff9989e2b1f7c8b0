"""What credits cost, are bought for, and are given back for."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Self
from uuid import UUID

from ebookvoice.domain.errors import EbookVoiceError


class CreditKind(StrEnum):
    GRANT = "grant"
    PURCHASE = "purchase"
    REFUND = "refund"
    HOLD = "hold"
    POST = "post"
    VOID = "void"


@dataclass(frozen=True, slots=True)
class CreditEvent:
    """A line of the ledger, never changed; the amounts of an account's lines add up to its balance."""

    id: int
    kind: CreditKind
    amount: int
    job_id: UUID | None
    reason: str | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Hold:
    """Credits that are set aside for a job."""

    job_id: UUID
    amount: int
    created_at: datetime


MAX_CREDITS = 1_000_000
MAX_AMOUNT = 100_000_000
"""Of one purchase, in credits and in the currency's smallest unit; the database holds to the same."""


@dataclass(frozen=True, slots=True)
class Pack:
    """Credits for sale; `price` in the currency's smallest unit."""

    credits: int
    price: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `credits:price`. Raises ValueError."""
        credits, _, price = text.partition(":")
        pack = cls(int(credits), int(price))
        if not (1 <= pack.credits <= MAX_CREDITS and 1 <= pack.price <= MAX_AMOUNT):
            raise ValueError(f"no pack of credits: {text}")
        return pack


class PaymentsDisabledError(EbookVoiceError):
    code = "payments_disabled"
    message = "Credits can't be bought here. Ask the operator of this service for some."


class UnknownPackError(EbookVoiceError):
    code = "unknown_pack"
    message = "There is no such pack of credits. GET /api/credits lists those that can be bought."


class PaymentUnknownError(EbookVoiceError):
    code = "payment_unknown"
    message = "The purchase that this belongs to has not been told yet. Send the message again later."


class InvalidSignatureError(EbookVoiceError):
    code = "invalid_signature"
    message = "The message is not signed as it must be, or too old. Check the secret and the clock, then send it again."
