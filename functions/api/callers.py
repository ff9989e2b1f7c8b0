"""Who is at the other end, as far as a request tells: address, place, device. Nothing of it is proof of anything."""

import re
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Annotated

from fastapi import Depends, Request

from ebookvoice.domain.access import CrossSiteError
from ebookvoice.domain.session import Client, Device, Mode
from functions.api import agents, cookies, devices
from functions.api.deps import CurrentWorld
from functions.api.origins import SAFE

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

NOBODY = IPv4Address(0)
"""Stands for a peer without an address, such as a socket file."""

COUNTRY = re.compile(r"[A-Z]{2}")
COUNTRY_HEADERS = ("cloudfront-viewer-country", "cf-ipcountry")


@dataclass(frozen=True, slots=True)
class Caller:
    """What a request lets us see of its sender. `device_cookie` is the value to give to a browser that signs in;
    `browser` says whether the request carries what browsers, and only they, add to one that changes something.
    """

    ip: str
    country: str | None
    agent: str
    language: str
    device_cookie: str
    browser: bool
    request_id: str

    @property
    def network(self) -> str:
        """Name what counts as one sender: an IPv4 address, or the /64 that a provider gives to one customer."""
        return self.ip if ip_address(self.ip).version == 4 else _network(self.ip, 64)

    @property
    def place(self) -> str:
        """Say where that is, exactly enough for a user to recognise it: country, and IPv4 /24 or IPv6 /48."""
        network = _network(self.ip, 24 if ip_address(self.ip).version == 4 else 48)
        return f"{self.country}, {network}" if self.country else network

    def device(self, mode: Mode) -> Device:
        """Describe the device; programs keep no device cookie."""
        device_id = devices.identify(self.device_cookie) if mode is Mode.COOKIE else None
        return Device(device_id, self.agent, self.language)

    def client(self, mode: Mode) -> Client:
        """Describe the sender to the use cases. Raises CrossSiteError for a cookie that no browser asks for.

        Without the headers of a browser it could not be told later from which site the cookie's requests come.
        """
        if mode is Mode.COOKIE and not self.browser:
            raise CrossSiteError
        return Client(self.ip, self.place, self.device(mode), mode)


async def current_caller(request: Request, world: CurrentWorld) -> Caller:
    """Look at the request, and leave what was seen, and the clock, where log and errors find them."""
    headers, proxies = request.headers, world.settings.proxies
    peer = _address(request.client.host if request.client else "") or NOBODY
    cookie = request.cookies.get(cookies.DEVICE, "")
    caller = Caller(
        ip=str(_sender(peer, _hops(request), proxies)),
        country=_country(request) if _is_one_of(proxies, peer) else None,
        agent=agents.family(headers.get("user-agent", "")),
        language=devices.language(headers.get("accept-language", "")),
        device_cookie=cookie if devices.well_formed(cookie) else secrets.token_urlsafe(32),
        browser=request.method in SAFE or "origin" in headers or "sec-fetch-site" in headers,
        request_id=request.state.request_id,
    )
    request.state.caller, request.state.clock = caller, world.clock
    return caller


CurrentCaller = Annotated[Caller, Depends(current_caller)]


def _sender(peer: Address, hops: list[str], proxies: Collection[Network]) -> Address:
    """Walk from the peer towards the client, past every proxy that is believed.

    A proxy adds whom it saw to the right of X-Forwarded-For. So each hop was written by the one to its right, and is
    worth as much; whatever is left of the first stranger may be made up. A hop that is no address leads no further.
    """
    sender = peer
    while hops and _is_one_of(proxies, sender):
        before = _address(hops.pop())
        if before is None:
            break
        sender = before
    return sender


def _hops(request: Request) -> list[str]:
    """List whom the proxies saw, the nearest one's peer last. API Gateway's own entry is the peer, and left out."""
    hops = [hop.strip() for value in request.headers.getlist("x-forwarded-for") for hop in value.split(",")]
    return hops[:-1] if "aws.event" in request.scope else hops


def _is_one_of(proxies: Collection[Network], address: Address) -> bool:
    return any(address in proxy for proxy in proxies)


def _address(text: str) -> Address | None:
    try:
        address = ip_address(text)
    except ValueError:
        return None
    # ::ffff:192.0.2.1 is 192.0.2.1, and must not count as one of a /64 that all of IPv4 shares.
    return getattr(address, "ipv4_mapped", None) or address


def _network(ip: str, bits: int) -> str:
    return str(ip_network(f"{ip}/{bits}", strict=False))


def _country(request: Request) -> str | None:
    values = [request.headers.get(name, "") for name in COUNTRY_HEADERS]
    return next((value for value in values if COUNTRY.fullmatch(value) and value != "XX"), None)
