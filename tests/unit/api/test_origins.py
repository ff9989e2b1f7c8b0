"""Which requests may change something as whom their cookie says."""

import pytest
from starlette.datastructures import Headers

from functions.api.origins import origin_of, same_site

OURS = "https://books.example.com"
ORIGINS = frozenset({OURS, "http://localhost:3000"})
COOKIE = {"Cookie": "__Host-ebookvoice-session=x"}
UNSAFE = ["POST", "PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "PROPFIND", "", "delete"]


@pytest.mark.parametrize("method", UNSAFE)
@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "SAME-ORIGIN"},
        {"Sec-Fetch-Site": ""},
        {"Sec-Fetch-Site": "same-origin, cross-site"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"},
        {},
        {"Origin": "null"},
        {"Origin": ""},
        {"Origin": "https://evil.example"},
        {"Origin": f"{OURS}.evil.example"},
        {"Origin": f"{OURS}:8443"},
        {"Origin": f"{OURS}/"},
        {"Origin": "http://books.example.com"},
        {"Origin": "https://BOOKS.example.com"},
        {"Origin": "https://sub.books.example.com"},
        {"Origin": f"{OURS}, https://evil.example"},
        {"Origin": "http://localhost:3001"},
        {"Origin": "*"},
        {"Referer": f"{OURS}/page"},
        {"Authorization": "Basic cmVhZGVyOnB3"},
        {"Authorization": ""},
        {"X-Requested-With": "XMLHttpRequest"},
    ],
)
def test_with_a_cookie_another_site_changes_nothing(method: str, headers: dict[str, str]) -> None:
    assert not same_site(method, {**COOKIE, **headers}, ORIGINS)


@pytest.mark.parametrize("method", ["POST", "DELETE"])
@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "none"},
        {"sec-fetch-site": "same-origin", "origin": "null"},
        {"Origin": OURS},
        {"Origin": "http://localhost:3000", "Sec-Fetch-Site": "cross-site"},
        {"Origin": OURS, "Sec-Fetch-Site": "same-site"},
        {"Authorization": "Bearer x.y.z"},
        {"authorization": "bearer x.y.z", "Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"},
    ],
)
def test_our_own_pages_and_programs_with_a_token_do(method: str, headers: dict[str, str]) -> None:
    assert same_site(method, {**COOKIE, **headers}, ORIGINS)


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}, {}])
@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "get"])
def test_reading_is_for_everybody(method: str, headers: dict[str, str]) -> None:
    assert same_site(method, {**COOKIE, **headers}, ORIGINS)


HANDSHAKES = [
    {"Upgrade": "websocket"},
    {"Upgrade": "WebSocket, h2c"},
    {"X-Original-Upgrade": "websocket"},
    {"Sec-Fetch-Mode": "websocket"},
    {"Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ=="},
    {"sec-websocket-version": "13"},
]


@pytest.mark.parametrize("handshake", HANDSHAKES)
@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_opening_a_websocket_counts_as_a_change(method: str, handshake: dict[str, str]) -> None:
    """No CORS keeps another site's page from what comes through it."""
    for foreign in ({}, {"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}):
        assert not same_site(method, {**COOKIE, **handshake, **foreign}, ORIGINS)
    for own in ({"Origin": OURS}, {"Sec-Fetch-Site": "same-origin"}, {"Authorization": "Bearer x.y.z"}):
        assert same_site(method, {**COOKIE, **handshake, **own}, ORIGINS)
    assert same_site(method, handshake, ORIGINS), "a program without a cookie"


@pytest.mark.parametrize("headers", [{"Upgrade": "h2c"}, {"Sec-Fetch-Mode": "navigate"}, {"Sec-Fetch-Mode": "cors"}])
def test_no_other_upgrade_does(headers: dict[str, str]) -> None:
    assert same_site("GET", {**COOKIE, **headers, "Sec-Fetch-Site": "cross-site"}, ORIGINS)


def test_a_program_without_a_cookie_needs_no_origin() -> None:
    assert same_site("POST", {}, ORIGINS)
    assert not same_site("POST", {"Origin": "https://evil.example"}, ORIGINS)
    assert not same_site("POST", {"Sec-Fetch-Site": "cross-site"}, ORIGINS)


@pytest.mark.parametrize("name", ["origin", "sec-fetch-site"])
def test_a_header_that_comes_twice_is_no_browsers(name: str) -> None:
    value = {"origin": OURS, "sec-fetch-site": "same-origin"}[name].encode()

    once, twice = ([(name.encode(), value)] * times for times in (1, 2))

    assert same_site("POST", Headers(raw=once), ORIGINS)
    assert not same_site("POST", Headers(raw=twice), ORIGINS)


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("https://API.Example.com", "https://api.example.com"),
        ("https://api.example.com:443/stage/", "https://api.example.com"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("http://[::1]:8080/x", "http://[::1]:8080"),
        ("http://localhost:80", "http://localhost"),
    ],
)
def test_an_origin_is_written_as_browsers_do(url: str, origin: str) -> None:
    assert origin_of(url) == origin
