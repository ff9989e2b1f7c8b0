"""The API in process over a real Postgres: the whole wiring, but for what would leave the machine."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from ebookvoice.domain.access import InvalidCodeError
from ebookvoice.domain.account import User, normalise_email
from ebookvoice.domain.identity import Identity
from ebookvoice.domain.session import Client, Device, Mode
from ebookvoice.ports.accounts import PasswordHasher
from ebookvoice.usecases import sign_in
from ebookvoice.usecases.sessions import SignedIn
from functions.api import cookies, devices
from functions.api.app import create_app
from functions.api.deps import current_world
from tests.integration.api.browser import Browser, Cookie
from tests.integration.api.mailbox import MemoryMailer
from tests.unit.api.caller import Api, Reply
from tests.unit.api.provider import MemoryHasher
from tests.unit.api.transports import AsgiTransport
from tests.world import FakeWorld

PUBLIC_URL = "https://books.example.com"
EMAIL = "ada@example.com"
PASSWORD = "correct horse battery"
DEVICE = "d" * 43
"""The device cookie of members that did not come in by the API."""


class ApiWorld(FakeWorld):
    """A deployment whose provider is real, too; its mail is the test's.

    Any setting may be given; the limits are off unless they are. `hasher` replaces the quick one.
    """

    def __init__(self, database_url: str, hasher: PasswordHasher | None = None, **settings: Any) -> None:
        usual = {"public_url": PUBLIC_URL, "auth_limit": 0, "upload_limit": 0, "job_limit": 0}
        super().__init__(database_url, **{**usual, **settings})
        self._hasher = hasher or MemoryHasher()

    @cached_property
    def mailer(self) -> MemoryMailer:
        return MemoryMailer()

    @cached_property
    def hasher(self) -> PasswordHasher:
        return self._hasher

    @cached_property
    def transport(self) -> AsgiTransport:
        """The application, over this world and no other."""
        app = create_app()
        app.dependency_overrides[current_world] = lambda: self
        return AsgiTransport(app)

    def sibling(self) -> "ApiWorld":
        """Make another process of the same deployment: a connection of its own, everything else in common."""
        other = ApiWorld(self.database_url, self._hasher)
        other.settings = self.settings
        for shared in ("clock", "objects", "queues", "mailer"):
            setattr(other, shared, getattr(self, shared))
        return other

    def api(self) -> Api:
        """Make a program that is not signed in."""
        return Api(self.transport, headers={"User-Agent": "ebookvoice/1.0"})

    def browser(self) -> Browser:
        """Make a browser that is not signed in."""
        return Browser(self.transport, clock=self.clock, origin=PUBLIC_URL)

    def sign_up(self, email: str, password: str = PASSWORD, mode: Mode = Mode.BEARER) -> "Member":
        """Open an account through the API, by the code that was mailed."""
        client = self.browser() if mode is Mode.COOKIE else self.api()
        asked = client.post("/api/auth/signup", {"email": email})
        assert asked.status == 202, asked.body
        proof = {"email": email, "code": self.mailer.code(email), "password": password, "session": mode}
        return Member.admitted(client, client.post("/api/auth/signup/confirm", proof))

    def log_in(self, email: str, password: str = PASSWORD, mode: Mode = Mode.BEARER) -> "Member":
        """Come in through the API with a password."""
        client = self.browser() if mode is Mode.COOKIE else self.api()
        credentials = {"email": email, "password": password, "session": mode}
        return Member.admitted(client, client.post("/api/auth/login", credentials))

    def member(self, email: str, mode: Mode = Mode.BEARER, password: str | None = None) -> "Member":
        """Come in past the provider, opening an account if need be, and setting its password if one is given."""
        if password is not None:
            with self.store.as_service() as records:
                records.credentials.set(normalise_email(email), self.hasher.hash(password), self.clock.now())
        browser = Device(devices.identify(DEVICE), "Firefox on Linux", "de-DE")
        device = browser if mode is Mode.COOKIE else Device(None, "ebookvoice", "")
        client = Client("192.0.2.1", "192.0.2.0/24", device, mode)
        entered = sign_in.enter(
            self, Identity("builtin", normalise_email(email), email, True), client, InvalidCodeError()
        )
        assert isinstance(entered, SignedIn)
        return Member.of(self, entered)

    def user(self, email: str) -> User:
        """Find an account."""
        with self.store.as_service() as records:
            user = records.accounts.by_email(normalise_email(email))
        assert user is not None
        return user


@dataclass
class Member:
    """Somebody who is signed in: the client that shows the session, and what it was given."""

    id: UUID
    email: str
    client: Api
    refresh_token: str | None

    @classmethod
    def admitted(cls, client: Api, reply: Reply) -> "Member":
        """Read an answer that lets somebody in."""
        assert reply.status == 200, reply.body
        client.token = reply.json.get("access_token")
        user = reply.json["user"]
        return cls(UUID(user["id"]), user["email"], client, reply.json.get("refresh_token"))

    @classmethod
    def of(cls, world: ApiWorld, entered: SignedIn) -> "Member":
        """Give a client what a session is shown by."""
        client = world.api()
        if entered.cookie is not None:
            client = browser = world.browser()
            for name, value in ((cookies.SESSION, entered.cookie), (cookies.DEVICE, DEVICE)):
                browser.jar[name] = (Cookie(name, value, {}), None)
        client.token = entered.access.token if entered.access else None
        return cls(entered.user.id, entered.user.email, client, entered.refresh_token)

    def refresh(self) -> Reply:
        """Exchange the refresh token and use the new pair from now on."""
        reply = self.client.post("/api/auth/refresh", {"refresh_token": self.refresh_token})
        if reply.status == 200:
            self.client.token, self.refresh_token = reply.json["access_token"], reply.json["refresh_token"]
        return reply

    def prove(self) -> None:
        """Give a fresh proof by password, for what can't be undone."""
        assert self.client.post("/api/auth/reauthenticate", {"password": PASSWORD}).status == 204


def form(client: Api, path: str, fields: Mapping[str, str], **headers: str) -> Reply:
    """Send a form as a page's button does."""
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    return client.send("POST", path, urlencode(fields).encode(), {**kind, **headers})
