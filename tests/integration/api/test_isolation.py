"""Nobody reaches anybody else's things: every route of the OpenAPI document, by everybody, on a real Postgres.

As its owner each request works, which shows that it asks for something that is there. The same request by somebody else
finds nothing, changes nothing, and is answered as if there were nothing.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest

from ebookvoice.domain.account import Role
from ebookvoice.domain.session import Ended, Mode
from ebookvoice.usecases import sessions
from tests.integration.api.belongings import AUDIO, Belongings, give, rows_about
from tests.integration.api.harness import PASSWORD, ApiWorld, Member
from tests.routes import OPEN, described
from tests.unit.api import forms
from tests.unit.api.caller import Api, Reply


@dataclass(frozen=True)
class Route:
    """A request: what it asks for, and the status for who may do it, and for somebody else with the same ids.

    `file` says which of somebody's files the `{file_id}` is; `form` is a body that is no JSON.
    """

    method: str
    path: str
    own: int
    other: int
    body: Any = None
    query: str = ""
    file: str = "file_id"
    form: bytes | None = None

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"

    def send(self, client: Api, ids: dict[str, str]) -> Reply:
        """Send it with these ids in place of the names in braces."""
        ids = {**ids, "file_id": ids[self.file]}
        path = _filled(self.path + self.query, ids)
        if self.form is not None:
            return client.send(self.method, path, self.form, {"Content-Type": forms.TYPE})
        return client.call(self.method, path, json.loads(_filled(json.dumps(self.body), ids)))


UPLOAD = {"filename": "b.epub", "size": 5, "sha256": "LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ="}

PRIVATE = [
    Route("POST", "/api/auth/logout", 204, 204),
    Route("GET", "/api/auth/sessions", 200, 200),
    Route("DELETE", "/api/auth/sessions", 204, 204),
    Route("DELETE", "/api/auth/sessions/{session_id}", 204, 404),
    Route("PUT", "/api/auth/password", 200, 200, {"password": "another long password"}),
    Route("POST", "/api/auth/totp", 200, 200),
    Route("POST", "/api/auth/totp/confirm", 409, 409, {"code": "123456"}),
    Route("DELETE", "/api/auth/totp", 204, 204),
    Route("POST", "/api/auth/reauthenticate", 204, 204, {"password": PASSWORD}),
    Route("POST", "/api/auth/reauthenticate/code", 202, 202),
    Route("GET", "/api/auth/verify", 200, 200),
    Route("GET", "/api/user/profile", 200, 200),
    Route("GET", "/api/user/usage", 200, 200),
    Route("PATCH", "/api/user/profile", 200, 200, {"name": "Somebody", "picture": None}),
    Route("GET", "/api/user/pronunciations", 200, 200),
    Route("PUT", "/api/user/pronunciations", 200, 200, {"pronunciations": [{"word": "GIF", "spoken": "jif"}]}),
    Route("POST", "/api/user/export", 200, 200),
    Route("DELETE", "/api/user", 204, 204),
    Route("GET", "/api/files", 200, 200),
    Route("POST", "/api/files", 201, 201, UPLOAD),
    Route("POST", "/api/files/upload", 201, 201, form=forms.multipart(b"a book")),
    Route("GET", "/api/files/{file_id}", 200, 404),
    Route("DELETE", "/api/files/{file_id}", 204, 404, file="artifact_id"),
    Route("GET", "/api/files/{file_id}/download", 200, 404),
    Route("GET", "/api/files/{file_id}/plan", 200, 404),
    # It came in one piece.
    Route("GET", "/api/files/{file_id}/parts", 409, 404),
    Route("POST", "/api/files/{file_id}/confirm", 200, 404),
    Route("PUT", "/api/files/{file_id}/publication", 200, 404, file="picture_id"),
    Route("DELETE", "/api/files/{file_id}/publication", 204, 404, file="picture_id"),
    Route("POST", "/api/files/{file_id}/sample", 202, 404, {"voice": "fake:en"}),
    Route("GET", "/api/voices", 200, 200),
    Route("GET", "/api/voices/{voice_id}/preview", 202, 202),
    Route("GET", "/api/pictures", 200, 200),
    Route("GET", "/api/credits", 200, 200),
    # Nothing is sold here.
    Route("POST", "/api/credits/checkout", 501, 501, {"credits": 10}),
    Route("POST", "/api/jobs", 202, 404, {"file_id": "{file_id}"}),
    Route("GET", "/api/jobs/{job_id}", 200, 404),
    Route("POST", "/api/jobs/{job_id}/cancel", 200, 404),
    Route("GET", "/api/audiobooks", 200, 200),
    Route("GET", "/api/audiobooks/{audiobook_id}", 200, 404),
    Route("DELETE", "/api/audiobooks/{audiobook_id}", 204, 404),
    Route("PUT", "/api/audiobooks/{audiobook_id}/pin", 200, 404),
    Route("DELETE", "/api/audiobooks/{audiobook_id}/pin", 200, 404),
    Route("GET", "/api/audiobooks/{audiobook_id}/download", 200, 404),
    # None of its chapters is done.
    Route("GET", "/api/jobs/{job_id}/chapters/{number}/audio", 409, 404),
    Route("POST", "/api/pdf/export", 200, 404, {"audiobook_id": "{audiobook_id}", "paper": "a4"}),
    Route("GET", "/api/feeds", 200, 200),
    Route("POST", "/api/feeds", 201, 404, {"audiobook_id": "{audiobook_id}"}),
    Route("DELETE", "/api/feeds/{feed_id}", 204, 404),
]

ADMIN = [
    Route("GET", "/api/admin/users", 200, 403, query="?email={email}"),
    Route("PATCH", "/api/admin/users/{user_id}", 200, 403, {"disabled": True, "role": "admin", "plan": "premium"}),
    Route("POST", "/api/admin/users/{user_id}/credits", 201, 403, {"amount": 5, "reason": "sorry"}),
    Route("DELETE", "/api/admin/users/{user_id}/totp", 204, 403),
    Route("PUT", "/api/flags/{name}", 200, 403, {"enabled": True}),
    Route("DELETE", "/api/flags/{name}", 204, 403),
]

ROUTES = PRIVATE + ADMIN
SECRET = [route for route in PRIVATE if route.other == 404]
"""Whether there is such a thing is nobody else's business."""


