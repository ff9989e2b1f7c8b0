"""Transcripts on paper, for accounts with credits and without."""

from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from ebookvoice.domain.documents import DocumentKind
from ebookvoice.domain.file import File
from ebookvoice.domain.job import Audiobook
from ebookvoice.domain.payments import Hold
from ebookvoice.domain.states import FileState
from ebookvoice.domain.storage import FileKind
from tests.unit.api.caller import Api, Reply
from tests.unit.api.conftest import Reader
from tests.unit.api.memory import MemoryWorld
from tests.unit.api.test_files import BOOK

PRINTED = [kind for kind in DocumentKind if kind.startswith("transcript")]


@pytest.fixture
def audiobook_id(reader: Reader, world: MemoryWorld) -> UUID:
    """A finished audiobook, without a transcript."""
    job_id = UUID(reader.api.post("/api/files", {**BOOK, "convert": {}}).json["job"]["id"])
    made_at = world.clock.now()
    audiobook = Audiobook(
        id=job_id,
        title="A Book",
        author=None,
        voice="espeak:en-gb",
        duration_ms=1,
        size=1,
        filename="A Book.m4b",
        chapters=(),
        skipped=(),
        created_at=made_at,
    )
    world.memory.tables.audiobooks[job_id] = (reader.id, audiobook, file_of(reader.id, job_id, world, "m4b"))
    return job_id


def file_of(owner: UUID, job_id: UUID, world: MemoryWorld, format_: str) -> File:
    """Make a file of an audiobook."""
    return File(
        id=uuid4(),
        user_id=owner,
        key=f"made/{format_}",
        filename="A Book.pdf",
        content_type="application/pdf",
        size=7,
        sha256="s",
        state=FileState.UPLOADED,
        etag="e",
        created_at=world.clock.now(),
        kind=FileKind.ARTIFACT,
        job_id=job_id,
        format=format_,
    )


@pytest.fixture
def printed(reader: Reader, world: MemoryWorld, audiobook_id: UUID) -> UUID:
    """A finished audiobook with all the files of its transcript."""
    for kind in PRINTED:
        file = file_of(reader.id, audiobook_id, world, kind)
        world.memory.tables.files[file.id] = file
    return audiobook_id


def export(api: Api, audiobook_id: UUID, **fields: str) -> Reply:
    return api.post("/api/pdf/export", {"audiobook_id": str(audiobook_id), **fields})


def test_an_account_with_credits_gets_it_clean(reader: Reader, world: MemoryWorld, printed: UUID) -> None:
    world.memory.tables.balances[reader.id] = 1

    reply = export(reader.api, printed)

    assert reply.status == 200
    assert reply.json["url"] == "memory:made/transcript-a4?A Book.pdf"
    assert (reply.json["filename"], reply.json["size"]) == ("A Book.pdf", 7)
    assert export(reader.api, printed, paper="letter").json["url"].startswith("memory:made/transcript-letter?")


def test_an_account_without_credits_gets_it_marked(reader: Reader, world: MemoryWorld, printed: UUID) -> None:
    world.memory.tables.balances[reader.id] = 0

    assert export(reader.api, printed).json["url"].startswith("memory:made/transcript-a4-marked?")
    reply = export(reader.api, printed, paper="letter")
    assert reply.json["url"].startswith("memory:made/transcript-letter-marked?")


def test_credits_that_are_set_aside_are_credits(reader: Reader, world: MemoryWorld, printed: UUID) -> None:
    world.memory.tables.balances[reader.id] = 0
    world.memory.tables.holds[reader.id] = [Hold(printed, 1, world.clock.now())]

    assert export(reader.api, printed).json["url"].startswith("memory:made/transcript-a4?")


def test_where_conversions_cost_nothing_nobody_gets_it_marked(
    reader: Reader, world: MemoryWorld, printed: UUID
) -> None:
    world.memory.tables.balances[reader.id] = 0
    world.settings = replace(world.settings, job_credits=0)

    assert export(reader.api, printed).json["url"].startswith("memory:made/transcript-a4?")


def test_an_audiobook_without_a_transcript_has_no_pdf(reader: Reader, audiobook_id: UUID) -> None:
    reply = export(reader.api, audiobook_id)

    assert (reply.status, reply.error) == (404, "not_found")


def test_a_transcript_that_could_not_be_printed_tells_so(
    reader: Reader, world: MemoryWorld, audiobook_id: UUID
) -> None:
    file = file_of(reader.id, audiobook_id, world, "transcript")
    world.memory.tables.files[file.id] = file

    reply = export(reader.api, audiobook_id)

    assert (reply.status, reply.error) == (404, "not_printed")
    assert "JSON" in reply.json["error"]["message"]


def test_an_unfinished_audiobook_is_not_ready(reader: Reader) -> None:
    job_id = UUID(reader.api.post("/api/files", {**BOOK, "convert": {}}).json["job"]["id"])

    assert export(reader.api, job_id).error == "not_ready"


def test_nobody_exports_what_is_not_theirs(stranger: Api, printed: UUID) -> None:
    assert export(stranger, printed).error == "not_found"


def test_it_takes_a_session(reader: Reader, printed: UUID) -> None:
    reader.api.token = None

    assert export(reader.api, printed).status == 401


@pytest.mark.parametrize("fields", [{"paper": "a5"}, {"audiobook_id": "no id"}, {"unknown": "field"}])
def test_a_bad_request_is_told_so(reader: Reader, printed: UUID, fields: dict[str, str]) -> None:
    body = {"audiobook_id": str(printed), **fields}

    assert reader.api.post("/api/pdf/export", body).status == 422
