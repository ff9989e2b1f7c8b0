"""Stripe: checkout sessions out, signed messages in. The package is loaded by the requests that need it."""

import json
import logging
import re
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any
from uuid import UUID

from ebookvoice.domain.errors import UnavailableError
from ebookvoice.domain.payments import MAX_AMOUNT, MAX_CREDITS, InvalidSignatureError, Pack
from ebookvoice.domain.returns import with_query
from ebookvoice.ports.payments import Checkout, Paid, PaidBack
from ebookvoice.ports.time import Clock

if TYPE_CHECKING:
    from stripe import StripeClient

logger = logging.getLogger(__name__)

TOLERANCE_SECONDS = 300
"""How far the time of a signature may be away from ours; Stripe's own default."""

TIMEOUT_SECONDS = 7
RETRIES = 2
"""Three tries and the pauses between them fit into the 29 seconds that API Gateway waits."""

USER, CREDITS = "ebookvoice_user", "ebookvoice_credits"
"""Metadata of what we sell; whatever else the Stripe account is used for has none."""

_SIGNATURE = re.compile(r"t=([0-9]{1,12})(?:,v[0-9]=[0-9a-f]{64}){1,8}")
"""One time only: the package and we must read the same one."""


class StripeProvider:
    def __init__(
        self, key: Callable[[], str], webhook_secret: Callable[[], str], clock: Clock, url: str | None = None
    ) -> None:
        self._key = key
        self._webhook_secret = webhook_secret
        self._clock = clock
        self._url = url

    def checkout(self, user_id: UUID, email: str, pack: Pack, currency: str, *, once: str, back_to: str) -> Checkout:
        """Begin a checkout session; the same `once` begins the same one. Raises UnavailableError."""
        from stripe import StripeError

        sold = {USER: str(user_id), CREDITS: str(pack.credits)}
        try:
            session = self._client.v1.checkout.sessions.create(
                {
                    "mode": "payment",
                    "client_reference_id": str(user_id),
                    "customer_email": email,
                    "line_items": [
                        {
                            "quantity": 1,
                            "price_data": {
                                "currency": currency,
                                "unit_amount": pack.price,
                                "product_data": {"name": f"{pack.credits} credits"},
                            },
                        }
                    ],
                    "metadata": sold,
                    # Its charges get it, too, and so do the messages about them.
                    "payment_intent_data": {"metadata": sold},
                    "success_url": with_query(back_to, {"checkout": "paid"}),
                    "cancel_url": with_query(back_to, {"checkout": "cancelled"}),
                },
                {"idempotency_key": once},
            )
        except StripeError as error:
            raise UnavailableError from error
        if not session.url:
            raise UnavailableError
        return Checkout(session.id, session.url)

    def message(self, body: bytes, signature: str) -> Paid | PaidBack | None:
        """Check and read a message; None for what does not concern us. Raises InvalidSignatureError."""
        self._check(body, signature)
        try:
            return _read(json.loads(body))
        except (KeyError, TypeError, ValueError):
            # It is signed, so no repetition will make it better; an operator has to look.
            logger.exception("a message of the payment provider can't be read")
            return None

    def _check(self, body: bytes, signature: str) -> None:
        """Let the package check the signature; the time is checked by our own clock."""
        from stripe import SignatureVerificationError, WebhookSignature

        signed_at = _SIGNATURE.fullmatch(signature)
        if signed_at is None:
            raise InvalidSignatureError
        try:
            WebhookSignature.verify_header(body, signature, self._webhook_secret())
        except (SignatureVerificationError, UnicodeDecodeError) as error:
            raise InvalidSignatureError from error
        if abs(self._clock.now().timestamp() - int(signed_at[1])) > TOLERANCE_SECONDS:
            raise InvalidSignatureError

    @cached_property
    def _client(self) -> "StripeClient":
        from stripe import RequestsClient, StripeClient

        return StripeClient(
            self._key(),
            base_addresses={"api": self._url} if self._url else {},
            http_client=RequestsClient(timeout=TIMEOUT_SECONDS),
            max_network_retries=RETRIES,
        )


def _read(event: dict[str, Any]) -> Paid | PaidBack | None:
    """Read an event. Raises KeyError, TypeError, ValueError for one that is not as it should be."""
    told = event["data"]["object"]
    match event["type"]:
        case "checkout.session.completed" | "checkout.session.async_payment_succeeded":
            ours = USER in (told["metadata"] or {})
            return _paid(event["id"], told) if ours and told["payment_status"] == "paid" else None
        case "charge.refunded":
            metadata = told["metadata"] or {}
            if USER not in metadata:
                return None
            amount = _bounded(told["amount_refunded"], MAX_AMOUNT)
            return PaidBack(event["id"], _text(told["payment_intent"]), amount, False, UUID(metadata[USER]))
        case "charge.dispute.closed":
            if told["status"] != "lost" or told["payment_intent"] is None:
                return None
            # A dispute has no metadata of ours; what it is about is known or not.
            amount = min(int(told["amount"]), MAX_AMOUNT)
            return PaidBack(event["id"], _text(told["payment_intent"]), amount, True, None)
        case _:
            return None


def _paid(event_id: str, session: dict[str, Any]) -> Paid:
    currency = _text(session["currency"])
    if not re.fullmatch("[a-z]{3}", currency):
        raise ValueError(f"no currency: {currency}")
    return Paid(
        event_id=_text(event_id),
        checkout=_text(session["id"]),
        payment=session["payment_intent"],
        user_id=UUID(session["metadata"][USER]),
        credits=_bounded(int(session["metadata"][CREDITS]), MAX_CREDITS),
        amount=_bounded(session["amount_total"], MAX_AMOUNT),
        currency=currency,
    )


def _text(value: object) -> str:
    if not isinstance(value, str) or not 1 <= len(value) <= 255:
        raise ValueError(f"no name: {value!r}")
    return value


def _bounded(value: object, most: int) -> int:
    if not isinstance(value, int) or not 1 <= value <= most:
        raise ValueError(f"not from 1 to {most}: {value!r}")
    return value
