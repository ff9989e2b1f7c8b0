"""A back end behind real nginx, as docs/gateway.md sets it up, and the real API behind that."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest

from functions.api.cookies import SESSION
from local.cloud import Cloud
from tests.e2e import nginx
from tests.e2e.browser import Browser
from tests.e2e.nginx import HOST, Answer, Door
from tests.e2e.reader import Reader
from tests.standins.echo import Echo
from tests.standins.redis_server import free_port

pytestmark = pytest.mark.skipif(nginx.NGINX is None, reason="needs nginx")

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
FORWARDED = ("For", "Host", "Proto", "Port", "Prefix", "Server", "Uri", "Method", "User", "Email", "Groups")
SPOOFED = {
    **dict.fromkeys(("X-User-Id", "X-User-Email", "X-User-Role", "X-Session-Id", "X-Real-IP", "Forwarded"), "spoofed"),
    **dict.fromkeys(("X_User_Id", "X_Session_Id", "X_Forwarded_For", "X-Original-Method", "X-Original-Uri"), "spoofed"),
    **{f"X-Forwarded-{name}": "spoofed" for name in FORWARDED},
}


@dataclass(frozen=True)
class Person:
    """Somebody with one session that a browser shows and one that a program shows."""

    reader: Reader
    browser: Browser

    @property
    def shown(self) -> dict[str, dict[str, str]]:
        """What goes along with requests, by how the session is shown."""
        cookie = self.browser.cookie(SESSION)
        assert cookie is not None
        return {
            "cookie": {"Cookie": f"theme=dark; {SESSION}={cookie.value}; lang=de", "Sec-Fetch-Site": "same-origin"},
            "bearer": {"Authorization": f"Bearer {self.reader.token}"},
            "none": {},
        }


@pytest.fixture(scope="module")
def person(cloud: Cloud) -> Person:
    reader, browser = Reader(cloud), Browser(cloud.url)
    browser.enter("/api/auth/login", {"email": reader.email, "password": reader.password})
    return Person(reader, browser)


@pytest.fixture(scope="module")
def backend() -> Iterator[Echo]:
    with Echo() as echo:
        yield echo


@pytest.fixture(scope="module")
def door(cloud: Cloud, backend: Echo, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    api = urlsplit(cloud.url).port
    assert api is not None
    with nginx.serving(tmp_path_factory.mktemp("nginx"), api, backend.port) as door:
        yield door


def headers_of(answer: Answer) -> dict[str, str]:
    """Read what the back end was sent; no header came twice."""
    headers: list[list[str]] = answer.json["headers"]
    assert len({name for name, _ in headers}) == len(headers)
    return {name: value for name, value in headers}  # noqa: C416 - pairs are lists here


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("how", ["cookie", "bearer"])
def test_who_is_signed_in_reaches_the_back_end(door: Door, person: Person, method: str, how: str) -> None:
    body = None if method == "GET" else b'{"title": "The Foghorn Library"}'
    answer = door.ask(method, "/shelves/1?page=2", person.shown[how], body)

    assert answer.status == 200, answer
    assert (answer.json["method"], answer.json["path"]) == (method, "/shelves/1?page=2")
    assert answer.json["body"] == (body or b"").decode()
    headers = headers_of(answer)
    assert headers["x-user-id"] == person.reader.id
    assert headers["x-user-email"] == person.reader.email
    assert headers["x-user-role"] == "user"
    assert headers["x-session-id"]


@pytest.mark.parametrize("how", ["cookie", "bearer"])
def test_nothing_that_a_client_makes_up_reaches_the_back_end(door: Door, person: Person, how: str) -> None:
    answer = door.ask("POST", "/", {**person.shown[how], **SPOOFED}, b"{}")

    assert answer.status == 200, answer
    assert "spoofed" not in str(answer.json)
    headers = headers_of(answer)
    assert headers["x-user-id"] == person.reader.id
    assert (headers["x-forwarded-for"], headers["x-real-ip"]) == ("127.0.0.1", "127.0.0.1")
    assert (headers["x-forwarded-host"], headers["x-forwarded-proto"]) == (HOST, "https")


def test_the_back_end_is_told_who_comes_and_not_given_the_key(door: Door, person: Person) -> None:
    by_cookie = headers_of(door.ask("GET", "/", person.shown["cookie"]))
    by_token = headers_of(door.ask("GET", "/", person.shown["bearer"]))

    assert by_cookie["cookie"] == "theme=dark; lang=de"
    assert "authorization" not in by_token
    [session] = [pair for pair in person.shown["cookie"]["Cookie"].split("; ") if pair.startswith(SESSION)]
    for cookies, left in ((session, None), (f"{session}; a=b", "a=b"), (f"a=b; {session}", "a=b; "), ("a=b", "a=b")):
        token = person.shown["bearer"] if cookies == "a=b" else {}
        assert headers_of(door.ask("GET", "/", {**token, "Cookie": cookies})).get("cookie") == left


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    "headers",
    [
        {},
        SPOOFED,
        {"Authorization": "Bearer a.b.c"},
        {"Authorization": "Basic YWRhOnB3"},
        {"Cookie": f"{SESSION}=AAAA", "Sec-Fetch-Site": "same-origin"},
    ],
)
def test_who_is_not_signed_in_reaches_nothing(door: Door, backend: Echo, method: str, headers: dict[str, str]) -> None:
    before = len(backend.requests)
    answer = door.ask(method, "/", headers, None if method == "GET" else b"{}")

    assert (answer.status, answer.header("www-authenticate")) == (401, "Bearer")
    assert len(backend.requests) == before


def test_who_opens_a_page_is_led_to_where_one_signs_in(door: Door) -> None:
    answer = door.ask("GET", "/shelves/1", {"Sec-Fetch-Mode": "navigate"})

    assert answer.status == 303
    assert urlsplit(str(answer.header("location"))).path == "/sign-in"


@pytest.mark.parametrize("method", METHODS)
def test_another_site_changes_nothing_with_the_cookie(door: Door, backend: Echo, person: Person, method: str) -> None:
    foreign = {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}
    made_up = {"X-Original-Method": "GET", "X-Forwarded-Method": "GET", "X-HTTP-Method-Override": "GET"}
    before = len(backend.requests)
    answer = door.ask(method, "/", {**person.shown["cookie"], **foreign, **made_up}, b"{}")

    assert answer.status == (200 if method == "GET" else 403)
    assert len(backend.requests) == before + (method == "GET")
    assert door.ask(method, "/", {**person.shown["bearer"], **foreign}, b"{}").status == 200


def test_another_site_opens_no_websocket_with_the_cookie(door: Door, backend: Echo, person: Person) -> None:
    """nginx keeps Upgrade from the question to the gateway; the rest of the handshake goes along."""
    key = {"Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Version": "13"}
    shown = {name: value for name, value in person.shown["cookie"].items() if name != "Sec-Fetch-Site"}
    before = len(backend.requests)
    for handshake in ({"Upgrade": "websocket", "Connection": "Upgrade"}, key, {"Sec-Fetch-Mode": "websocket"}):
        answer = door.ask("GET", "/", {**shown, **handshake, "Origin": "https://evil.example"})
        assert answer.status == 403, handshake
        assert len(backend.requests) == before

    assert door.ask("GET", "/", {**shown, **key, "Sec-Fetch-Site": "same-origin"}).status == 200
    assert door.ask("GET", "/", {**person.shown["bearer"], **key, "Origin": "https://evil.example"}).status == 200


def test_one_signs_in_and_out_through_the_same_door(door: Door, person: Person) -> None:
    said = {"Content-Type": "application/json", "Sec-Fetch-Site": "same-origin", "Origin": f"https://{HOST}"}
    credentials = f'{{"email": "{person.reader.email}", "password": "{person.reader.password}", "session": "cookie"}}'
    entered = door.ask("POST", "/api/auth/login", said, credentials.encode())
    assert entered.status == 200, entered
    cookies = [value.partition(";")[0] for name, value in entered.headers if name == "set-cookie"]
    shown = {**said, "Cookie": "; ".join(cookies)}
    assert headers_of(door.ask("GET", "/", shown))["x-user-id"] == person.reader.id

    assert door.ask("POST", "/api/auth/logout", shown).status == 204
    assert door.ask("GET", "/", shown).status == 401
    assert door.ask("GET", "/", person.shown["cookie"]).status == 200, "the other session goes on"


def test_a_big_upload_is_judged_by_its_head(door: Door, backend: Echo, person: Person) -> None:
    """The gateway never sees the body, so its own limit of 1 MB says nothing about the back end's."""
    book = b"x" * (900 * 1024)
    assert door.ask("PUT", "/", person.shown["bearer"], book).json["body"] == book.decode()
    before = len(backend.requests)
    assert door.ask("PUT", "/", {}, book).status == 401
    assert len(backend.requests) == before


