"""Somebody with a session, and a proxy that asks the gateway about their requests."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import uuid4

from ebookvoice.domain.session import Mode
from tests.integration.api.harness import PASSWORD, ApiWorld, Member
from tests.unit.api.caller import Call, Reply

IDENTITY = ("x-user-id", "x-user-email", "x-user-role", "x-session-id")


@dataclass
class Visitor:
    """Sends the same headers to every process that it is led to."""

    member: Member
    mode: Mode
    headers: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, member: Member, mode: Mode) -> "Visitor":
        """Let somebody visit other back ends, with the client that they signed in with."""
        return cls(member, mode, member.client.own_headers("GET"))

    @classmethod
    def new(cls, world: ApiWorld, mode: Mode) -> "Visitor":
        """Sign somebody in who was never here before; their password is the harness's."""
        return cls.of(world.member(f"{uuid4().hex}@example.com", mode, PASSWORD), mode)

    def again(self, world: ApiWorld, mode: Mode) -> "Visitor":
        """Sign the same person in once more."""
        return Visitor.of(world.member(self.member.email, mode), mode)

    def ask(self, world: ApiWorld, method: str, path: str, headers: Mapping[str, str] | None = None) -> Reply:
        """Send a request to a process of the API."""
        return world.transport(Call(method, path, tuple({**self.headers, **(headers or {})}.items())))

    def visit(self, world: ApiWorld, method: str = "GET", **headers: str) -> Reply:
        """Let a proxy ask a process of the gateway about a request of that method."""
        told = {"X-Original-Method": method, **{name.replace("_", "-"): value for name, value in headers.items()}}
        return self.ask(world, "GET", "/api/auth/verify", told)

    def let_in(self, world: ApiWorld) -> bool:
        """Tell whether the gateway lets the session in; whatever it says, it says by its contract."""
        reply = self.visit(world)
        check_contract(reply)
        return reply.status == 200

    def known(self, world: ApiWorld) -> bool:
        """Tell whether the API itself takes the session."""
        reply = self.ask(world, "GET", "/api/auth/sessions")
        assert reply.status in (200, 401), reply.body
        return reply.status == 200


def check_contract(reply: Reply) -> None:
    """Check what holds for every answer of the gateway."""
    assert reply.status in (200, 401, 403)
    assert reply.body == b""
    assert reply.cookies == ()
    assert reply.headers["cache-control"] == "no-store"
    assert (reply.headers.get("www-authenticate") == "Bearer") is (reply.status == 401)
    told = [name for name in IDENTITY if reply.headers.get(name)]
    assert told == (list(IDENTITY) if reply.status == 200 else [])
