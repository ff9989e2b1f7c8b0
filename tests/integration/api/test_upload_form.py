"""Small files that come as a form: the same file in the end as one that was announced and put."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from ebookvoice.domain.states import Queue
from ebookvoice.usecases import receiving, sweep
from functions.api.body import MAX_UPLOAD
from tests.integration.api.harness import ApiWorld, Member
from tests.integration.api.uploads import declared, kept, key_of, state_of
from tests.unit.api import forms
from tests.unit.api.caller import Reply

BOOK = b"Once upon a time."


@pytest.fixture
def ada(world: ApiWorld) -> Member:
    return world.member("ada@example.com")


def send(
    member: Member, content: bytes = BOOK, fields: dict[str, str] | None = None, key: str | None = None, **file: Any
) -> Reply:
    headers = {"Content-Type": forms.TYPE} | ({"Idempotency-Key": key} if key else {})
    return member.client.send("POST", "/api/files/upload", forms.multipart(content, fields, **file), headers)


def test_a_form_becomes_a_file(world: ApiWorld, ada: Member) -> None:
    reply = send(ada, filename="Once.txt")

    told = declared(BOOK)
    assert reply.status == 201, reply.body
    assert reply.json["state"] == "uploaded"
    assert {name: reply.json[name] for name in ("filename", "size", "sha256", "content_type", "kind", "job")} == {
        "filename": "Once.txt",
        "size": len(BOOK),
        "sha256": told["sha256"],
        "content_type": "text/plain",
        "kind": "book",
        "job": None,
    }
    assert world.objects.objects == {key_of(world, reply.json["id"]): BOOK}
    assert kept(world, ada) == len(BOOK)
    assert "upload" not in reply.json


@pytest.mark.parametrize(
    ("fields", "voice", "title"),
    [
        ({"convert": "true"}, None, None),
        ({"voice": "espeak:en-gb"}, "espeak:en-gb", None),
        ({"title": "Another", "convert": "false"}, None, "Another"),
    ],
)
def test_a_form_may_start_a_conversion(
    world: ApiWorld, ada: Member, fields: dict[str, str], voice: str | None, title: str | None
) -> None:
    reply = send(ada, fields=fields)

    job = reply.json["job"]
    assert (job["state"], job["file_id"], job["voice"], job["title"]) == ("queued", reply.json["id"], voice, title)
    assert [message.body["job_id"] for message in world.queues.take(Queue.UPLOADS)] == [job["id"]]


def test_a_form_takes_the_choice_that_an_announcement_takes(world: ApiWorld, ada: Member) -> None:
    choice = {
        "parts": ["2", "s1"],
        "titles": {"2": "The End"},
        "notes": "inline",
        "pronunciations": [{"word": "Leigh", "spoken": "Lee"}],
    }
    form = send(ada, fields={"choice": json.dumps(choice)}).json["job"]
    announced = ada.client.send(
        "POST",
        "/api/files",
        json.dumps({**declared(BOOK), "convert": choice}).encode(),
        {"Content-Type": "application/json"},
    ).json["job"]

    assert form["state"] == "queued"
    assert form["choice"] == announced["choice"] == choice


@pytest.mark.parametrize(
    "choice",
    ["no JSON", "[]", '{"parts": ["first"]}', '{"notes": "never"}', '{"chapters": ["1"]}', '{"titles": {"1": ""}}'],
)
def test_a_bad_choice_starts_nothing(world: ApiWorld, ada: Member, choice: str) -> None:
    reply = send(ada, fields={"choice": choice})

    assert (reply.status, reply.error) == (422, "invalid_request")
    assert "`choice" in reply.json["error"]["message"]
    assert world.rows("select * from files") == []


def test_a_picture_comes_in_too(world: ApiWorld, ada: Member) -> None:
    reply = send(ada, b"a picture", {"kind": "picture"}, filename="a.png", content_type="image/png")

    assert (reply.json["kind"], reply.json["content_type"], reply.json["state"]) == ("picture", "image/png", "uploaded")
    assert [message.body for message in world.queues.take(Queue.UPLOADS)] == [
        {"picture_id": reply.json["id"], "correlation_id": reply.headers["x-request-id"]}
    ]


def test_a_store_that_checks_md5_gets_it(world: ApiWorld, ada: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(world.objects, "checks_md5", True)

    assert send(ada).status == 201
    assert world.rows("select md5 from files")[0]["md5"].endswith("==")


@pytest.mark.parametrize(
    ("fields", "file", "place"),
    [
        ({}, {"filename": ""}, "filename"),
        ({}, {"filename": "x" * 256}, "filename"),
        ({}, {"filename": "a\x01.txt"}, "filename"),
        ({}, {"content_type": "text"}, "content_type"),
        ({"kind": "artifact"}, {}, "kind"),
        ({"kind": "picture", "voice": "espeak:en"}, {}, "convert"),
        ({"convert": "perhaps"}, {}, "convert"),
        ({"cover_id": "mine"}, {}, "cover_id"),
        ({"title": "x" * 256}, {}, "title"),
        ({"key": "users/somebody"}, {}, "key"),
    ],
)
def test_a_bad_form_is_told_by_field(
    world: ApiWorld, ada: Member, fields: dict[str, str], file: dict[str, Any], place: str
) -> None:
    reply = send(ada, fields=fields, **file)

    assert (reply.status, reply.error) == (422, "invalid_request")
    assert f"`{place}`" in reply.json["error"]["message"]
    assert world.rows("select * from files") == []


def test_an_empty_file_is_none(world: ApiWorld, ada: Member) -> None:
    reply = send(ada, b"")

    assert (reply.status, reply.error) == (422, "invalid_request")
    assert world.rows("select * from files") == []


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"not a form", forms.TYPE),
        (b"", forms.TYPE),
        (forms.multipart(BOOK)[:-40], forms.TYPE),
        (forms.multipart(BOOK), "multipart/form-data"),
        (forms.multipart(BOOK), "text/plain"),
        (b"file=a", "application/x-www-form-urlencoded"),
        (json.dumps(declared(BOOK)).encode(), "application/json"),
        (forms.multipart(BOOK) * 2, "multipart/form-data; boundary=" + "x" * 300),
    ],
)
def test_what_is_no_form_is_told(world: ApiWorld, ada: Member, body: bytes, kind: str) -> None:
    reply = ada.client.send("POST", "/api/files/upload", body, {"Content-Type": kind})

    assert (reply.status, reply.error) == (422, "invalid_request")
    assert world.rows("select * from files") == []


def test_a_larger_file_is_shown_the_other_way(new_world: Callable[..., ApiWorld]) -> None:
    world = new_world(form_bytes=1_200_000)
    ada = world.member("ada@example.com")
    assert send(ada, b"x" * 1_200_000).status == 201

    for size in (1_200_001, MAX_UPLOAD + 1):
        reply = send(ada, b"x" * size)
        assert (reply.status, reply.error) == (413, "body_too_large")
        assert "POST /api/files" in reply.json["error"]["message"]
    assert kept(world, ada) == 1_200_000


def test_every_other_body_is_as_short_as_before(ada: Member) -> None:
    reply = ada.client.send("POST", "/api/files", b" " * (1024 * 1024 + 1), {"Content-Type": "application/json"})

    assert (reply.status, reply.error) == (413, "body_too_large")


def test_what_does_not_fit_is_not_stored(new_world: Callable[..., ApiWorld]) -> None:
    world = new_world(free_quota_bytes=10)
    ada = world.member("ada@example.com")

    assert send(ada).error == "quota_exceeded"
    assert (world.objects.objects, world.rows("select * from files")) == ({}, [])


def test_who_dies_before_the_bytes_are_stored_leaves_nothing(
    world: ApiWorld, ada: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(world.objects, "put", _die)
        assert send(ada, fields={"convert": "true"}).status == 500
    world.clock.advance(world.settings.upload_seconds + 700)
    sweep.sweep(world)

    assert (kept(world, ada), world.objects.objects) == (0, {})
    assert [row["state"] for row in world.rows("select state from files")] == ["expired"]
    assert world.rows("select balance from credits") == [{"balance": 3}]


def test_who_dies_before_they_are_pinned_has_them_found(
    world: ApiWorld, ada: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(receiving, "record_upload", _die)
        assert send(ada, fields={"convert": "true"}).status == 500
    world.clock.advance(180)
    sweep.sweep(world)

    (row,) = world.rows("select id::text, state from files")
    assert row["state"] == "uploaded"
    assert len(world.queues.take(Queue.UPLOADS)) == 1


def test_a_repeat_finishes_what_the_first_began(world: ApiWorld, ada: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(world.objects, "put", _die)
        assert send(ada, key="k").status == 500

    replies = [send(ada, key="k") for _ in range(2)]

    assert [reply.status for reply in replies] == [201, 201]
    assert replies[0].body == replies[1].body
    assert state_of(world, replies[0].json["id"]) == "uploaded"
    assert kept(world, ada) == len(BOOK)
    assert send(ada, BOOK + b"!", key="k").error == "idempotency_key_reused"


def test_forms_count_against_the_limit_of_uploads(new_world: Callable[..., ApiWorld]) -> None:
    world = new_world(upload_limit=2)
    ada = world.member("ada@example.com")

    assert [send(ada).status for _ in range(3)] == [201, 201, 429]


def _die(*_: object, **__: object) -> None:
    raise RuntimeError("the process ended here")
