"""Announcing files: within limits and quotas, once for each key, and of whatever kind."""

import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from ebookvoice.domain.states import Queue
from ebookvoice.usecases import once as requests
from tests.integration.api.crowd import THREADS, rush
from tests.integration.api.harness import ApiWorld, Member
from tests.integration.api.uploads import announced, declared, kept, state_of, uploaded
from tests.unit.api.caller import Api, Reply

BOOK = b"a book of 24 bytes: see?"


@pytest.fixture
def ada(world: ApiWorld) -> Member:
    return world.member("ada@example.com")


def announce(client: Api, key: str, content: bytes = BOOK, **fields: Any) -> Reply:
    headers = {"Content-Type": "application/json", "Idempotency-Key": key}
    return client.send("POST", "/api/files", json.dumps(declared(content, **fields)).encode(), headers)


def test_an_upload_counts_from_its_announcement_on(new_world: Callable[..., ApiWorld]) -> None:
    world = new_world(free_quota_bytes=60)
    ada = world.member("ada@example.com")
    uploaded(world, ada, BOOK)
    waiting = announced(ada, BOOK)
    assert kept(world, ada) == 48

    full = ada.client.post("/api/files", declared(BOOK))

    assert (full.status, full.error) == (413, "quota_exceeded")
    message = full.json["error"]["message"]
    assert ("24 bytes" in message, "48 of your 60 bytes" in message) == (True, True)
    assert ada.client.delete(f"/api/files/{waiting['id']}").status == 204
    assert ada.client.post("/api/files", declared(BOOK)).status == 201


def test_a_better_plan_has_more_room(new_world: Callable[..., ApiWorld]) -> None:
    world = new_world(free_quota_bytes=10, premium_quota_bytes=30)
    ada = world.member("ada@example.com")
    assert ada.client.post("/api/files", declared(BOOK)).error == "quota_exceeded"
    world.rows("update users set plan = 'premium' where id = %(id)s returning id", id=ada.id)

    assert ada.client.post("/api/files", declared(BOOK)).status == 201


def test_what_is_refused_leaves_nothing(new_world: Callable[..., ApiWorld]) -> None:
    """Neither a row, nor a held credit, nor an upload in parts that was begun."""
    world = new_world(free_quota_bytes=10, signup_credits=1, multipart_bytes=8)
    ada = world.member("ada@example.com")

    assert ada.client.post("/api/files", declared(BOOK, convert={})).error == "quota_exceeded"

    assert world.rows("select * from files") == []
    assert world.rows("select balance from credits") == [{"balance": 1}]
    assert world.objects.uploads == {}


def test_of_uploads_at_once_as_many_get_in_as_fit(new_world: Callable[..., ApiWorld]) -> None:
    """Row 28: never above the quota, and nobody is refused for whom there is room."""
    fit = 20
    world = new_world(free_quota_bytes=fit * len(BOOK) + len(BOOK) - 1)
    ada = world.member("ada@example.com")

    def attempt(client: Api, number: int) -> Reply:
        client.token = ada.client.token
        return client.post("/api/files", declared(BOOK, filename=f"{number}.txt"))

    statuses = rush(world, 2 * THREADS, attempt)

    print(f"{THREADS} at once, {2 * THREADS} tries: {dict(statuses)}")  # noqa: T201 - shown by pytest -s
    assert statuses == {201: fit, 413: 2 * THREADS - fit}
    assert kept(world, ada) == fit * len(BOOK)


def test_a_picture_has_a_limit_of_its_own(new_world: Callable[..., ApiWorld]) -> None:
    world = new_world(max_picture_bytes=20, max_upload_bytes=30)
    ada = world.member("ada@example.com")

    assert ada.client.post("/api/files", declared(BOOK, kind="picture")).error == "too_large"
    assert ada.client.post("/api/files", declared(BOOK)).status == 201
    assert ada.client.post("/api/files", declared(BOOK + b"longer...")).error == "too_large"


