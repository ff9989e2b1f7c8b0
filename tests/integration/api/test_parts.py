"""Uploads in parts: fixed by the server, resumable for a day, complete only as a whole."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from ebookvoice.domain.errors import UploadExpiredError
from ebookvoice.domain.states import Queue
from ebookvoice.usecases import files, parts, settle, sweep
from tests.integration.api.harness import ApiWorld, Member
from tests.integration.api.uploads import announced, kept, key_of, state_of

PART = 10
BOOK = b"0123456789abcdefghijKLMNO"


@pytest.fixture
def world(new_world: Callable[..., ApiWorld], monkeypatch: pytest.MonkeyPatch) -> ApiWorld:
    """A deployment where 10 bytes are a part, and more than 20 are large."""
    monkeypatch.setattr(parts, "PART_BYTES", PART)
    return new_world(multipart_bytes=20)


@pytest.fixture
def ada(world: ApiWorld) -> Member:
    return world.member("ada@example.com")


def arrive(world: ApiWorld, *numbers: int, content: bytes = BOOK) -> None:
    """Let parts of the only upload arrive."""
    (upload,) = world.objects.uploads.values()
    upload.update({number: content[(number - 1) * PART : number * PART] for number in numbers})


def test_a_large_file_gets_an_address_for_each_part(world: ApiWorld, ada: Member) -> None:
    file = announced(ada, BOOK)

    upload = file["upload"]
    assert set(upload) == {"method", "part_size", "parts", "arrived", "expires_at"}
    assert (upload["method"], upload["part_size"], upload["arrived"]) == ("PUT", PART, [])
    assert [(part["number"], part["size"]) for part in upload["parts"]] == [(1, 10), (2, 10), (3, 5)]
    assert [part["headers"] for part in upload["parts"]] == [{"Content-Length": str(size)} for size in (10, 10, 5)]
    assert len({part["url"] for part in upload["parts"]}) == 3
    assert upload["expires_at"] == _told(world.clock.now() + timedelta(seconds=world.settings.upload_seconds))


@pytest.mark.parametrize(("size", "sizes"), [(20, None), (21, [10, 10, 1]), (30, [10, 10, 10]), (31, [10, 10, 10, 1])])
def test_parts_begin_above_the_limit_and_the_last_may_be_short(ada: Member, size: int, sizes: list[int] | None) -> None:
    upload = announced(ada, b"x" * size)["upload"]

    assert [part["size"] for part in upload["parts"]] == sizes if sizes else "url" in upload


def test_an_upload_goes_on_where_it_was_interrupted(world: ApiWorld, ada: Member) -> None:
    file = announced(ada, BOOK)
    arrive(world, 2)
    world.clock.advance(20 * 3600)
    ada.refresh()

    left = ada.client.get(f"/api/files/{file['id']}/parts").json

    assert (left["arrived"], [part["number"] for part in left["parts"]]) == ([2], [1, 3])
    assert left["expires_at"] == _told(world.clock.now() + timedelta(seconds=world.settings.upload_seconds))


def test_the_last_addresses_end_with_the_day(world: ApiWorld, ada: Member) -> None:
    file = announced(ada, BOOK)
    world.clock.advance(24 * 3600 - 60)
    ada.refresh()
    left = ada.client.get(f"/api/files/{file['id']}/parts").json
    assert left["expires_at"] == _told(world.clock.now() + timedelta(seconds=60))

    world.clock.advance(60)

    assert ada.client.get(f"/api/files/{file['id']}/parts").error == "upload_expired"


def test_all_parts_together_are_the_file(world: ApiWorld, ada: Member) -> None:
    file = announced(ada, BOOK, convert={})
    arrive(world, 3, 1, 2)

    replies = [ada.client.post(f"/api/files/{file['id']}/confirm") for _ in range(2)]

    assert [(reply.status, reply.json["state"]) for reply in replies] == [(200, "uploaded")] * 2
    assert world.objects.objects[key_of(world, file["id"])] == BOOK
    assert [message.body["job_id"] for message in world.queues.take(Queue.UPLOADS)] == [file["job"]["id"]]
    assert ada.client.get(f"/api/files/{file['id']}/parts").error == "invalid_state"


@pytest.mark.parametrize(
    ("arrived", "other", "missing"),
    [((), {}, "1, 2, 3"), ((1, 3), {}, "2."), ((1, 2), {3: b"KLMN"}, "3."), ((2, 3), {1: b"0123456789!"}, "1.")],
)
def test_without_every_part_in_its_size_there_is_no_file(
    world: ApiWorld, ada: Member, arrived: tuple[int, ...], other: dict[int, bytes], missing: str
) -> None:
    file = announced(ada, BOOK)
    arrive(world, *arrived)
    next(iter(world.objects.uploads.values())).update(other)

    reply = ada.client.post(f"/api/files/{file['id']}/confirm")

    assert (reply.status, reply.error) == (409, "upload_missing")
    assert missing in reply.json["error"]["message"]
    assert (world.objects.objects, state_of(world, file["id"])) == ({}, "awaiting")
    left = ada.client.get(f"/api/files/{file['id']}/parts").json
    assert len(left["arrived"]) + len(left["parts"]) == 3


def test_a_part_that_nobody_asked_for_is_left_out(world: ApiWorld, ada: Member) -> None:
    file = announced(ada, BOOK)
    arrive(world, 1, 2, 3)
    next(iter(world.objects.uploads.values()))[4] = b"and more"

    assert ada.client.post(f"/api/files/{file['id']}/confirm").status == 200
    assert world.objects.objects[key_of(world, file["id"])] == BOOK


def test_a_sweep_leaves_it_a_day_and_then_gives_it_up_with_its_parts(world: ApiWorld, ada: Member) -> None:
    file = announced(ada, BOOK, convert={})
    arrive(world, 1, 2)
    world.clock.advance(24 * 3600 + 500)
    sweep.sweep(world)
    assert (state_of(world, file["id"]), len(world.objects.uploads)) == ("awaiting", 1)

    world.clock.advance(200)
    sweep.sweep(world)

    assert (state_of(world, file["id"]), world.objects.uploads) == ("expired", {})
    assert kept(world, ada) == 0
    ada.refresh()
    job = ada.client.get(f"/api/jobs/{file['job']['id']}").json
    assert job["error"]["code"] == "upload_expired"
    assert ada.client.get(f"/api/files/{file['id']}/parts").error == "upload_expired"


def test_what_is_deleted_leaves_no_parts(world: ApiWorld, ada: Member) -> None:
    file = announced(ada, BOOK)
    arrive(world, 1)

    assert ada.client.delete(f"/api/files/{file['id']}").status == 204

    assert (world.objects.uploads, kept(world, ada)) == ({}, 0)
    assert ada.client.post(f"/api/files/{file['id']}/confirm").error == "not_found"


def test_parts_that_the_store_gave_up_are_told(world: ApiWorld, ada: Member) -> None:
    file = announced(ada, BOOK)
    world.objects.uploads.clear()

    for method, path in (("GET", "parts"), ("POST", "confirm")):
        reply = ada.client.call(method, f"/api/files/{file['id']}/{path}")
        assert (reply.status, reply.error) == (409, "upload_expired")


def test_a_confirmation_that_died_in_between_is_made_good(world: ApiWorld, ada: Member) -> None:
    """The parts are one object, and the row does not know: the next confirmation pins it, and so does the sweep."""
    file = announced(ada, BOOK)
    arrive(world, 1, 2, 3)
    with world.store.as_service() as records:
        known = records.files.by_key(key_of(world, file["id"]))
    assert known
    parts.complete(world, known)
    assert ada.client.get(f"/api/files/{file['id']}/parts").error == "invalid_state"

    world.clock.advance(300)
    sweep.sweep(world)

    assert state_of(world, file["id"]) == "uploaded"
    assert ada.client.post(f"/api/files/{file['id']}/confirm").status == 200


@pytest.mark.parametrize("end", ["expired", "deleted"])
def test_a_completion_that_comes_too_late_leaves_nothing(world: ApiWorld, ada: Member, end: str) -> None:
    """Row 24: the row ends between the look at the parts and their completion."""
    file = announced(ada, BOOK)
    arrive(world, 1, 2, 3)
    with world.store.as_service() as records:
        known = records.files.by_key(key_of(world, file["id"]))
    assert known
    parts.complete(world, known)
    if end == "expired":
        assert settle.give_up_upload(world, known, UploadExpiredError())
    else:
        assert ada.client.delete(f"/api/files/{file['id']}").status == 204
        world.objects.objects[known.key] = BOOK

    assert files.record_upload(world, known)
    sweep.sweep(world)

    assert (state_of(world, file["id"]), world.objects.objects) == (end, {})
    assert world.queues.take(Queue.UPLOADS) == []


def test_what_came_in_one_piece_has_no_parts(ada: Member) -> None:
    file = announced(ada, BOOK[:20])

    assert ada.client.get(f"/api/files/{file['id']}/parts").error == "invalid_state"


def _told(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")
