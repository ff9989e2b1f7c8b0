"""What a request tells of its sender, and what of that is believed."""

import asyncio
import hashlib
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any, cast

import pytest
from fastapi import Request

from ebookvoice.domain.access import CrossSiteError
from ebookvoice.domain.session import Device, Mode
from ebookvoice.settings import Settings
from ebookvoice.usecases.world import World
from functions.api import cookies
from functions.api.agents import family
from functions.api.callers import Caller, current_caller

CLIENT, PROXY, INNER, SPOOF = "203.0.113.9", "198.51.100.1", "10.3.2.1", "192.0.2.66"
OURS = f"{PROXY}, 10.0.0.0/8,2001:db8:f::/48"
COOKIE = "c" * 43


Sent = Mapping[str, str | tuple[str, ...]]


def look(
    headers: Sent, peer: str | None = CLIENT, trusted: str = "", gateway: bool = True, method: str = "POST"
) -> Caller:
    """Look at a request; several values of a header are several headers."""
    several = {name: (value,) if isinstance(value, str) else value for name, value in headers.items()}
    lines = [(name, value) for name, values in several.items() for value in values]
    scope: dict[str, Any] = {
        "type": "http",
        "method": method,
        "path": "/",
        "query_string": b"",
        "headers": [(name.encode(), value.encode()) for name, value in lines],
        "client": None if peer is None else (peer, 0),
        "state": {"request_id": "1"},
    }
    if gateway:
        scope["aws.event"] = {}
    world = SimpleNamespace(settings=Settings(trusted_proxies=trusted), clock=None)
    return asyncio.run(current_caller(Request(scope), cast(World, world)))


@pytest.mark.parametrize(
    ("trusted", "peer", "forwarded", "sender"),
    [
        ("", CLIENT, CLIENT, CLIENT),
        ("", CLIENT, f"{SPOOF}, {CLIENT}", CLIENT),
        ("", PROXY, f"{SPOOF}, {PROXY}", PROXY),
        (OURS, PROXY, f"{CLIENT}, {PROXY}", CLIENT),
        (OURS, PROXY, f"{SPOOF}, {CLIENT}, {PROXY}", CLIENT),
        (OURS, PROXY, f"{SPOOF},{SPOOF} , {CLIENT} ,{PROXY}", CLIENT),
        (OURS, PROXY, (SPOOF, f"{CLIENT}, {PROXY}"), CLIENT),
        (OURS, PROXY, f"{SPOOF}, {CLIENT}, {INNER}, {PROXY}", CLIENT),
        (OURS, PROXY, f"{INNER}, {CLIENT}, {INNER}, {PROXY}", CLIENT),
        (OURS, PROXY, f"{INNER}, {PROXY}", INNER),
        (OURS, PROXY, PROXY, PROXY),
        (OURS, PROXY, (), PROXY),
        (OURS, PROXY, f"{SPOOF}, unknown, {PROXY}", PROXY),
        (OURS, PROXY, f"{SPOOF}, , {PROXY}", PROXY),
        (OURS, PROXY, f"{SPOOF}, {INNER}:443, {PROXY}", PROXY),
        (OURS, PROXY, f"2001:db8::1, {PROXY}", "2001:db8::1"),
        (OURS, PROXY, f"::ffff:{CLIENT}, {PROXY}", CLIENT),
        (OURS, "2001:db8:f::1", f"{CLIENT}, 2001:db8:f::1", CLIENT),
        (OURS, f"::ffff:{PROXY}", f"{CLIENT}, ::ffff:{PROXY}", CLIENT),
        ("", f"::ffff:{CLIENT}", f"::ffff:{CLIENT}", CLIENT),
    ],
)
def test_what_a_proxy_of_ours_saw_is_believed(
    trusted: str, peer: str, forwarded: str | tuple[str, ...], sender: str
) -> None:
    assert look({"x-forwarded-for": forwarded}, peer, trusted).ip == sender


@pytest.mark.parametrize("peer", [CLIENT, "198.51.100.2", "2001:db8:e::1", "11.0.0.1"])
def test_who_passes_our_proxies_by_can_not_make_up_an_address(peer: str) -> None:
    """The gateway's own address is public, whatever stands before it."""
    for made_up in (SPOOF, PROXY, INNER, f"{SPOOF}, {PROXY}", f"{SPOOF}, {INNER}, {PROXY}"):
        assert look({"x-forwarded-for": f"{made_up}, {peer}"}, peer, OURS).ip == peer


@pytest.mark.parametrize(
    ("trusted", "forwarded", "sender"),
    [("", SPOOF, PROXY), (OURS, CLIENT, CLIENT), (OURS, f"{SPOOF}, {CLIENT}", CLIENT), (OURS, INNER, INNER)],
)
def test_without_a_gateway_its_hop_is_not_there(trusted: str, forwarded: str, sender: str) -> None:
    assert look({"x-forwarded-for": forwarded}, PROXY, trusted, gateway=False).ip == sender


@pytest.mark.parametrize("peer", [None, "", "a socket"])
def test_a_peer_without_an_address_is_nobody(peer: str | None) -> None:
    assert look({}, peer).ip == "0.0.0.0"  # noqa: S104 - no address is bound


