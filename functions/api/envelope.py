"""What goes around every request: its id, the limit of its body, its headers, a line in the log, and the last catch."""

import re
from time import perf_counter
from typing import Any
from uuid import uuid4

from aws_lambda_powertools import Logger
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ebookvoice.domain import correlation
from functions.api import events
from functions.api.body import read_body, replayed
from functions.api.errors import respond
from functions.api.masking import masked

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "Strict-Transport-Security": "max-age=63072000",
    "X-Content-Type-Options": "nosniff",
}
"""OWASP's REST security cheat sheet and ASVS 5.0, 3.4 and 3.5.8; a response that brings its own keeps it.

Without Permissions-Policy: what has no script can use no feature of a browser.
"""

REQUEST_ID = re.compile(r"[A-Za-z0-9._:/+=@-]{1,128}")
"""What a client's own id may look like for the log to keep it."""

logger = Logger(child=True)


class Envelope:
    """ASGI middleware; it sits outside of the framework's own error handling so that no answer escapes it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        state = scope.setdefault("state", {})
        state["request_id"] = _request_id(scope)
        reply = _Reply(send, state)
        began = perf_counter()
        try:
            body = await read_body(scope, receive)
            with correlation.following(state["request_id"]):
                await self._app(scope, replayed(body, receive), reply)
        except Exception as error:  # Whatever it was, the client gets JSON; respond() logs it with its traceback.
            if reply.status:
                raise
            await respond(error, Request(scope))(scope, receive, reply)
        if "principal" in state:
            events.seen(state["caller"], state["principal"])
        served = {
            "method": scope["method"],
            "path": masked(scope["path"]),
            "status": reply.status,
            "duration_ms": round((perf_counter() - began) * 1000, 1),
        }
        logger.info("request served", extra=served | _known(scope, state))


class _Reply:
    """Sends what the application answers, with the headers that every answer has; `status` is 0 until it begins."""

    def __init__(self, send: Send, state: dict[str, Any]) -> None:
        self.status = 0
        self._send = send
        self._state = state

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
            headers["X-Request-Id"] = self._state["request_id"]
            headers.update(self._state.get("limits", {}))
        await self._send(message)


def _request_id(scope: Scope) -> str:
    """Take the gateway's id, under which its own log has the request; never one that the client made up."""
    context = scope.get("aws.event", {}).get("requestContext", {})
    return str(context.get("requestId") or uuid4())


def _known(scope: Scope, state: dict[str, Any]) -> dict[str, object]:
    """Collect for the log what is known by the end: who it was, from where, what went wrong."""
    known: dict[str, object] = {"request_id": state["request_id"]}
    own_id = Headers(scope=scope).get("x-request-id", "")
    if REQUEST_ID.fullmatch(own_id):
        known["client_request_id"] = own_id
    if "caller" in state:
        known["place"] = state["caller"].place
    if "principal" in state:
        session = state["principal"].session
        known |= {"user_id": str(session.user_id), "session_id": str(session.id)}
    if "error" in state:
        known["code"] = state["error"]
    return known
