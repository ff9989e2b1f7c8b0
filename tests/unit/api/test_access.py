"""Who is let in: every route that touches somebody's things wants a valid token and shows nobody else's."""

from uuid import uuid4

import pytest

from functions.api.app import app
from tests.unit.api.caller import Api
from tests.unit.api.conftest import Reader
from tests.unit.api.memory import MemoryWorld

OPEN = {("POST", "/api/auth/signup"), ("POST", "/api/auth/login"), ("GET", "/api/health")}


def _routes() -> list[tuple[str, str]]:
    paths = app.openapi()["paths"]
    return [(method.upper(), path) for path, methods in paths.items() for method in methods]


PRIVATE = [route for route in _routes() if route not in OPEN]


def test_the_list_of_routes_is_whole() -> None:
    assert {*PRIVATE, *OPEN} == {
        ("POST", "/api/auth/signup"),
        ("POST", "/api/auth/login"),
        ("POST", "/api/files"),
        ("POST", "/api/files/{file_id}/confirm"),
        ("POST", "/api/jobs"),
        ("GET", "/api/jobs/{job_id}"),
        ("POST", "/api/jobs/{job_id}/cancel"),
        ("GET", "/api/audiobooks/{audiobook_id}"),
        ("GET", "/api/audiobooks/{audiobook_id}/download"),
        ("GET", "/api/health"),
    }


def _fill(path: str) -> str:
    return "/".join(str(uuid4()) if part.startswith("{") else part for part in path.split("/"))


@pytest.mark.parametrize(("method", "path"), PRIVATE)
@pytest.mark.parametrize(
    "header", [None, "Bearer ", "Bearer x.y.z", "Basic cmVhZGVyOnB3", "bearer", "Bearer \u00ff.a.b"]
)
def test_without_a_valid_token_nobody_gets_in(api: Api, method: str, path: str, header: str | None) -> None:
    headers = {"Content-Type": "application/json"} | ({"Authorization": header} if header else {})

    reply = api.send(method, _fill(path), b"{}" if method == "POST" else b"", headers)

    assert (reply.status, reply.error) == (401, "not_authenticated")
    assert reply.headers["www-authenticate"] == "Bearer"


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
