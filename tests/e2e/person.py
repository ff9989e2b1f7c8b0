"""Somebody who comes in, by whichever client, and what has come to them by mail."""

import re
import secrets
from dataclasses import dataclass, field
from email.message import EmailMessage
from urllib.parse import parse_qs, urlsplit

from local.cloud import Cloud
from local.mails import latest_code
from tests.e2e.browser import Browser
from tests.e2e.program import Program
from tests.e2e.reader import Fields

Client = Browser | Program

SESSION, DEVICE = "__Host-ebookvoice-session", "__Host-ebookvoice-device"


@dataclass
class Person:
    """Somebody with an address, a password in mind, and a browser for the links of the mails."""

    cloud: Cloud
    email: str = field(default_factory=lambda: f"{secrets.token_hex(6)}@example.com")
    password: str = field(default_factory=lambda: secrets.token_urlsafe(12))

    @property
    def credentials(self) -> Fields:
        return {"email": self.email, "password": self.password}

    @property
    def code(self) -> str:
        return latest_code(self.cloud.mails(self.email))

    @property
    def link(self) -> str:
        return link_in(self.cloud.mails(self.email)[-1])

    def ask(self, client: Client, path: str, body: Fields | None = None) -> None:
        """Ask for a mail."""
        before = len(self.cloud.mails(self.email))
        status, answer = client.call("POST", path, body or {"email": self.email})
        assert (status, set(answer)) == (202, {"message"})
        assert len(self.cloud.mails(self.email)) == before + 1

    def sign_up(self, client: Client) -> None:
        self.ask(client, "/api/auth/signup")
        client.enter("/api/auth/signup/confirm", {**self.credentials, "code": self.code})


def link_in(mail: EmailMessage) -> str:
    [link] = re.findall(r"http://\S+", str(mail.get_content()))
    return str(link)


def token_in(link: str) -> str:
    [token] = parse_qs(urlsplit(link).query)["token"]
    return token


def whose(client: Client) -> str | None:
    """Tell whose session a client shows; None if it is refused."""
    status, answer = client.call("GET", "/api/user/profile")
    if status == 401:
        assert answer["error"]["code"] == "not_authenticated"
        return None
    assert status == 200, answer
    email: str = answer["email"]
    return email
