"""Callers of the API: straight into the ASGI application, and through the handler with API Gateway's events."""

import asyncio
import base64
import json
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, cast
from urllib.parse import unquote

from mangum.types import LambdaContext
from starlette.types import ASGIApp, Message

from functions.api.app import handler


@dataclass(frozen=True)
class Reply:
    """An answer; header names in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def error(self) -> str:
        """The code of an answer that is an error, after checking its shape."""
        assert set(self.json) == {"error"}
        assert set(self.json["error"]) == {"code", "message", "request_id"}
        assert self.json["error"]["request_id"] == self.headers["x-request-id"]
        assert self.json["error"]["message"].endswith((".", "…"))
        return str(self.json["error"]["code"])


class Transport(Protocol):
    def __call__(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Reply: ...


class AsgiTransport:
    """Speaks ASGI as a server would; the body comes in blocks of 64 KiB."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    def __call__(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Reply:
        blocks = [body[start : start + 65536] for start in range(0, len(body), 65536)] or [b""]
        messages = [{"type": "http.request", "body": b, "more_body": n < len(blocks)} for n, b in enumerate(blocks, 1)]
        sent: list[Message] = []

        async def receive() -> Message:
            return messages.pop(0) if messages else {"type": "http.disconnect"}

        async def send(message: Message) -> None:
            sent.append(message)

        scope = {
            "type": "http",
            "method": method,
            "path": unquote(path),
            "query_string": b"",
            "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
            "scheme": "https",
            "server": ("localhost", 443),
            "client": ("127.0.0.1", 1),
        }
        loop = asyncio.new_event_loop()
        loop.run_until_complete(cast(Coroutine[Any, Any, None], self._app(scope, receive, send)))
        loop.close()
        return Reply(
            sent[0]["status"],
            {name.decode(): value.decode() for name, value in sent[0]["headers"]},
            b"".join(message["body"] for message in sent[1:]),
        )


@dataclass(frozen=True)
class Context:
    """What the handler is told of its function."""

    function_name: str = "api"
    function_version: str = "$LATEST"
    invoked_function_arn: str = "arn:aws:lambda:eu-central-1:123456789012:function:api"
    memory_limit_in_mb: int = 512
    aws_request_id: str = "8f5e0d4e-0000-4000-8000-000000000000"


class LambdaTransport:
    """Speaks payload format 2.0 of API Gateway's HTTP APIs."""

    request_id = "JKJaXmPLvHcESHA="

    def __call__(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Reply:
        event: dict[str, Any] = {
            "version": "2.0",
            "routeKey": "$default",
            "rawPath": unquote(path),
            "rawQueryString": "",
            "headers": {name.lower(): value for name, value in headers.items()},
            "requestContext": {
                "http": {"method": method, "path": unquote(path), "protocol": "HTTP/1.1", "sourceIp": "192.0.2.1"},
                "requestId": self.request_id,
                "stage": "$default",
            },
            "isBase64Encoded": True,
            "body": base64.b64encode(body).decode(),
        }
        answer = handler(event, cast(LambdaContext, Context()))
        raw = answer["body"]
        return Reply(
            answer["statusCode"],
            answer["headers"],
            base64.b64decode(raw) if answer["isBase64Encoded"] else raw.encode(),
        )


class Api:
    """A client that may hold a token."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport
        self.token: str | None = None

    def get(self, path: str) -> Reply:
        return self.send("GET", path)

    def post(self, path: str, body: object = None) -> Reply:
        """POST a value as JSON; nothing for None."""
        content = b"" if body is None else json.dumps(body).encode()
        return self.send("POST", path, content, {"Content-Type": "application/json"})

    def send(self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None) -> Reply:
        bearer = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        return self._transport(method, path, {**bearer, **(headers or {})}, body)
