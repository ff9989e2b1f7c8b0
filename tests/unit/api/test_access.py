"""Who is let in: every route that touches somebody's things wants a living session and shows nobody else's."""

from uuid import uuid4

import pytest

from ebookvoice.domain.session import Mode
from functions.api import cookies
from functions.api.origins import SAFE
from tests.routes import OPEN, described
from tests.unit.api.caller import Api
from tests.unit.api.conftest import Reader, access_token, sign_in
from tests.unit.api.memory import MemoryWorld

GATEWAYS = {("GET", "/api/auth/verify"), ("HEAD", "/api/auth/verify")}
"""It answers to proxies and in their manner; its own tests hold it to that."""
PRIVATE = described() - OPEN - GATEWAYS
"""Whoever adds a route that is not listed as open has it tried by the tests below."""
FOR_ADMINISTRATORS = {route for route in PRIVATE if route[1].startswith(("/api/admin/", "/api/flags/"))}


def test_what_is_open_is_there_and_the_rest_is_private() -> None:
    assert described() >= OPEN
    assert len(FOR_ADMINISTRATORS) >= 5
    assert len(PRIVATE) >= 25


def _fill(path: str) -> str:
    return "/".join(str(uuid4()) if part.startswith("{") else part for part in path.split("/"))


def _body(method: str) -> bytes:
    return b"" if method in SAFE else b"{}"


@pytest.mark.parametrize(("method", "path"), sorted(PRIVATE))
@pytest.mark.parametrize(
    "header", [None, "Bearer ", "Bearer x.y.z", "Basic cmVhZGVyOnB3", "bearer", "Bearer \u00ff.a.b"]
)
def test_without_a_valid_token_nobody_gets_in(api: Api, method: str, path: str, header: str | None) -> None:
    headers = {"Content-Type": "application/json"} | ({"Authorization": header} if header else {})

    reply = api.send(method, _fill(path), _body(method), headers)

    assert (reply.status, reply.error) == (401, "not_authenticated")
    assert reply.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize(("method", "path"), sorted(PRIVATE))
def test_a_token_ends_for_every_route(api: Api, world: MemoryWorld, method: str, path: str) -> None:
    api.token = access_token(sign_in(world, "reader@example.com"))
    world.clock.advance(world.settings.access_token_seconds)

    assert api.send(method, _fill(path), _body(method)).error == "not_authenticated"


@pytest.mark.parametrize(("method", "path"), sorted(PRIVATE))
def test_a_session_that_was_ended_is_over_for_every_route(api: Api, world: MemoryWorld, method: str, path: str) -> None:
    api.token = access_token(sign_in(world, "reader@example.com"))
    world.memory.tables.people.sessions.clear()

    assert api.send(method, _fill(path), _body(method)).error == "not_authenticated"


@pytest.mark.parametrize(("method", "path"), sorted(FOR_ADMINISTRATORS))
def test_what_is_for_administrators_is_for_nobody_else(reader: Reader, method: str, path: str) -> None:
    reply = reader.api.send(method, _fill(path).replace("-", "_"), _body(method))

    assert (reply.status, reply.error) == (403, "forbidden")


def test_a_token_ends(reader: Reader, world: MemoryWorld) -> None:
    path = f"/api/jobs/{uuid4()}"
    world.clock.advance(890)
    assert reader.api.get(path).status == 404

    world.clock.advance(10)

    assert reader.api.get(path).error == "not_authenticated"


def test_the_scheme_is_known_by_any_case(reader: Reader) -> None:
    token, reader.api.token = reader.api.token, None

    reply = reader.api.send("GET", f"/api/jobs/{uuid4()}", headers={"Authorization": f"bEARER {token}"})

    assert reply.error == "not_found"


def test_a_cookie_shows_a_session_too_and_slides(api: Api, world: MemoryWorld) -> None:
    signed_in = sign_in(world, "reader@example.com", Mode.COOKIE)
    api.headers = {"Cookie": f"{cookies.SESSION}={signed_in.cookie}"}

    first = api.get("/api/auth/sessions")
    world.clock.advance(3600)
    second = api.get("/api/auth/sessions")

    assert [session["id"] for session in first.json["sessions"]] == [str(signed_in.session.id)]
    assert first.cookies == ()
    assert [line.partition("=")[0] for line in second.cookies] == [cookies.SESSION]
    assert f"max-age={world.settings.cookie_idle_seconds}" in second.cookies[0].lower()


def test_with_a_token_no_cookie_counts(api: Api, world: MemoryWorld) -> None:
    signed_in = sign_in(world, "reader@example.com", Mode.COOKIE)
    api.headers = {"Cookie": f"{cookies.SESSION}={signed_in.cookie}"}

    for header in ("Bearer x.y.z", "Bearer", "Basic cmVhZGVyOnB3", ""):
        reply = api.send("GET", "/api/auth/sessions", headers={"Authorization": header})
        assert (reply.status, reply.error) == (401, "not_authenticated")


def test_cookie_and_token_do_not_stand_in_for_each_other(api: Api, world: MemoryWorld) -> None:
    by_cookie, by_token = sign_in(world, "a@example.com", Mode.COOKIE), sign_in(world, "b@example.com")

    for value in (by_token.refresh_token, access_token(by_token)):
        reply = api.send("GET", "/api/auth/sessions", headers={"Cookie": f"{cookies.SESSION}={value}"})
        assert reply.error == "not_authenticated"
    for token in (by_cookie.cookie, by_token.refresh_token):
        api.token = token
        assert api.get("/api/auth/sessions").error == "not_authenticated"
