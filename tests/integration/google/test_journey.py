"""Browsers that come in with Google."""

import base64
import hashlib
import secrets
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from ebookvoice.usecases.google import CALLBACK
from functions.api import cookies
from tests.integration.api.browser import Cookie
from tests.integration.api.harness import PUBLIC_URL, ApiWorld
from tests.integration.google.journey import (
    APP,
    LOOPBACK,
    check_refused,
    come_back,
    owner_of,
    sessions_in,
    set_out,
    sign_in,
    start_of,
    with_second_factor,
)
from tests.standins.google import CLIENT_ID, CLIENT_SECRET, Google
from tests.standins.google_keys import Misdeeds, Signing


def test_a_browser_comes_in_with_a_cookie(world: ApiWorld, google: Google) -> None:
    browser = sign_in(world)

    user = world.user(google.person.email)
    assert (user.name, user.picture) == (google.person.name, google.person.picture)
    assert owner_of(world, browser) == str(user.id)
    [identity] = world.rows("select issuer, subject from identities")
    assert identity == {"issuer": google.url, "subject": google.person.subject}
    assert world.rows("select balance from credits") == [{"balance": world.settings.signup_credits}]


def test_the_way_to_google_holds_what_it_must(world: ApiWorld, google: Google) -> None:
    browser = world.browser()
    reply = browser.get("/api/auth/google/login")

    address = urlsplit(reply.headers["location"])
    query = {name: values[0] for name, values in parse_qs(address.query, strict_parsing=True).items()}
    assert f"{address.scheme}://{address.netloc}{address.path}" == f"{google.url}/o/oauth2/v2/auth"
    random = {name: query.pop(name) for name in ("state", "nonce", "code_challenge")}
    assert {len(value) for value in random.values()} == {43}  # 256 bits in base64url
    assert query == {
        "client_id": CLIENT_ID,
        "redirect_uri": PUBLIC_URL + CALLBACK,
        "response_type": "code",
        "scope": "openid email profile",
        "code_challenge_method": "S256",
    }
    [cookie] = [Cookie.parse(line) for line in reply.cookies]
    assert cookie.name == cookies.LOGIN
    assert cookie.attributes == {"max-age": "300", "path": "/", "secure": "", "httponly": "", "samesite": "lax"}
    assert CLIENT_SECRET not in reply.headers["location"]


def test_nothing_in_the_database_finishes_a_sign_in(world: ApiWorld) -> None:
    browser = world.browser()
    location = browser.get("/api/auth/google/login").headers["location"]
    query = parse_qs(urlsplit(location).query)

    [row] = world.rows("select subject, encode(token_hash, 'hex') as hash, code_hash, payload from challenges")
    told = str(row)
    for secret in (query["state"][0], query["nonce"][0], query["code_challenge"][0], browser.cookies[cookies.LOGIN]):
        assert secret not in told
    assert row["hash"] == hashlib.sha256(query["state"][0].encode()).hexdigest()
    assert (row["code_hash"], set(row["payload"])) == (None, {"sealed"})
    sealed = base64.b64decode(row["payload"]["sealed"])
    assert query["nonce"][0].encode() not in sealed


def test_who_is_asked_at_google_and_says_no_is_sent_back(world: ApiWorld, google: Google) -> None:
    google.misdeeds = Misdeeds(refuses=True)
    browser, program = world.browser(), world.browser()

    cookie_mode = come_back(browser, set_out(browser))
    bearer_mode = come_back(program, set_out(program, **start_of(secrets.token_urlsafe(32))))

    check_refused(world, browser, cookie_mode)
    assert bearer_mode.headers["location"] == f"{LOOPBACK}?error=sign_in_refused"


def test_without_an_app_the_callback_is_a_page(new_world: Callable[..., ApiWorld], google: Google) -> None:
    world = new_world(app_url=None)
    browser = world.browser()
    good = come_back(browser, set_out(browser))
    google.misdeeds = Misdeeds(Signing.NONE)
    stranger = world.browser()
    bad = come_back(stranger, set_out(stranger))

    assert (good.status, cookies.SESSION in browser.cookies) == (200, True)
    assert (bad.status, cookies.SESSION in stranger.cookies) == (401, False)
    for page in (good, bad):
        assert page.headers["content-type"].startswith("text/html")
        assert "default-src 'none'" in page.headers["content-security-policy"]
        assert b"Traceback" not in page.body


def test_a_second_factor_is_asked_for_at_the_app(world: ApiWorld) -> None:
    app = with_second_factor(world)
    browser = world.browser()
    location = come_back(browser, set_out(browser)).headers["location"]
    assert location.startswith(f"{APP}#second_factor_token=")
    assert cookies.SESSION not in browser.cookies
    assert sessions_in(world) == 1

    token = parse_qs(urlsplit(location).fragment)["second_factor_token"][0]
    proof = {"second_factor_token": token, "code": app.at(world.clock.now()), "session": "cookie"}

    assert browser.post("/api/auth/second-factor", proof).status == 200
    assert cookies.SESSION in browser.cookies


def test_a_second_factor_is_asked_for_on_a_page_without_an_app(new_world: Callable[..., ApiWorld]) -> None:
    world = new_world()
    with_second_factor(world)
    world.settings = replace(world.settings, app_url=None)
    browser = world.browser()

    page = come_back(browser, set_out(browser))

    assert (page.status, b'action="/api/auth/pages/second-factor"' in page.body) == (200, True)
    assert cookies.SESSION not in browser.cookies


def test_the_return_address_is_the_apps_or_an_allowed_one(new_world: Callable[..., ApiWorld]) -> None:
    world = new_world(allowed_origins="https://other.example.com")
    for given, final in {
        "/shelf?sort=title": f"{APP}/shelf?sort=title",
        f"{APP}/shelf": f"{APP}/shelf",
        "https://other.example.com/x": "https://other.example.com/x",
    }.items():
        browser = world.browser()
        assert come_back(browser, set_out(browser, return_to=given)).headers["location"] == final


@pytest.mark.parametrize(
    "query",
    [
        {"return_to": "https://evil.example.com/"},
        {"return_to": "//evil.example.com/"},
        {"return_to": LOOPBACK},
        {"session": "bearer", "return_to": "https://evil.example.com/", "code_challenge": "A" * 43},
        {"session": "bearer", "return_to": APP, "code_challenge": "A" * 43},
        {"session": "bearer", "code_challenge": "A" * 43},
        {"session": "bearer", "return_to": LOOPBACK},
        {"session": "bearer", "return_to": LOOPBACK, "code_challenge": "A" * 42},
        {"session": "both"},
        {"return_to": "/" + "a" * 2048},
    ],
)
def test_a_bad_start_is_told_at_once_and_leaves_nothing(world: ApiWorld, query: dict[str, str]) -> None:
    browser = world.browser()
    reply = browser.get(f"/api/auth/google/login?{urlencode(query)}")

    assert (reply.status, reply.error in {"return_refused", "invalid_request"}) == (422, True)
    assert browser.cookies == {}
    assert world.rows("select 1 from challenges") == []


def test_attempts_are_limited_but_those_who_come_in_are_not(new_world: Callable[..., ApiWorld]) -> None:
    world = new_world(auth_limit=5)
    for _ in range(8):
        sign_in(world)
    for _ in range(5):
        assert world.browser().get("/api/auth/google/login").status == 303

    reply = world.browser().get("/api/auth/google/login")

    assert (reply.status, reply.error) == (429, "rate_limited")
    assert int(reply.headers["retry-after"]) > 0
