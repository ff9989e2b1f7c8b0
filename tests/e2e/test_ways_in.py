"""Every way in, over HTTP, for a browser with a cookie and for a program with tokens."""

import json
import secrets
from collections.abc import Callable

import pytest

from local.cloud import Cloud
from tests.e2e.browser import Browser
from tests.e2e.conftest import APP_ORIGIN
from tests.e2e.person import DEVICE, SESSION, Client, Person, token_in, whose
from tests.e2e.program import Program
from tests.e2e.reader import Fields

NewClient = Callable[[], Client]

WEEK, YEAR = 7 * 24 * 3600, 365 * 24 * 3600


@pytest.fixture
def person(cloud: Cloud) -> Person:
    return Person(cloud)


@pytest.fixture(params=[Browser, Program])
def new_client(cloud: Cloud, request: pytest.FixtureRequest) -> NewClient:
    return lambda: request.param(cloud.url)


@pytest.fixture
def client(new_client: NewClient) -> Client:
    return new_client()


@pytest.fixture
def browser(cloud: Cloud) -> Browser:
    return Browser(cloud.url)


def check_shown_once(client: Client, entered: Fields) -> None:
    """Assert that the session is shown by a cookie or by tokens, never by both."""
    if isinstance(client, Program):
        assert entered["token_type"] == "bearer"
        assert 890 < entered["expires_in"] <= 900
        return
    assert set(entered) == {"user", "expires_at"}
    for name, seconds in ((SESSION, WEEK), (DEVICE, YEAR)):
        cookie = client.cookie(name)
        assert cookie is not None
        assert not cookie.scripted
        assert {**cookie.attributes, "samesite": cookie.attributes["samesite"].lower()} == {
            "httponly": "",
            "max-age": str(seconds),
            "path": "/",
            "samesite": "lax",
            "secure": "",
        }
        assert cookie.value not in str(entered)


def test_signing_up_with_the_code(client: Client, person: Person) -> None:
    person.ask(client, "/api/auth/signup")
    proof = {**person.credentials, "code": person.code}
    weak = client.call("POST", "/api/auth/signup/confirm", {**proof, "password": "password"})
    assert (weak[0], weak[1]["error"]["code"]) == (422, "weak_password")
    entered = client.enter("/api/auth/signup/confirm", proof)
    check_shown_once(client, entered)
    assert entered["user"]["email"] == whose(client) == person.email
    again = client.call("POST", "/api/auth/signup/confirm", proof)
    assert (again[0], again[1]["error"]["code"]) == (401, "invalid_code")


def test_signing_up_with_the_link(client: Client, new_client: NewClient, person: Person, browser: Browser) -> None:
    person.ask(client, "/api/auth/signup")
    page = browser.open(person.link)
    assert (page.status, whose(browser)) == (200, None)
    weak = browser.submit(page, password="password")
    assert (weak.status, whose(browser)) == (422, None)
    assert browser.submit(weak, password=person.password).status == 200
    assert whose(browser) == person.email
    assert whose(client) is None, "the session belongs to where the button was pressed"
    there = new_client()
    there.enter("/api/auth/login", person.credentials)
    assert whose(there) == person.email


def test_signing_up_with_the_token_of_the_link(client: Client, person: Person) -> None:
    person.ask(client, "/api/auth/signup")
    proof = {"token": token_in(person.link), "password": person.password}
    check_shown_once(client, client.enter("/api/auth/signup/confirm", proof))
    assert whose(client) == person.email


def test_a_sign_up_by_somebody_else_changes_nothing_and_lets_nobody_in(new_client: NewClient, person: Person) -> None:
    before = new_client()
    person.sign_up(before)
    other = new_client()
    person.ask(other, "/api/auth/signup")
    chosen = {"email": person.email, "password": "somebody else's choice"}
    assert other.call("POST", "/api/auth/signup", chosen)[0] == 422, "no password without the proof"
    assert other.call("POST", "/api/auth/login", chosen)[0] == 401
    assert whose(before) == person.email
    new_client().enter("/api/auth/login", person.credentials)


def test_the_owner_who_signs_up_again_gets_a_new_password(new_client: NewClient, person: Person) -> None:
    before, owner = new_client(), new_client()
    person.sign_up(before)
    old, person.password = person.credentials, secrets.token_urlsafe(12)
    person.sign_up(owner)
    assert (whose(before), whose(owner)) == (None, person.email)
    assert owner.call("POST", "/api/auth/login", old)[0] == 401


def test_logging_in(client: Client, new_client: NewClient, person: Person) -> None:
    person.sign_up(new_client())
    wrong = client.call("POST", "/api/auth/login", {**person.credentials, "password": "not the one"})
    assert (wrong[0], wrong[1]["error"]["code"], whose(client)) == (401, "invalid_credentials", None)
    entered = client.enter("/api/auth/login", {**person.credentials, "email": person.email.upper()})
    check_shown_once(client, entered)
    assert whose(client) == person.email


def test_a_magic_link_s_code(client: Client, person: Person) -> None:
    person.ask(client, "/api/auth/magic-link")
    proof = {"email": person.email, "code": person.code}
    check_shown_once(client, client.enter("/api/auth/magic-link/confirm", proof))
    assert whose(client) == person.email
    assert client.call("POST", "/api/auth/magic-link/confirm", proof)[0] == 401