@pytest.fixture(scope="module")
def world(new_database: Callable[[], str]) -> Iterator[ApiWorld]:
    world = ApiWorld(new_database(), signup_credits=9, public_base_url="https://pictures.example.com")
    yield world
    world.store.close()


@dataclass(frozen=True)
class Owner:
    """Somebody with one of everything; `ids` names it all, `traces` is what an answer to others must not hold."""

    member: Member
    ids: dict[str, str]

    @property
    def traces(self) -> list[str]:
        return [value for name, value in self.ids.items() if name not in ("name", "number", "voice_id")]


@pytest.fixture
def ada(world: ApiWorld) -> Owner:
    member = _member(world, Mode.BEARER)
    has, second = give(world, member.id), world.member(member.email)
    (row,) = world.rows("select id from sessions where user_id = %(u)s order by created_at desc limit 1", u=member.id)
    _print_transcript(world, has)
    flag = f"flag_{uuid4().hex}"
    ids = {"user_id": str(member.id), "email": member.email, "session_id": str(row["id"]), "name": flag}
    ids |= {"file_id": str(has.file), "job_id": str(has.job), "audiobook_id": str(has.audiobook)}
    ids |= {"picture_id": str(has.picture), "artifact_id": str(has.artifact)}
    ids |= {"feed_id": str(has.feed), "number": "1", "voice_id": "fake:en"}
    assert second.id == member.id
    return Owner(member, ids)


def _print_transcript(world: ApiWorld, has: Belongings) -> None:
    [file] = world.rows(
        """
        insert into files (id, user_id, job_id, kind, format, key, filename, content_type, size, sha256, state, etag)
        select gen_random_uuid(), user_id, job_id, kind, 'transcript-a4', key || '.pdf', 'A Book.pdf',
            'application/pdf', size, sha256, state, etag
        from files where id = %(artifact)s returning key
        """,
        artifact=has.artifact,
    )
    world.objects.put(file["key"], AUDIO, "application/pdf")


@pytest.fixture(params=Mode)
def bob(request: pytest.FixtureRequest, world: ApiWorld) -> Member:
    """Somebody else, who may do with their own account whatever can be done."""
    return _member(world, request.param)