@pytest.mark.parametrize(("path", "status"), [("/broken", 500), ("/locked", 401)])
def test_the_back_end_s_own_answers_pass_as_they_are(door: Door, person: Person, path: str, status: int) -> None:
    answer = door.ask("GET", path, person.shown["bearer"])

    assert answer.status == status
    assert answer.json["path"] == path


def test_nobody_asks_for_the_verdict_itself(door: Door, person: Person) -> None:
    assert door.ask("GET", "/_identity", person.shown["bearer"]).status == 404


def test_without_the_gateway_the_door_stays_shut(
    backend: Echo, person: Person, tmp_path_factory: pytest.TempPathFactory
) -> None:
    before = len(backend.requests)
    with nginx.serving(tmp_path_factory.mktemp("nginx"), free_port(), backend.port) as door:
        for headers in person.shown.values():
            answer = door.ask("GET", "/", headers)
            assert (answer.status, answer.header("retry-after")) == (503, "5")

    assert len(backend.requests) == before


def test_the_end_of_a_session_is_noticed_at_once(cloud: Cloud, door: Door) -> None:
    reader = Reader(cloud)
    shown = {"Authorization": f"Bearer {reader.token}"}
    assert door.ask("GET", "/", shown).status == 200
    assert reader.call("POST", "/api/auth/logout")[0] == 204

    assert door.ask("GET", "/", shown).status == 401
