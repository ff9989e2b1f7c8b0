"""A browser, as far as the API notices: it keeps cookies by their rules and says where its requests come from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Self

from tests.fakes import FakeClock
from tests.unit.api.caller import Api, Reply

UNSAFE = {"POST", "PUT", "PATCH", "DELETE"}
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"


@dataclass(frozen=True)
class Cookie:
    """A Set-Cookie line taken apart; attributes by their names in lower case, flags with an empty value."""

    name: str
    value: str
    attributes: dict[str, str]

    @classmethod
    def parse(cls, line: str) -> Self:
        """Take a line apart (RFC 6265bis, 5.6)."""
        pair, *rest = [part.strip() for part in line.split(";")]
        name, _, value = pair.partition("=")
        attributes = dict(part.partition("=")[::2] for part in rest)
        return cls(name, value.strip('"'), {name.lower(): text for name, text in attributes.items()})

    @property
    def acceptable(self) -> bool:
        """Tell whether a browser takes it: `__Host-` asks for Secure, for Path=/, and for no Domain (5.7, step 21)."""
        bound = {"secure", "path"} <= self.attributes.keys() and "domain" not in self.attributes
        return not self.name.startswith("__Host-") or (bound and self.attributes["path"] == "/")


@dataclass
class Browser(Api):
    """A client over HTTPS with a jar of cookies; `origin` is the page from which it asks."""

    clock: FakeClock = field(default_factory=FakeClock)
    origin: str = "https://books.example.com"
    jar: dict[str, tuple[Cookie, datetime | None]] = field(default_factory=dict)

    @property
    def cookies(self) -> dict[str, str]:
        """List what would be sent now."""
        now = self.clock.now()
        return {name: cookie.value for name, (cookie, until) in self.jar.items() if until is None or until > now}

    def own_headers(self, method: str) -> dict[str, str]:
        """Add the cookies, and what a browser says of a request that a page of the same origin makes."""
        said = {"User-Agent": FIREFOX, "Accept-Language": "de-DE,de;q=0.7,en;q=0.3", "Sec-Fetch-Site": "same-origin"}
        if method in UNSAFE:
            said["Origin"] = self.origin
        if self.cookies:
            said["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return {**said, **super().own_headers(method)}

    def send(self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None) -> Reply:
        """Send a request and keep the cookies of the answer."""
        reply = super().send(method, path, body, headers)
        for line in reply.cookies:
            self._keep(Cookie.parse(line))
        return reply

    def _keep(self, cookie: Cookie) -> None:
        if not cookie.acceptable:
            return
        seconds = cookie.attributes.get("max-age")
        until = None if seconds is None else self.clock.now() + timedelta(seconds=int(seconds))
        self.jar[cookie.name] = (cookie, until)
