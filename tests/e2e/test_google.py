"""Coming in with Google, over HTTP, on the embedded cloud: a browser, and a program by way of one."""

import secrets
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from ebookvoice.usecases.google import s256
from local.cloud import Cloud
from tests.e2e.browser import Browser, Page
from tests.e2e.conftest import APP_ORIGIN
from tests.e2e.person import SESSION, Person, whose
from tests.e2e.program import Program
from tests.standins.google import Google
from tests.standins.google import Person as Visitor

LOGIN = "__Host-ebookvoice-login"


class Listener(HTTPServer):
    """The program's own server on this machine, to which the browser brings the code (RFC 8252, 7.3)."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.brought: dict[str, list[str]] = {}
        self.arrived = threading.Event()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/done?run=7"


class _Handler(BaseHTTPRequestHandler):
    server: Listener

    def do_GET(self) -> None:
        self.server.brought = parse_qs(urlsplit(self.path).query)
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()
        self.server.arrived.set()

    def log_message(self, format: str, *args: object) -> None:
        """Nobody reads it."""


@pytest.fixture
def listener() -> Iterator[Listener]:
    with Listener() as listener:
        thread = threading.Thread(target=listener.serve_forever, args=(0.05,))
        thread.start()
        yield listener
        listener.shutdown()
        thread.join()


@pytest.fixture
def visitor(google: Google) -> Visitor:
    """Somebody new at Google's pages."""
    google.person = Visitor(email=f"{secrets.token_hex(6)}@example.com")
    return google.person


@pytest.fixture
def browser(cloud: Cloud) -> Browser:
    return Browser(cloud.url)


def travel(browser: Browser, **query: str) -> Page:
    """Click on «Sign in with Google», come back, and stop at what the service answers then."""
    out = browser.open(f"/api/auth/google/login?{urlencode(query)}")
    assert out.status == 303, out.text
    assert browser.cookie(LOGIN) is not None
    at_google = browser.request("GET", follow(out), site="cross-site", navigates=True)
    assert at_google.status == 302, at_google.text
    return browser.request("GET", follow(at_google), site="cross-site", navigates=True)


def follow(page: Page) -> str:
    """Say where an answer leads."""
    address = page.header("location")
    assert address is not None, (page.status, page.text)
    return address


def test_a_browser_comes_in_and_out_again(browser: Browser, visitor: Visitor) -> None:
    page = travel(browser)

    assert (page.status, "You are signed in" in page.text) == (200, True)
    assert browser.cookie(LOGIN) is None
    cookie = browser.cookie(SESSION)
    assert cookie is not None
    assert {"secure", "httponly", "path", "samesite", "max-age"} == cookie.attributes.keys()
    assert whose(browser) == visitor.email
    thief = browser.twin()
    assert browser.call("POST", "/api/auth/logout")[0] == 204
    assert whose(thief) is None


def test_a_browser_goes_on_to_the_page_that_it_came_from(browser: Browser, visitor: Visitor) -> None:
    page = travel(browser, return_to=f"{APP_ORIGIN}/shelf?sort=title")

    assert (page.status, follow(page)) == (303, f"{APP_ORIGIN}/shelf?sort=title")
    assert whose(browser) == visitor.email


def test_a_program_comes_in_by_way_of_its_users_browser(
    cloud: Cloud, browser: Browser, visitor: Visitor, listener: Listener
) -> None:
    program, verifier = Program(cloud.url), secrets.token_urlsafe(48)
    page = travel(browser, session="bearer", return_to=listener.address, code_challenge=s256(verifier))
    assert browser.request("GET", follow(page), site="cross-site", navigates=True).status == 200
    assert listener.arrived.wait(5)
    assert listener.brought["run"] == ["7"]
    proof = {"code": listener.brought["code"][0], "code_verifier": verifier}

    status, answer = program.call("POST", "/api/auth/google/token", proof)

    assert (status, answer["token_type"]) == (200, "bearer")
    program.access_token, program.refresh_token = answer["access_token"], answer["refresh_token"]
    assert whose(program) == visitor.email
    program.refresh()
    assert whose(program) == visitor.email
    assert browser.cookie(SESSION) is None
    assert program.call("POST", "/api/auth/google/token", proof)[0] == 401
    assert program.call("POST", "/api/auth/logout")[0] == 204
    assert whose(program) is None


def test_an_account_with_a_password_is_the_same_account(cloud: Cloud, browser: Browser, visitor: Visitor) -> None:
    owner, program = Person(cloud, email=visitor.email), Program(cloud.url)
    owner.sign_up(program)
    visitor.hosted_domain = "example.com"
    travel(browser)

    profiles = [client.call("GET", "/api/user/profile")[1] for client in (program, browser)]

    assert profiles[0]["id"] == profiles[1]["id"]
    assert len(profiles[1]["ways_in"]) == 2


def test_a_callback_in_another_browser_leads_nowhere(cloud: Cloud, browser: Browser, visitor: Visitor) -> None:
    out = browser.open("/api/auth/google/login")
    at_google = browser.request("GET", follow(out), site="cross-site", navigates=True)
    victim = Browser(cloud.url)

    page = victim.request("GET", follow(at_google), site="cross-site", navigates=True)

    assert (page.status, "text/html" in (page.header("content-type") or "")) == (401, True)
    assert victim.cookie(SESSION) is None
    assert browser.request("GET", follow(at_google), site="cross-site", navigates=True).status == 401
    assert whose(browser) is None
