"""Ways to the API: straight into the ASGI application, and through the handler with API Gateway's events."""

import asyncio
import base64
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import unquote

from mangum.types import LambdaContext
from starlette.types import ASGIApp, Message

from functions.api.app import handler
from tests.unit.api.caller import Call, Reply


@dataclass(frozen=True)
class AsgiTransport:
    """Speaks ASGI as a server would; the body comes in blocks of 64 KiB."""

    app: ASGIApp

    def __call__(self, call: Call) -> Reply:
        blocks = [call.body[start : start + 65536] for start in range(0, len(call.body), 65536)] or [b""]
        messages = [{"type": "http.request", "body": b, "more_body": n < len(blocks)} for n, b in enumerate(blocks, 1)]
        sent: list[Message] = []

        async def receive() -> Message:
            return messages.pop(0) if messages else {"type": "http.disconnect"}

        async def send(message: Message) -> None:
            sent.append(message)

        path, _, query = call.path.partition("?")
        scope = {
            "type": "http",
            "method": call.method,
            "path": unquote(path),
            "query_string": query.encode(),
            "headers": [(name.lower().encode(), value.encode()) for name, value in call.headers],
            "scheme": "https",
            "server": ("localhost", 443),
            "client": (call.address, 1),
        }
        loop = asyncio.new_event_loop()
        try:
            loop.run_until_complete(cast(Coroutine[Any, Any, None], self.app(scope, receive, send)))
        finally:
            loop.close()
        headers = [(name.decode(), value.decode()) for name, value in sent[0]["headers"]]
        return Reply(
            sent[0]["status"],
            {name: value for name, value in headers if name != "set-cookie"},
            b"".join(message["body"] for message in sent[1:]),
            tuple(value for name, value in headers if name == "set-cookie"),
        )


@dataclass(frozen=True)
class Context:
    """What the handler is told of its function."""

    function_name: str
    function_version: str = "$LATEST"
    memory_limit_in_mb: int = 1024
    aws_request_id: str = "8f5e0d4e-0000-4000-8000-000000000000"

    @property
    def invoked_function_arn(self) -> str:
        return f"arn:aws:lambda:eu-central-1:123456789012:function:{self.function_name}"


class LambdaTransport:
    """Speaks payload format 2.0 of API Gateway's HTTP APIs."""

    request_id = "JKJaXmPLvHcESHA="

    def __call__(self, call: Call) -> Reply:
        path, _, query = call.path.partition("?")
        answer = handler(self._event(call, unquote(path), query), cast(LambdaContext, Context("api")))
        raw = answer.get("body", "")
        return Reply(
            answer["statusCode"],
            answer["headers"],
            base64.b64decode(raw) if answer["isBase64Encoded"] else raw.encode(),
            tuple(answer.get("cookies", ())),
        )

    def _event(self, call: Call, path: str, query: str) -> dict[str, Any]:
        return {
            "version": "2.0",
            "routeKey": "$default",
            "rawPath": path,
            "rawQueryString": query,
            "headers": self._headers(call),
            "cookies": [p.strip() for name, v in call.headers if name.lower() == "cookie" for p in v.split(";")],
            "requestContext": {
                "http": {"method": call.method, "path": path, "protocol": "HTTP/1.1", "sourceIp": call.address},
                "requestId": self.request_id,
                "stage": "$default",
            },
            "isBase64Encoded": True,
            "body": base64.b64encode(call.body).decode(),
        }

    def _headers(self, call: Call) -> dict[str, str]:
        """Join what comes several times, and add the peer to X-Forwarded-For, as the gateway does."""
        joined: dict[str, list[str]] = {}
        for name, value in (*call.headers, ("x-forwarded-for", call.address)):
            joined.setdefault(name.lower(), []).append(value)
        return {name: ",".join(values) for name, values in joined.items() if name != "cookie"}
