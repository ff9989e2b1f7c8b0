"""Requests that another site makes with a visitor's cookie: told by what browsers say of where they come from."""

from collections.abc import Collection, Mapping
from urllib.parse import urlsplit

from ebookvoice.settings import Settings

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
"""RFC 9110, 9.2.1, without TRACE, which nothing here answers to."""

OWN = frozenset({"same-origin", "none"})
"""Values of Sec-Fetch-Site: a page of ours, or the user. `same-site` is a neighbour below the same domain."""

HANDSHAKE = ("upgrade", "x-original-upgrade", "sec-fetch-mode")
"""Which headers say `websocket` when one is being opened; the second one is that of docs/gateway.md."""


def same_site(method: str, headers: Mapping[str, str], origins: Collection[str]) -> bool:
    """Tell whether a request may do what it asks for as whom its cookie says; `origins` are exact.

    Reading is for everybody: no other site sees the answer. It does see what comes through a WebSocket, to which CORS
    does not apply, so a handshake counts as a change (RFC 6455, 10.2).

    An access token passes, since no browser adds one by itself, and with one no cookie counts. Then Origin decides if
    it is one of ours, then Sec-Fetch-Site. Requests with neither come from a program, or from a browser too old to be
    trusted with a cookie. A header that is there twice is none that a browser sent.
    """
    told: dict[str, list[str]] = {}
    for name, value in headers.items():
        told.setdefault(name.lower(), []).append(value)
    if method.upper() in SAFE and not _handshake(told):
        return True
    if told.get("authorization", [""])[0].lower().startswith("bearer "):
        return True
    origin, site = told.get("origin", []), told.get("sec-fetch-site", [])
    if len(origin) > 1 or len(site) > 1:
        return False
    if origin and origin[0] in origins:
        return True
    if site:
        return site[0] in OWN
    return not origin and "cookie" not in told


def _handshake(told: Mapping[str, list[str]]) -> bool:
    """Tell whether a WebSocket is being opened. Proxies keep Upgrade to themselves; not every browser tells a mode."""
    said = ",".join(value for name in HANDSHAKE for value in told.get(name, []))
    return "websocket" in said.lower() or any(name.startswith("sec-websocket-") for name in told)


def opened_by_a_person(headers: Mapping[str, str]) -> bool:
    """Tell whether a browser is being led somewhere: not by a picture, a frame or a script, and not to be prepared.

    Programs and old browsers tell nothing of it, and are believed.
    """
    led = headers.get("sec-fetch-mode", "navigate") == "navigate"
    shown = headers.get("sec-fetch-dest", "document") == "document"
    return led and shown and "prefetch" not in headers.get("sec-purpose", "")


def origins_of(settings: Settings) -> frozenset[str]:
    """List the origins whose pages may change something: those that were set, and the API's own."""
    own = {origin_of(settings.public_url)} if settings.public_url else set()
    return settings.origins | own


def origin_of(url: str) -> str:
    """Write an address's origin as browsers do: lower case, without a path, without a port that goes without saying."""
    parts = urlsplit(url)
    usual = {"https": 443, "http": 80}.get(parts.scheme)
    port = "" if parts.port in (None, usual) else f":{parts.port}"
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    return f"{parts.scheme}://{host}{port}"