@pytest.mark.parametrize(
    ("address", "network", "place"),
    [
        (CLIENT, CLIENT, "203.0.113.0/24"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64", "2001:db8:1::/48"),
        ("2001:db8:1:2:ffff::", "2001:db8:1:2::/64", "2001:db8:1::/48"),
    ],
)
def test_addresses_are_cut_for_counting_and_for_showing(address: str, network: str, place: str) -> None:
    caller = look({}, address)

    assert (caller.network, caller.place) == (network, place)


def test_the_country_is_believed_from_a_proxy_only() -> None:
    for name in ("cloudfront-viewer-country", "cf-ipcountry"):
        assert look({name: "DE"}, PROXY).place == "198.51.100.0/24"
        assert look({name: "DE"}, CLIENT, OURS).place == "203.0.113.0/24"
        assert look({name: "DE"}, PROXY, OURS).place == "DE, 198.51.100.0/24"
        for nonsense in ("XX", "T1", "de", "Germany", "D\u00cb", ""):
            assert look({name: nonsense}, PROXY, OURS).place == "198.51.100.0/24"


MOZILLA = "Mozilla/5.0 "
CHROMIUM = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{0}.0.0.0 Safari/537.36"


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (MOZILLA + "(X11; Linux x86_64; rv:{0}.0) Gecko/20100101 Firefox/{0}.0", "Firefox on Linux"),
        (MOZILLA + "(Windows NT 10.0; Win64; x64) " + CHROMIUM, "Chrome on Windows"),
        (MOZILLA + "(Windows NT 10.0; Win64; x64) " + CHROMIUM + " Edg/{0}.0.0.0", "Edge on Windows"),
        (MOZILLA + "(Windows NT 10.0; Win64; x64) " + CHROMIUM + " OPR/{0}.0.0.0", "Opera on Windows"),
        (MOZILLA + "(Linux; Android 10; K) " + CHROMIUM, "Chrome on Android"),
        (MOZILLA + "(Linux; Android 14; SM-S921B) SamsungBrowser/{0}.0 " + CHROMIUM, "Samsung Internet on Android"),
        (MOZILLA + "(X11; CrOS x86_64 14541.0.0) " + CHROMIUM, "Chrome on ChromeOS"),
        (MOZILLA + "(Macintosh; Intel Mac OS X 10_15_7) Version/{0}.1 Safari/605.1.15", "Safari on macOS"),
        (MOZILLA + "(iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/{0}.5 Safari/604.1", "Safari on iOS"),
        (MOZILLA + "(iPhone; CPU iPhone OS 17_5 like Mac OS X) CriOS/{0}.0 Safari/604.1", "Chrome on iOS"),
        (MOZILLA + "(Nobody knows)", "other"),
        ("curl/8.{0}.0", "curl"),
        ("python-httpx/0.{0}", "python-httpx"),
        ("ebookvoice", "ebookvoice"),
        ("ebookvoice 1.{0}", "ebookvoice"),
        ("", "other"),
        ("<script>", "other"),
        ("\u202ecurl/1", "other"),
        ("x" * 100_000, "other"),
    ],
)
def test_an_agent_is_a_family_that_no_update_changes(agent: str, name: str) -> None:
    assert {family(agent.replace("{0}", version)) for version in ("17", "128", "129")} == {name}
    assert len(name) <= 64


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("de-DE,de;q=0.9,en;q=0.8", "de-DE"),
        ("en", "en"),
        (" zh-Hant-TW , en", "zh-Hant-TW"),
        ("ca-ES-valencia-x-" + "a" * 100, "ca-ES-valencia"),
        ("*", ""),
        ("", ""),
        ("<b>", ""),
    ],
)
def test_the_first_language_counts(accepted: str, language: str) -> None:
    assert look({"accept-language": accepted}).language == language
    assert len(language) <= 35


def test_a_browser_keeps_its_device_cookie_and_a_program_has_none() -> None:
    headers = {"cookie": f"other=1; {cookies.DEVICE}={COOKIE}", "origin": "https://example.com", "user-agent": "curl/8"}

    caller = look(headers)

    assert caller.device_cookie == COOKIE
    assert caller.client(Mode.COOKIE).device == Device(hashlib.sha256(COOKIE.encode()).digest(), "curl", "")
    assert caller.client(Mode.BEARER).device == Device(None, "curl", "")


@pytest.mark.parametrize("value", ["", "c" * 42, "c" * 44, "c" * 42 + "!", "c" * 42 + "\u00e4"])
def test_a_device_cookie_that_is_none_of_ours_is_replaced_by_a_random_one(value: str) -> None:
    replaced = {look({"cookie": f"{cookies.DEVICE}={value}"}).device_cookie for _ in range(3)}

    assert len(replaced) == 3
    assert all(len(cookie) == 43 for cookie in replaced)


def test_only_a_browser_may_ask_for_a_cookie() -> None:
    for name, value in (("origin", "https://example.com"), ("sec-fetch-site", "same-origin")):
        assert look({name: value}).client(Mode.COOKIE).mode is Mode.COOKIE
    assert look({}, method="GET").client(Mode.COOKIE).mode is Mode.COOKIE
    assert look({}).client(Mode.BEARER).mode is Mode.BEARER
    with pytest.raises(CrossSiteError):
        look({}).client(Mode.COOKIE)