def test_a_picture_is_called_for_when_it_arrives(world: ApiWorld, ada: Member) -> None:
    file = uploaded(world, ada, kind="picture")

    assert [message.body["picture_id"] for message in world.queues.take(Queue.UPLOADS)] == [file["id"]]


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ({"kind": "picture", "convert": {}}, "convert"),
        ({"kind": "artifact"}, "kind"),
        ({"kind": "thumbnail"}, "kind"),
        ({"md5": "00" * 16}, "md5"),
        ({"md5": "A" * 21 + "B=="}, "md5"),
    ],
)
def test_a_bad_declaration_is_told(world: ApiWorld, ada: Member, fields: dict[str, Any], place: str) -> None:
    reply = ada.client.post("/api/files", declared(BOOK, **fields))

    assert (reply.status, reply.error) == (422, "invalid_request")
    assert f"`{place}`" in reply.json["error"]["message"]
    assert world.rows("select * from files") == []


def test_a_store_that_checks_md5_wants_it(world: ApiWorld, ada: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(world.objects, "checks_md5", True)

    refused = ada.client.post("/api/files", declared(BOOK))

    assert (refused.status, refused.error) == (422, "checksum_missing")
    assert ada.client.post("/api/files", declared(BOOK, md5="q" * 21 + "Q==")).status == 201
    assert world.rows("select md5 from files") == [{"md5": "q" * 21 + "Q=="}]


def test_a_key_makes_one_file_and_one_job(world: ApiWorld, ada: Member) -> None:
    replies = [announce(ada.client, "k", convert={}) for _ in range(3)]

    assert [reply.status for reply in replies] == [201] * 3
    assert len({reply.body for reply in replies}) == 1
    assert ["idempotency-replayed" in reply.headers for reply in replies] == [False, True, True]
    assert len(world.rows("select * from files")) == len(world.rows("select * from jobs")) == 1
    assert kept(world, ada) == len(BOOK)
    assert announce(ada.client, "k", BOOK + b"!").error == "idempotency_key_reused"


def test_a_repeat_in_parts_begins_no_second_upload(new_world: Callable[..., ApiWorld]) -> None:
    world = new_world(multipart_bytes=8)
    ada = world.member("ada@example.com")

    replies = [announce(ada.client, "k") for _ in range(2)]

    assert len({reply.json["id"] for reply in replies}) == 1
    assert len(world.objects.uploads) == 1


def test_who_dies_before_the_answer_is_kept_has_still_announced(
    world: ApiWorld, ada: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_: object) -> dict[str, Any]:
        raise RuntimeError("the process ended here")

    with monkeypatch.context() as patched:
        patched.setattr(requests, "keep", die)
        assert announce(ada.client, "k", convert={}).status == 500
    (row,) = world.rows("select id, state from files")

    reply = announce(ada.client, "k", convert={})

    assert (reply.json["id"], reply.json["upload"]["method"]) == (str(row["id"]), "PUT")
    assert reply.json["job"]["state"] == "awaiting_upload"
    assert kept(world, ada) == len(BOOK)


def test_a_cover_has_to_be_a_picture_of_ones_own(world: ApiWorld, ada: Member) -> None:
    bob = world.member("bob@example.com")
    theirs = uploaded(world, bob, kind="picture")["id"]
    book = uploaded(world, ada)["id"]

    for cover in (theirs, book):
        reply = ada.client.post("/api/files", declared(BOOK, convert={"cover_id": cover}))
        assert reply.error == "not_found"
    assert len(world.rows("select * from files where user_id = %(ada)s", ada=ada.id)) == 1


def test_confirming_what_was_given_up_is_told(world: ApiWorld, ada: Member) -> None:
    file = announced(ada, BOOK)
    with world.store.as_service() as records:
        records.files.expire(UUID(file["id"]))

    reply = ada.client.post(f"/api/files/{file['id']}/confirm")

    assert (reply.status, reply.error, state_of(world, file["id"])) == (409, "invalid_state", "expired")
