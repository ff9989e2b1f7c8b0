"""A client of the API, whatever carries its requests."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

ADDRESS = "192.0.2.1"


@dataclass(frozen=True)
class Reply:
    """An answer; header names in lower case, Set-Cookie's lines in `cookies` alone."""

    status: int
    headers: dict[str, str]
    body: bytes
    cookies: tuple[str, ...] = ()

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def error(self) -> str:
        """The code of an answer that is an error, after checking its shape."""
        assert set(self.json) == {"error"}
        assert set(self.json["error"]) - {"details"} == {"code", "message", "request_id"}
        assert self.json["error"]["request_id"] == self.headers["x-request-id"]
        assert self.json["error"]["message"].endswith((".", "…"))
        return str(self.json["error"]["code"])


@dataclass(frozen=True)
class Call:
    """A request; a header may come several times. `address` is where it comes from."""

    method: str
    path: str
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    address: str = ADDRESS


class Transport(Protocol):
    def __call__(self, call: Call) -> Reply: ...


@dataclass
class Api:
    """A client that may hold a token."""

    transport: Transport
    token: str | None = None
    address: str = ADDRESS
    headers: dict[str, str] = field(default_factory=dict)

    def get(self, path: str) -> Reply:
        return self.send("GET", path)

    def post(self, path: str, body: object = None) -> Reply:
        return self.call("POST", path, body)

    def put(self, path: str, body: object = None) -> Reply:
        return self.call("PUT", path, body)

    def patch(self, path: str, body: object = None) -> Reply:
        return self.call("PATCH", path, body)

    def delete(self, path: str) -> Reply:
        return self.send("DELETE", path)

    def call(self, method: str, path: str, body: object = None) -> Reply:
        """Send a value as JSON; nothing for None."""
        content = b"" if body is None else json.dumps(body).encode()
        return self.send(method, path, content, {"Content-Type": "application/json"})

    def send(self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None) -> Reply:
        """Send bytes; headers that are given take the place of the client's own."""
        own = self.own_headers(method)
        given = headers or {}
        kept = {name: value for name, value in own.items() if name.lower() not in {n.lower() for n in given}}
        return self.transport(Call(method, path, tuple({**kept, **given}.items()), body, self.address))

    def own_headers(self, method: str) -> dict[str, str]:
        """List what the client adds to every request."""
        bearer = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        return {**self.headers, **bearer}
