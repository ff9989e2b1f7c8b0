"""Credits on the wire."""

from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import Field

from ebookvoice.domain.payments import MAX_CREDITS, CreditKind, Pack
from ebookvoice.usecases.credits import Ledger
from functions.api.schemas.google import ReturnTo
from functions.api.schemas.wire import Create, Form, Public

Cursor = Annotated[str, Form(r"[0-9a-z]{1,13}", "what `next` said of the page before")]
"""The id of a line of the ledger to the base of 36; clients need not know."""

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
MAX_ID = 2**63 - 1


def read_cursor(cursor: str) -> int:
    """Read where a page goes on."""
    return min(int(cursor, 36), MAX_ID)


def write_cursor(line: int) -> str:
    """Write where the next page goes on."""
    digits = ""
    while line:
        line, digit = divmod(line, 36)
        digits = _DIGITS[digit] + digits
    return digits


class HoldPublic(Public):
    """Credits that are set aside for a conversion until it has ended."""

    job_id: UUID
    amount: int
    created_at: datetime


class PackPublic(Public):
    """Credits for sale; `price` in the currency's smallest unit."""

    credits: int
    price: int
    currency: str


class CreditEventPublic(Public):
    """A line of the ledger; the amounts of all of them add up to the balance."""

    kind: CreditKind
    amount: int
    job_id: UUID | None
    reason: str | None
    created_at: datetime


class CreditsPublic(Public):
    """What there is to spend, what is set aside beside it, and what was done; `price` is that of a conversion.

    `next` is the `cursor` of the next page.
    """

    balance: int
    held: int
    price: int
    holds: list[HoldPublic]
    packs: list[PackPublic]
    events: list[CreditEventPublic]
    next: str | None

    @classmethod
    def of(cls, ledger: Ledger, price: int, packs: tuple[Pack, ...], currency: str) -> Self:
        """Show an account's credits."""
        return cls(
            balance=ledger.balance,
            held=ledger.held,
            price=price,
            holds=[HoldPublic.model_validate(hold) for hold in ledger.holds],
            packs=[PackPublic(credits=pack.credits, price=pack.price, currency=currency) for pack in packs],
            events=[CreditEventPublic.model_validate(event) for event in ledger.events],
            next=None if ledger.rest is None else write_cursor(ledger.rest),
        )


class CheckoutCreate(Create):
    """The pack that shall be bought, by its number of credits."""

    credits: Annotated[int, Field(strict=True, ge=1, le=MAX_CREDITS)]
    return_to: ReturnTo | None = None


class CheckoutPublic(Public):
    """Where to pay."""

    id: str
    url: str


class MessageTakenPublic(Public):
    """The sender need not send it again."""

    received: bool = True