def every(routes: list[Route]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("route", routes, ids=lambda route: route.name)


def test_the_list_of_routes_is_whole() -> None:
    listed = [(route.method, route.path) for route in ROUTES]

    assert len(listed) == len(set(listed))
    assert {*listed, *OPEN} == described()
    assert not OPEN.intersection(listed)


@every(ROUTES)
def test_it_works_for_who_may(world: ApiWorld, ada: Owner, route: Route) -> None:
    member = ada.member
    if route in ADMIN:
        member = _admin(world)
        assert member.client.put(_filled("/api/flags/{name}", ada.ids), {"enabled": False}).status == 200

    assert route.send(member.client, ada.ids).status == route.own


@every(ROUTES)
def test_somebody_else_gets_and_changes_nothing(world: ApiWorld, ada: Owner, bob: Member, route: Route) -> None:
    before, objects = rows_about(world, ada.member.id), dict(world.objects.objects)
    rows = world.rows("select count(*) from flags")

    reply = route.send(bob.client, ada.ids)

    assert reply.status == route.other
    text = reply.body.decode() + json.dumps(reply.headers)
    assert [trace for trace in ada.traces if trace in text] == []
    assert rows_about(world, ada.member.id) == before
    assert world.rows("select count(*) from flags") == rows
    assert {key: body for key, body in world.objects.objects.items() if key in objects} == objects


@every(SECRET)
def test_what_is_somebody_elses_looks_like_what_is_not_there(ada: Owner, bob: Member, route: Route) -> None:
    nothing = {name: str(uuid4()) for name in ada.ids} | {"number": "1"}

    theirs, none = (_told(route.send(bob.client, ids)) for ids in (ada.ids, nothing))

    assert theirs == none
    assert theirs[0] == 404


@every(ADMIN)
def test_who_is_no_administrator_learns_nothing(ada: Owner, bob: Member, route: Route) -> None:
    nothing = {name: str(uuid4()) for name in ada.ids} | {"email": "nobody@example.com", "name": "no_flag"}

    theirs, none = (_told(route.send(bob.client, ids)) for ids in (ada.ids, nothing))

    assert theirs == none
    assert theirs[0] == 403


@every(ROUTES)
@pytest.mark.parametrize("state", ["anonymous", "expired", "ended", "disabled", "of a deleted account"])
def test_without_a_session_nobody_gets_in(world: ApiWorld, ada: Owner, bob: Member, route: Route, state: str) -> None:
    client = bob.client
    match state:
        case "anonymous":
            client = world.api()
        case "expired":
            settings = world.settings
            world.clock.advance(settings.access_token_seconds if client.token else settings.cookie_idle_seconds)
        case "ended":
            sessions.end_sessions(world, bob.id, Ended.ENDED_BY_USER)
        case "disabled":
            with world.store.as_service() as records:
                records.accounts.set_disabled(bob.id, world.clock.now())
        case _:
            with world.store.as_service() as records:
                records.accounts.delete(bob.id)

    reply = route.send(client, ada.ids)

    assert reply.status == 401
    assert reply.headers["www-authenticate"] == "Bearer"
    assert route.path == "/api/auth/verify" or reply.error == "not_authenticated"


def _member(world: ApiWorld, mode: Mode) -> Member:
    """Make an account with a session that has just been confirmed by a fresh proof."""
    member = world.member(f"{uuid4()}@example.com", mode, PASSWORD)
    with world.store.as_service() as records:
        for session in records.sessions.of(member.id, world.clock.now()):
            records.sessions.reauthenticate(session.id, world.clock.now())
    return member


def _admin(world: ApiWorld) -> Member:
    admin = _member(world, Mode.BEARER)
    with world.store.as_service() as records:
        records.accounts.set_role(admin.id, Role.ADMIN)
    return admin


def _told(reply: Reply) -> tuple[int, dict[str, str]]:
    """Read all of an error but the id of its request."""
    return reply.status, {name: text for name, text in reply.json["error"].items() if name != "request_id"}


def _filled(text: str, ids: dict[str, str]) -> str:
    for name, value in ids.items():
        text = text.replace(f"{{{name}}}", value)
    return text
