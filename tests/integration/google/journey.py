"""The way to Google and back, as a browser goes it, and what there is to see afterwards."""

import time
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pyotp

from ebookvoice.usecases.google import CALLBACK, s256
from functions.api import cookies
from tests.integration.api.browser import Browser
from tests.integration.api.harness import PUBLIC_URL, ApiWorld
from tests.standins.google import Google, Person
from tests.unit.api.caller import Reply

APP = "https://app.example.com/library"
LOOPBACK = "http://127.0.0.1:49152/done"
CROSS_SITE = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}


def set_out(browser: Browser, **query: str) -> str:
    """Start, and say where Google sends the browser back to."""
    reply = browser.get(f"/api/auth/google/login?{urlencode(query)}")
    assert reply.status == 303, reply.body
    sent_back = httpx.get(reply.headers["location"], trust_env=False)
    assert sent_back.status_code == 302, sent_back.text
    return sent_back.headers["location"]


def come_back(browser: Browser, address: str) -> Reply:
    """Follow Google's redirect."""
    assert address.startswith(PUBLIC_URL + CALLBACK + "?")
    return browser.send("GET", address.removeprefix(PUBLIC_URL), headers=CROSS_SITE)


def sign_in(world: ApiWorld, browser: Browser | None = None) -> Browser:
    """Walk the whole way and be in."""
    browser = browser or world.browser()
    reply = come_back(browser, set_out(browser))
    assert (reply.status, reply.headers["location"]) == (303, APP), reply.body
    assert cookies.SESSION in browser.cookies
    return browser


def person_at(google: Google, email: str, hosted_domain: str | None = None) -> Person:
    """Let somebody with this address sign in at Google next."""
    google.person = Person(email=email, hosted_domain=hosted_domain)
    return google.person


def in_vain(world: ApiWorld, browser: Browser | None = None) -> str:
    """Walk the whole way and be refused; return the code."""
    browser = browser or world.browser()
    before = browser.cookies.get(cookies.SESSION)
    location = come_back(browser, set_out(browser)).headers["location"]
    assert browser.cookies.get(cookies.SESSION) == before
    assert location.startswith(f"{APP}#error=")
    return location.removeprefix(f"{APP}#error=")


def wait_until_somebody_waits(world: ApiWorld) -> None:
    """Wait until one transaction stands in another's way."""
    deadline = time.monotonic() + 10
    query = "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"
    while not world.rows(query):
        assert time.monotonic() < deadline, "nobody waits"


def sessions_in(world: ApiWorld) -> int:
    return len(world.rows("select 1 from sessions"))


def accounts_in(world: ApiWorld) -> list[str]:
    return [row["email"] for row in world.rows("select email from users order by email")]


def owner_of(world: ApiWorld, browser: Browser) -> str:
    """Tell whose session the API takes the browser's for: the account's id."""
    reply = browser.get("/api/auth/sessions")
    assert reply.status == 200, reply.body
    [current] = [session["id"] for session in reply.json["sessions"] if session["current"]]
    [row] = world.rows("select user_id::text from sessions where id = %(id)s::uuid", id=current)
    return str(row["user_id"])


def check_refused(world: ApiWorld, browser: Browser, reply: Reply) -> None:
    """Check that nobody came in: no cookie, no session, no account, and no word about the reason."""
    location = reply.headers.get("location")
    assert reply.status == 401 or (reply.status, location) == (303, f"{APP}#error=sign_in_refused"), reply.body
    assert cookies.SESSION not in browser.cookies
    assert cookies.LOGIN not in browser.cookies
    assert sessions_in(world) == 0
    assert accounts_in(world) == []


def tampered(address: str, **changes: str | None) -> str:
    """Change values in the query of an address; None takes one out."""
    parts = urlsplit(address)
    query = {name: values[0] for name, values in parse_qs(parts.query).items()} | changes
    return parts._replace(query=urlencode({k: v for k, v in query.items() if v is not None})).geturl()


def part(address: str, name: str) -> str:
    """Read a value from the query of an address."""
    return parse_qs(urlsplit(address).query)[name][0]


def with_second_factor(world: ApiWorld) -> pyotp.TOTP:
    """Give the person at Google's pages an account with a second factor."""
    browser = sign_in(world)
    app = pyotp.TOTP(browser.post("/api/auth/totp").json["secret"])
    assert browser.post("/api/auth/totp/confirm", {"code": app.at(world.clock.now())}).status == 200
    world.clock.advance(60)  # so that the next code is another one
    return app


def start_of(verifier: str, return_to: str = LOOPBACK) -> dict[str, str]:
    """Make the query with which a program starts."""
    return {"session": "bearer", "return_to": return_to, "code_challenge": s256(verifier)}


def handed_over(world: ApiWorld, verifier: str, return_to: str = LOOPBACK) -> str:
    """Walk through the browser and give what the program gets."""
    browser = world.browser()
    reply = come_back(browser, set_out(browser, **start_of(verifier, return_to)))
    assert reply.status == 303, reply.body
    assert reply.headers["location"].startswith(return_to)
    assert cookies.SESSION not in browser.cookies
    [code] = parse_qs(urlsplit(reply.headers["location"]).query)["code"]
    return code
