import base64
import hashlib
from typing import Any
from uuid import UUID, uuid4

import pytest

from ebookvoice.domain import keys
from ebookvoice.domain.states import Queue
from tests.unit.api.caller import Api
from tests.unit.api.conftest import Reader
from tests.unit.api.memory import MemoryWorld

BYTES = b"a book"
BOOK: dict[str, Any] = {
    "filename": "The Time Machine.epub",
    "size": len(BYTES),
    "content_type": "application/epub+zip",
    "sha256": base64.b64encode(hashlib.sha256(BYTES).digest()).decode(),
}
SHOWN = {
    *("id", "kind", "filename", "content_type", "size", "sha256", "state", "failure", "created_at", "uploaded_at"),
    *("expires_at", "pinned", "storage_location", "synced_at", "width", "height", "audiobook_id"),
}


def _upload(world: MemoryWorld, reader: Reader, file_id: str) -> None:
    world.objects.put(keys.upload(reader.id, UUID(file_id)), BYTES, "application/epub+zip")


def test_an_upload_gets_an_address_that_is_bound_to_what_was_declared(reader: Reader, world: MemoryWorld) -> None:
    reply = reader.api.post("/api/files", BOOK)

    assert reply.status == 201
    assert set(reply.json) == {*SHOWN, "upload", "job"}
    assert (reply.json["filename"], reply.json["size"], reply.json["state"]) == (BOOK["filename"], 6, "awaiting")
    assert reply.json["job"] is None
    upload = reply.json["upload"]
    assert set(upload) == {"method", "url", "headers", "expires_at"}
    assert upload["method"] == "PUT"
    assert upload["url"].endswith(keys.upload(reader.id, UUID(reply.json["id"])))
    assert upload["headers"]["x-amz-checksum-sha256"] == BOOK["sha256"]
    assert upload["expires_at"].endswith("Z")
    assert world.memory.tables.files[UUID(reply.json["id"])].user_id == reader.id


def test_an_upload_may_carry_its_conversion(reader: Reader, world: MemoryWorld) -> None:
    convert = {"voice": "espeak:en-gb", "title": "  Die Zeitmaschine "}

    reply = reader.api.post("/api/files", {**BOOK, "convert": convert})

    job = reply.json["job"]
    assert (reply.status, job["state"], job["file_id"]) == (201, "awaiting_upload", reply.json["id"])
    assert (job["voice"], job["title"]) == ("espeak:en-gb", "Die Zeitmaschine")
    assert world.memory.tables.balances[reader.id] == 0


def test_confirming_starts_the_conversion_once(reader: Reader, world: MemoryWorld) -> None:
    file = reader.api.post("/api/files", {**BOOK, "convert": {}}).json
    _upload(world, reader, file["id"])

    replies = [reader.api.post(f"/api/files/{file['id']}/confirm") for _ in range(3)]

    assert [(reply.status, reply.json["state"]) for reply in replies] == [(200, "uploaded")] * 3
    assert set(replies[0].json) == SHOWN
    assert [message.body for message in world.queues.take(Queue.UPLOADS)] == [
        {"job_id": file["job"]["id"], "queue": "uploads", "correlation_id": replies[0].headers["x-request-id"]}
    ]


def test_confirming_before_the_bytes_are_there_is_told(reader: Reader) -> None:
    file = reader.api.post("/api/files", BOOK).json

    reply = reader.api.post(f"/api/files/{file['id']}/confirm")

    assert (reply.status, reply.error) == (409, "upload_missing")


def test_somebody_elses_upload_does_not_exist(reader: Reader, stranger: Api, world: MemoryWorld) -> None:
    file = reader.api.post("/api/files", BOOK).json
    _upload(world, reader, file["id"])

    theirs = stranger.post(f"/api/files/{file['id']}/confirm")
    nobodys = stranger.post(f"/api/files/{uuid4()}/confirm")

    assert (theirs.status, theirs.error) == (nobodys.status, nobodys.error) == (404, "not_found")
    assert theirs.json["error"]["message"] == nobodys.json["error"]["message"]


def test_a_book_over_the_limit_is_refused_before_it_is_sent(reader: Reader, world: MemoryWorld) -> None:
    for size in (1_000_001, 10**30):
        reply = reader.api.post("/api/files", {**BOOK, "size": size})
        assert (reply.status, reply.error) == (413, "too_large")
    assert world.memory.tables.files == {}


def test_a_conversion_needs_a_voice_that_can_be_and_credits(reader: Reader) -> None:
    unknown = reader.api.post("/api/files", {**BOOK, "convert": {"voice": "nobody"}})
    assert (unknown.status, unknown.error) == (422, "unknown_voice")

    assert reader.api.post("/api/files", {**BOOK, "convert": {}}).status == 201
    poor = reader.api.post("/api/files", {**BOOK, "convert": {}})
    assert (poor.status, poor.error) == (402, "insufficient_credits")


def test_the_type_may_be_left_out(reader: Reader) -> None:
    reply = reader.api.post("/api/files", {key: value for key, value in BOOK.items() if key != "content_type"})

    assert reply.json["upload"]["headers"]["Content-Type"] == "application/octet-stream"


@pytest.mark.parametrize("content_type", ["text/plain", "text/plain; charset=utf-8", "application/x-fictionbook+xml"])
def test_media_types_are_accepted(reader: Reader, content_type: str) -> None:
    assert reader.api.post("/api/files", {**BOOK, "content_type": content_type}).status == 201


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("filename", ""),
        ("filename", "   "),
        ("filename", "x" * 256),
        ("filename", "a\u0000.epub"),
        ("filename", "a\r\nSet-Cookie: b.epub"),
        ("filename", "gpj.\u202eepub"),
        ("filename", "\ud800.epub"),
        ("filename", None),
        ("size", 0),
        ("size", -1),
        ("size", 1.5),
        ("size", "6"),
        ("size", True),
        ("content_type", "epub"),
        ("content_type", "text/plain\r\nx: y"),
        ("content_type", "text/"),
        ("content_type", "a" * 200 + "/" + "b" * 200),
        ("sha256", "00" * 32),
        ("sha256", base64.b64encode(b"x" * 31).decode()),
        ("sha256", base64.b64encode(b"x" * 33).decode()),
        ("sha256", base64.urlsafe_b64encode(b"\xff" * 32).decode()),
        ("sha256", "A" * 42 + "B="),
        ("sha256", "A" * 43 + "=\n"),
        ("convert", "yes"),
        ("key", "users/somebody"),
    ],
)
def test_a_bad_declaration_is_told_by_field(reader: Reader, world: MemoryWorld, field: str, value: object) -> None:
    reply = reader.api.post("/api/files", {**BOOK, field: value})

    assert (reply.status, reply.error) == (422, "invalid_request")
    assert f"`{field}`" in reply.json["error"]["message"]
    assert world.memory.tables.files == {}


def test_a_bad_conversion_is_told_by_its_place(reader: Reader) -> None:
    reply = reader.api.post("/api/files", {**BOOK, "convert": {"title": "a\u0000"}})

    assert reply.json["error"]["message"] == (
        "The field `convert.title` is not valid: one line of text, without control characters."
    )
