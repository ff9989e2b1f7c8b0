"""A browser's cookies (RFC 6265bis), as far as they are those of one host each."""

import time
from dataclasses import dataclass, field
from urllib.parse import urlsplit

LOOPBACK = ("127.0.0.1", "localhost")
"""Browsers trust these without TLS (W3C, Secure Contexts, 3.1)."""


@dataclass(frozen=True)
class Cookie:
    """A cookie; names of attributes in lower case."""

    name: str
    value: str
    attributes: dict[str, str]
    expires_at: float

    @property
    def scripted(self) -> bool:
        """Tell whether a page's script can read it."""
        return "httponly" not in self.attributes

    def goes_along(self, *, secure: bool, cross_site: bool, safe_navigation: bool) -> bool:
        """Tell whether it is sent with a request."""
        if self.expires_at <= time.time() or ("secure" in self.attributes and not secure):
            return False
        match self.attributes.get("samesite", "lax").lower():
            case "none":
                return True
            case "strict":
                return not cross_site
        return not cross_site or safe_navigation


@dataclass
class Jar:
    """What a browser keeps, by host."""

    kept: dict[tuple[str, str], Cookie] = field(default_factory=dict)

    def take(self, url: str, header: str) -> None:
        """Keep what a Set-Cookie header says; one that may not be set is not."""
        pair, *rest = header.split(";")
        name, _, value = pair.partition("=")
        attributes = {key.strip().lower(): text.strip() for key, _, text in (item.partition("=") for item in rest)}
        lifetime = float(attributes["max-age"]) if "max-age" in attributes else float("inf")
        cookie = Cookie(name.strip(), value.strip().strip('"'), attributes, time.time() + lifetime)
        if not _acceptable(cookie, url):
            return
        self.kept.pop((_host(url), cookie.name), None)
        if lifetime > 0:
            self.kept[_host(url), cookie.name] = cookie

    def header(self, url: str, *, cross_site: bool, safe_navigation: bool) -> str:
        """Write the Cookie header of a request."""
        secure = _trustworthy(url)
        return "; ".join(
            f"{cookie.name}={cookie.value}"
            for (host, _), cookie in self.kept.items()
            if host == _host(url)
            and cookie.goes_along(secure=secure, cross_site=cross_site, safe_navigation=safe_navigation)
        )


def _acceptable(cookie: Cookie, url: str) -> bool:
    attributes = cookie.attributes
    if "secure" in attributes and not _trustworthy(url):
        return False
    if cookie.name.lower().startswith("__host-"):
        return "secure" in attributes and "domain" not in attributes and attributes.get("path") == "/"
    return "domain" not in attributes


def _host(url: str) -> str:
    return str(urlsplit(url).hostname)


def _trustworthy(url: str) -> bool:
    return urlsplit(url).scheme == "https" or _host(url) in LOOPBACK
