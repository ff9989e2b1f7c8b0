"""Another site's page gets a browser's cookie to change nothing, whatever it sends; our own pages do."""

from collections.abc import Iterator
from typing import Any

import pytest

from ebookvoice.domain.session import Mode
from functions.api import cookies
from tests.integration.api.browser import Browser, Cookie
from tests.integration.api.harness import PASSWORD, ApiWorld
from tests.integration.api.unsafe import BODIES, FORM, FORMS, JSON, UPLOADS, Attempt, Household, routes
from tests.unit.api.caller import Call, Reply

EVIL = "https://evil.example"
FOREIGN: dict[str, dict[str, str]] = {
    "cross-site": {"Sec-Fetch-Site": "cross-site", "Origin": EVIL},
    "cross-site without an origin": {"Sec-Fetch-Site": "cross-site"},
    "same-site": {"Sec-Fetch-Site": "same-site", "Origin": "https://blog.example.com"},
    "an old browser, bad origin": {"Origin": EVIL},
    "an old browser, null origin": {"Origin": "null"},
    "an old browser, our origin as a prefix": {"Origin": "https://books.example.com.evil.example"},
    "an old browser, other scheme": {"Origin": "http://books.example.com"},
    "neither header": {},
    "two origins": {"Origin": f"https://books.example.com, {EVIL}"},
    "a referrer of ours": {"Referer": "https://books.example.com/"},
    "a password in the address": {"Authorization": "Basic cmVhZGVyOnB3", "Sec-Fetch-Site": "cross-site"},
}
SIMPLE = ["text/plain", FORM, "multipart/form-data; boundary=x", "text/plain; x=application/json", ""]
"""What a page may send elsewhere without asking first (Fetch, CORS-safelisted request-header)."""


@pytest.fixture(scope="module")
def household(new_database: Any) -> Iterator[Household]:
    world = ApiWorld(new_database(), admin_emails="admin@example.com", allowed_origins="https://app.example.com")
    yield Household.furnish(world)
    world.store.close()


def _send(household: Household, attempt: Attempt, headers: dict[str, str], kind: str | None = None) -> Reply:
    """Send a request with the browser's cookies and these headers alone."""
    browser = household.member.client
    assert isinstance(browser, Browser)
    cookie = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
    kind = attempt.kind if kind is None else kind
    sent = {"Cookie": cookie, **headers} | ({"Content-Type": kind} if kind else {})
    return household.world.transport(Call(attempt.method, attempt.path, tuple(sent.items()), attempt.body))


def test_the_list_of_routes_is_whole() -> None:
    assert {*BODIES, *FORMS, *UPLOADS} == routes()


@pytest.mark.parametrize("foreign", FOREIGN)
def test_another_site_changes_nothing(household: Household, foreign: str) -> None:
    before = household.state()
    tried = [(attempt, kind) for attempt in household.attempts() for kind in {attempt.kind, *SIMPLE}]
    accepted = []
    for attempt, kind in tried:
        reply = _send(household, attempt, FOREIGN[foreign], kind)
        # What is no JSON may be refused for that before anybody asks where it comes from.
        refused = reply.status == 403 or (reply.status == 422 and kind != attempt.kind)
        if not refused or b"reauthentication_required" in reply.body or reply.cookies:
            accepted.append((attempt.method, attempt.path, kind, reply.status))

    print(f"{foreign}: {len(accepted)} of {len(tried)} accepted")  # noqa: T201 - shown by pytest -s
    assert accepted == []
    assert household.state() == before


@pytest.mark.parametrize("kind", SIMPLE)
def test_no_route_takes_json_that_does_not_say_so(household: Household, kind: str) -> None:
    before = household.state()
    replies = [
        _send(household, attempt, {"Sec-Fetch-Site": "same-origin"}, kind)
        for attempt in household.attempts()
        if attempt.takes_json
    ]

    assert {(int(reply.status), reply.error) for reply in replies} == {(422, "invalid_request")}
    assert household.state() == before


def test_no_route_takes_a_form_that_does_not_say_so(household: Household) -> None:
    before = household.state()
    forms = [attempt for attempt in household.attempts() if attempt.kind == FORM]

    for kind in ("text/plain", "multipart/form-data; boundary=x", JSON, ""):
        assert {int(_send(household, form, {"Sec-Fetch-Site": "same-origin"}, kind).status) for form in forms} == {422}
    assert household.state() == before