def test_a_magic_link_s_token(client: Client, person: Person) -> None:
    person.ask(client, "/api/auth/magic-link")
    proof = {"token": token_in(person.link)}
    check_shown_once(client, client.enter("/api/auth/magic-link/confirm", proof))
    assert whose(client) == person.email
    assert client.call("POST", "/api/auth/magic-link/confirm", proof)[0] == 401


def test_a_magic_link_s_page_takes_nothing_before_the_button_is_pressed(
    client: Client, person: Person, browser: Browser
) -> None:
    person.ask(client, "/api/auth/magic-link")
    scanner = Browser(person.cloud.url)
    looked = [scanner.open(person.link, method) for method in ("HEAD", "GET", "GET", "GET")]
    assert [page.status for page in looked] == [200] * 4
    assert [page.set_cookies for page in looked] == [[]] * 4
    page = browser.open(person.link)
    assert browser.submit(page).status == 200
    assert whose(browser) == person.email
    second = scanner.submit(looked[-1])
    assert (second.status, second.set_cookies, whose(scanner)) == (401, [], None)


def test_a_magic_link_finds_the_account_that_is_there(client: Client, new_client: NewClient, person: Person) -> None:
    first = new_client()
    person.sign_up(first)
    person.ask(client, "/api/auth/magic-link")
    client.enter("/api/auth/magic-link/confirm", {"email": person.email, "code": person.code})
    ids = [who.call("GET", "/api/user/profile")[1]["id"] for who in (first, client)]
    assert ids[0] == ids[1]


def test_a_forgotten_password_by_a_program_s_own_form(client: Client, new_client: NewClient, person: Person) -> None:
    before = new_client()
    person.sign_up(before)
    person.ask(client, "/api/auth/password/forgot")
    old, person.password = person.credentials, secrets.token_urlsafe(12)
    reset = {"email": person.email, "code": person.code, "password": person.password}
    assert client.call("POST", "/api/auth/password/reset", reset) == (204, {})
    assert whose(before) is None, "a session has outlived the password"
    assert client.call("POST", "/api/auth/login", old)[0] == 401
    client.enter("/api/auth/login", person.credentials)
    assert whose(client) == person.email
    assert client.call("POST", "/api/auth/password/reset", reset)[0] == 401


def test_a_forgotten_password_by_the_page(
    client: Client, new_client: NewClient, person: Person, browser: Browser
) -> None:
    before = new_client()
    person.sign_up(before)
    person.ask(client, "/api/auth/password/forgot")
    old, person.password = person.credentials, secrets.token_urlsafe(12)
    weak = browser.submit(browser.open(person.link), password="password")
    assert weak.status == 422
    done = browser.submit(weak, password=person.password)
    assert (done.status, whose(browser), whose(before)) == (200, None, None)
    assert client.call("POST", "/api/auth/login", old)[0] == 401
    client.enter("/api/auth/login", person.credentials)
    assert whose(client) == person.email


def test_logging_out_is_felt_at_once(client: Client, new_client: NewClient, person: Person) -> None:
    person.sign_up(client)
    elsewhere = new_client()
    elsewhere.enter("/api/auth/login", person.credentials)
    thief = client.twin()
    assert whose(thief) == person.email
    assert client.call("POST", "/api/auth/logout") == (204, {})
    assert (whose(client), whose(thief), whose(elsewhere)) == (None, None, person.email)
    if isinstance(thief, Program):
        assert thief.call("POST", "/api/auth/refresh", {"refresh_token": thief.refresh_token})[0] == 401
    if isinstance(client, Browser):
        assert client.cookie(SESSION) is None


def test_a_program_s_tokens_are_exchanged_for_the_next(cloud: Cloud, person: Person) -> None:
    program = Program(cloud.url)
    person.sign_up(program)
    before = program.twin()
    program.refresh()
    assert program.refresh_token != before.refresh_token
    assert whose(program) == person.email
    forged = program.refresh_token[:-4] + "AAAA"
    assert program.call("POST", "/api/auth/refresh", {"refresh_token": forged})[0] == 401
    assert whose(program) == person.email


def test_tokens_come_without_a_cookie(person: Person, browser: Browser) -> None:
    person.sign_up(Program(person.cloud.url))
    credentials = json.dumps({**person.credentials, "session": "bearer"}).encode()
    page = browser.request("POST", "/api/auth/login", body=credentials, content_type="application/json")
    assert (page.fields["token_type"], page.set_cookies) == ("bearer", [])


def test_a_page_of_another_site_gets_nobody_in_or_out(person: Person, browser: Browser) -> None:
    person.sign_up(browser)
    evil = Browser(person.cloud.url, origin="http://evil.example", jar=browser.jar)
    for path, body in (("login", {**person.credentials, "session": "cookie"}), ("logout", None)):
        status, answer = evil.call("POST", f"/api/auth/{path}", body)
        assert (status, answer["error"]["code"]) == (403, "cross_site_request")
    assert whose(browser) == person.email


def test_a_page_of_an_allowed_origin_comes_in_and_can_read_the_answer(cloud: Cloud, person: Person) -> None:
    person.sign_up(Browser(cloud.url))
    app = Browser(cloud.url, origin=APP_ORIGIN)
    credentials = json.dumps({**person.credentials, "session": "cookie"}).encode()
    page = app.request("POST", "/api/auth/login", body=credentials, content_type="application/json")
    assert (page.status, page.header("access-control-allow-origin")) == (200, APP_ORIGIN)
    assert page.header("access-control-allow-credentials") == "true"
    assert whose(app) == person.email
    assert app.call("POST", "/api/auth/logout")[0] == 204
    assert whose(app) is None
