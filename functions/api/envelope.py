"""What goes around every request: its id, the limit of its body, its headers, a line in the log, and the last catch."""

from time import perf_counter
from uuid import uuid4

from aws_lambda_powertools import Logger
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from functions.api.body import read_body, replayed
from functions.api.errors import respond

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "Strict-Transport-Security": "max-age=63072000",
    "X-Content-Type-Options": "nosniff",
}
"""OWASP's REST security cheat sheet; a response that brings its own keeps it."""

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
        request_id = _request_id(scope)
        scope.setdefault("state", {})["request_id"] = request_id
        reply = _Reply(send, request_id)
        began = perf_counter()
        try:
            body = await read_body(scope, receive)
            await self._app(scope, replayed(body, receive), reply)
        except Exception as error:  # Whatever it was, the client gets JSON; respond() logs it with its traceback.
            if reply.status:
                raise
            await respond(error, request_id)(scope, receive, reply)
        logger.info(
            "request served",
            method=scope["method"],
            path=scope["path"],
            status=reply.status,
            duration_ms=round((perf_counter() - began) * 1000, 1),
            request_id=request_id,
        )


class _Reply:
    """Sends what the application answers, with the headers that every answer has; `status` is 0 until it begins."""

    def __init__(self, send: Send, request_id: str) -> None:
        self.status = 0
        self._send = send
        self._headers = HEADERS | {"X-Request-Id": request_id}

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = MutableHeaders(scope=message)
            for name, value in self._headers.items():
                headers.setdefault(name, value)
        await self._send(message)


def _request_id(scope: Scope) -> str:
    """Take the gateway's id, under which its own log has the request; never one that the client made up."""
    context = scope.get("aws.event", {}).get("requestContext", {})
    return str(context.get("requestId") or uuid4())