@pytest.mark.parametrize("name", ["X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"])
def test_no_header_makes_a_get_into_something_else(household: Household, name: str) -> None:
    before = household.state()

    for attempt in household.attempts():
        as_get = Attempt("GET", f"{attempt.path}?_method={attempt.method}", attempt.body, attempt.kind)
        _send(household, as_get, {name: attempt.method, "Sec-Fetch-Site": "cross-site"})

    assert household.state() == before


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "same-origin", "Origin": "https://books.example.com"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "null"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "https://books.example.com"},
        {"Origin": "https://app.example.com", "Sec-Fetch-Site": "same-site"},
        {"Origin": "https://app.example.com", "Sec-Fetch-Site": "cross-site"},
    ],
)
def test_our_own_pages_get_through_to_every_route(new_world: Any, headers: dict[str, str]) -> None:
    """Else the tests above would prove nothing."""
    world = new_world(admin_emails="admin@example.com", allowed_origins="https://app.example.com")
    household = Household.furnish(world)

    stopped = [
        attempt.path
        for attempt in household.attempts()
        if b"cross_site_request" in (reply := _send(household, attempt, headers)).body or reply.status == 422
    ]

    assert stopped == []


def test_nobody_is_signed_in_by_another_site(world: ApiWorld) -> None:
    """Signing a victim in to the attacker's account takes no cookie of theirs, so the lack of one excuses nothing."""
    world.member("attacker@example.com", password=PASSWORD)
    credentials = {"email": "attacker@example.com", "password": PASSWORD, "session": "cookie"}
    for foreign in FOREIGN.values():
        api = world.api()
        api.headers = foreign

        reply = api.post("/api/auth/login", credentials)

        assert (reply.status, reply.error, reply.cookies) == (403, "cross_site_request", ())
    assert world.browser().post("/api/auth/login", credentials).status == 200


def test_with_a_token_only_the_token_counts(household: Household) -> None:
    """Both at once: the token's session makes the request, wherever it comes from, and the cookie's is left alone."""
    other = household.world.member("both@example.com")
    headers = {"Authorization": f"Bearer {other.client.token}", "Sec-Fetch-Site": "cross-site"}
    log_out = Attempt("POST", "/api/auth/logout", b"", JSON)

    assert _send(household, log_out, headers).status == 204
    assert other.client.get("/api/auth/sessions").status == 401
    assert household.member.client.get("/api/auth/sessions").status == 200


def _flags(line: str) -> dict[str, str]:
    cookie = Cookie.parse(line)
    assert cookie.acceptable
    assert cookie.name.startswith("__Host-")
    assert len(cookie.name) + len(cookie.value) <= 4096
    return {name: value for name, value in cookie.attributes.items() if name != "expires"}


def test_cookies_have_all_their_flags(world: ApiWorld) -> None:
    world.member("reader@example.com", password=PASSWORD)
    browser = world.browser()

    reply = browser.post("/api/auth/login", {"email": "reader@example.com", "password": PASSWORD, "session": "cookie"})
    world.clock.advance(3600)
    slid = browser.get("/api/auth/sessions")
    out = browser.post("/api/auth/logout")

    common = {"path": "/", "secure": "", "httponly": "", "samesite": "lax"}
    given = {Cookie.parse(line).name: _flags(line) for line in reply.cookies}
    assert given == {
        cookies.SESSION: {**common, "max-age": str(7 * 24 * 3600)},
        cookies.DEVICE: {**common, "max-age": str(365 * 24 * 3600)},
    }
    assert [_flags(line) for line in slid.cookies] == [given[cookies.SESSION]]
    assert [(Cookie.parse(line).name, _flags(line)) for line in out.cookies] == [
        (cookies.SESSION, {**common, "max-age": "0"})
    ]
    assert browser.cookies.keys() == {cookies.DEVICE}
    assert not any(Cookie.parse(line).value.encode() in reply.body for line in reply.cookies)


def test_each_sign_in_gets_a_session_of_its_own_and_the_device_stays(world: ApiWorld) -> None:
    world.member("reader@example.com", password=PASSWORD)
    browser = world.browser()
    credentials = {"email": "reader@example.com", "password": PASSWORD, "session": "cookie"}

    seen = [(browser.post("/api/auth/login", credentials).status, dict(browser.cookies))[1] for _ in range(3)]

    assert len({cookie[cookies.SESSION] for cookie in seen}) == 3
    assert len({cookie[cookies.DEVICE] for cookie in seen}) == 1


def test_whom_a_browser_may_let_read_an_answer_is_for_the_gateway_to_say(household: Household) -> None:
    """API Gateway answers preflights and names the origins; what came from the function as well would contradict it."""
    asked = {"Origin": "https://app.example.com", "Access-Control-Request-Method": "POST"}
    preflight = household.world.transport(Call("OPTIONS", "/api/auth/login", tuple(asked.items())))
    read = household.member.client.send("GET", "/api/user/profile", headers={"Origin": EVIL})

    assert preflight.status == 405
    assert not any(name.startswith("access-control-") for name in {*preflight.headers, *read.headers})
    assert read.headers["cross-origin-resource-policy"] == "same-origin"


def test_a_page_of_ours_reads_by_cookie(world: ApiWorld) -> None:
    member = world.member("reader@example.com", Mode.COOKIE)

    for site in ("same-origin", "same-site", "cross-site", "none"):
        assert member.client.send("GET", "/api/user/profile", headers={"Sec-Fetch-Site": site}).status == 200
