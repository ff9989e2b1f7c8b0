"""A stand-in of Stripe's API as far as checkout sessions go, and of its signed messages; and misdeeds.

It reads forms with brackets, knows its keys, keeps answers by Idempotency-Key (a 500 included, as Stripe does), and
refuses what Stripe refuses (docs.stripe.com: api/checkout/sessions/create, api/idempotent_requests, webhooks).
"""

import asyncio
import hmac
import json
import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from aiohttp import web

KEY = "sk_test_the-key-of-the-stand-in"
WEBHOOK_SECRET = "whsec_of-the-stand-in"


@dataclass
class Misdeeds:
    """What goes wrong: so many answers are lost after the work was done, or before; the rest gets this status."""

    lost_after: int = 0
    lost_before: int = 0
    status: int = 0


@dataclass
class Kept:
    """An answer by its key: what was asked for, and what was said."""

    asked: dict[str, str]
    status: int
    answer: dict[str, Any]


class Stripe:
    """`sessions` are the checkouts by id, `requests` what was asked for, in order."""

    def __init__(self) -> None:
        self.url = ""
        self.misdeeds = Misdeeds()
        self.sessions: dict[str, dict[str, Any]] = {}
        self.requests: list[dict[str, str]] = []
        self.keys: list[str | None] = []
        self._kept: dict[str, Kept] = {}

    def settings(self) -> dict[str, str]:
        """Name the settings of a deployment that sells here."""
        return {"stripe_key": KEY, "stripe_webhook_secret": WEBHOOK_SECRET, "stripe_url": self.url}

    def application(self) -> web.Application:
        """Build the server."""
        application = web.Application()
        application.router.add_post("/v1/checkout/sessions", self._create)
        return application

    async def _create(self, request: web.Request) -> web.Response:
        asked = {name: str(value) for name, value in (await request.post()).items()}
        key = request.headers.get("Idempotency-Key")
        self.requests.append(asked)
        self.keys.append(key)
        if self.misdeeds.lost_before:
            self.misdeeds.lost_before -= 1
            return _lost(request)
        status, answer = self._answer(request, asked, key)
        if self.misdeeds.lost_after:
            self.misdeeds.lost_after -= 1
            return _lost(request)
        return web.json_response(answer, status=status, headers={"Request-Id": f"req_{secrets.token_hex(7)}"})

    def _answer(self, request: web.Request, asked: dict[str, str], key: str | None) -> tuple[int, dict[str, Any]]:
        if request.headers.get("Authorization") != f"Bearer {KEY}":
            return _refusal(401, "invalid_request_error", "Invalid API Key provided")
        if kept := self._kept.get(key or ""):
            if kept.asked != asked:
                return _refusal(400, "idempotency_error", "Keys for idempotent requests can only be used with the same")
            return kept.status, kept.answer
        if self.misdeeds.status:
            status, answer = _refusal(self.misdeeds.status, "api_error", "An unknown error occurred")
        else:
            status, answer = self._begin(nested(asked))
        if key:
            self._kept[key] = Kept(asked, status, answer)
        return status, answer

    def _begin(self, wanted: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """Make a session, or say which parameter is wrong."""
        if wanted.get("mode") != "payment":
            return _refusal(400, "invalid_request_error", "mode")
        if not wanted.get("success_url", "").startswith(("https://", "http://")):
            return _refusal(400, "invalid_request_error", "Not a valid URL")
        if not wanted.get("line_items"):
            return _refusal(400, "invalid_request_error", "line_items")
        item = wanted["line_items"]["0"]
        price = item["price_data"]
        if int(price["unit_amount"]) < 50 or not price["product_data"]["name"] or len(price["currency"]) != 3:
            return _refusal(400, "invalid_request_error", "The Checkout Session's total amount is too small")
        session_id = f"cs_test_{secrets.token_hex(20)}"
        self.sessions[session_id] = {
            "id": session_id,
            "object": "checkout.session",
            "mode": "payment",
            "status": "open",
            "payment_status": "unpaid",
            "payment_intent": None,
            "client_reference_id": wanted.get("client_reference_id"),
            "customer_email": wanted.get("customer_email"),
            "amount_total": int(price["unit_amount"]) * int(item["quantity"]),
            "currency": price["currency"],
            "metadata": wanted.get("metadata", {}),
            "success_url": wanted["success_url"],
            "cancel_url": wanted["cancel_url"],
            "url": f"https://checkout.stripe.com/c/pay/{session_id}",
        }
        return 200, self.sessions[session_id]


@dataclass
class Sender:
    """Writes Stripe's messages and signs them: HMAC-SHA-256 over time and body, by the secret of the endpoint."""

    now: Callable[[], datetime] = field(default=lambda: datetime.now(UTC))
    secret: str = WEBHOOK_SECRET

    def paid(self, session: dict[str, Any], kind: str = "checkout.session.completed") -> bytes:
        """Pay a checkout and write the message about it."""
        payment = session["payment_intent"] or f"pi_{secrets.token_hex(12)}"
        session |= {"payment_status": "paid", "status": "complete", "payment_intent": payment}
        return self.event(kind, session)

    def refunded(self, session: dict[str, Any], amount: int) -> bytes:
        """Write that so much of a payment has been paid back in all."""
        charge = {
            "id": f"ch_{secrets.token_hex(12)}",
            "object": "charge",
            "amount": session["amount_total"],
            "amount_refunded": amount,
            "payment_intent": session["payment_intent"],
            "metadata": session["metadata"],
            "refunded": amount == session["amount_total"],
        }
        return self.event("charge.refunded", charge)

    def disputed(self, session: dict[str, Any], amount: int, status: str = "lost") -> bytes:
        """Write how a dispute has ended."""
        dispute = {
            "id": f"dp_{secrets.token_hex(12)}",
            "object": "dispute",
            "amount": amount,
            "status": status,
            "payment_intent": session["payment_intent"],
            "metadata": {},
        }
        return self.event("charge.dispute.closed", dispute)

    def event(self, kind: str, told: dict[str, Any]) -> bytes:
        """Write a message."""
        event = {
            "id": f"evt_{secrets.token_hex(12)}",
            "object": "event",
            "type": kind,
            "created": int(self.now().timestamp()),
            "livemode": False,
            "data": {"object": told},
        }
        return json.dumps(event).encode()

    def signature(self, body: bytes) -> str:
        """Sign a message."""
        at = int(self.now().timestamp())
        signed = hmac.digest(self.secret.encode(), f"{at}.".encode() + body, "sha256")
        return f"t={at},v1={signed.hex()},v0={'0' * 64}"


def nested(form: dict[str, str]) -> dict[str, Any]:
    """Read a form whose names have brackets: `a[b][0]=c` is {a: {b: {0: c}}}."""
    read: dict[str, Any] = {}
    for name, value in form.items():
        *path, last = name.replace("]", "").split("[")
        place = read
        for step in path:
            place = place.setdefault(step, {})
        place[last] = value
    return read


def _refusal(status: int, kind: str, message: str) -> tuple[int, dict[str, Any]]:
    return status, {"error": {"type": kind, "message": message}}


def _lost(request: web.Request) -> web.Response:
    """Let the connection break before an answer."""
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


@contextmanager
def stripe_service() -> Iterator[Stripe]:
    """Run a stand-in on a loopback port, in a thread of its own."""
    stripe, loop = Stripe(), asyncio.new_event_loop()
    runner = web.AppRunner(stripe.application(), shutdown_timeout=0)
    thread = threading.Thread(target=loop.run_forever, name="stripe", daemon=True)
    thread.start()

    async def start() -> None:
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        stripe.url = f"http://127.0.0.1:{runner.addresses[0][1]}"

    asyncio.run_coroutine_threadsafe(start(), loop).result()
    try:
        yield stripe
    finally:
        asyncio.run_coroutine_threadsafe(runner.cleanup(), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
