from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from ebookvoice.domain.certificate import SkippedPart
from ebookvoice.domain.file import File
from ebookvoice.domain.job import Audiobook, AudiobookChapter
from ebookvoice.domain.states import FileState, JobState
from ebookvoice.domain.storage import FileKind
from tests.unit.api.caller import Api
from tests.unit.api.conftest import Reader
from tests.unit.api.memory import MemoryWorld
from tests.unit.api.test_files import BOOK


@pytest.fixture
def job_id(reader: Reader) -> UUID:
    return UUID(reader.api.post("/api/files", {**BOOK, "convert": {}}).json["job"]["id"])


@pytest.fixture
def audiobook(job_id: UUID, reader: Reader, world: MemoryWorld) -> Audiobook:
    audiobook = Audiobook(
        id=job_id,
        title="The Time Machine",
        author="H. G. Wells",
        voice="espeak:en-gb",
        duration_ms=9_000,
        size=72_000,
        filename="The Time Machine.m4b",
        chapters=(AudiobookChapter(1, "I", 0, 4_000, 60), AudiobookChapter(2, "Epilogue", 4_000, 5_000, 70)),
        skipped=(SkippedPart("Colophon", "back matter", 500),),
        created_at=world.clock.now(),
    )
    world.memory.tables.audiobooks[job_id] = (reader.id, audiobook, artifact(reader.id, audiobook))
    return audiobook


def artifact(owner: UUID, audiobook: Audiobook, state: FileState = FileState.UPLOADED) -> File:
    """Make the file of an audiobook."""
    return File(
        id=uuid4(),
        user_id=owner,
        key="users/u/audiobooks/j/a.m4b",
        filename=audiobook.filename,
        content_type="audio/mp4",
        size=audiobook.size,
        sha256="s",
        state=state,
        etag="e",
        created_at=audiobook.created_at,
        kind=FileKind.ARTIFACT,
        job_id=audiobook.id,
    )


def _end(world: MemoryWorld, job_id: UUID, state: JobState) -> None:
    owner, job = world.memory.tables.jobs[job_id]
    world.memory.tables.jobs[job_id] = (owner, replace(job, state=state))


def test_an_audiobook_is_shown(reader: Reader, audiobook: Audiobook) -> None:
    reply = reader.api.get(f"/api/audiobooks/{audiobook.id}")

    assert reply.status == 200
    assert reply.json == {
        "id": str(audiobook.id),
        "title": "The Time Machine",
        "author": "H. G. Wells",
        "voice": "espeak:en-gb",
        "duration_ms": 9000,
        "size": 72000,
        "filename": "The Time Machine.m4b",
        "chapters": [
            {"number": 1, "title": "I", "start_ms": 0, "duration_ms": 4000, "characters": 60},
            {"number": 2, "title": "Epilogue", "start_ms": 4000, "duration_ms": 5000, "characters": 70},
        ],
        "skipped": [{"title": "Colophon", "reason": "back matter", "characters": 500}],
        "created_at": audiobook.created_at.isoformat().replace("+00:00", "Z"),
        "expires_at": None,
        "pinned": False,
    }


def test_a_download_is_an_address_for_a_while(reader: Reader, audiobook: Audiobook, world: MemoryWorld) -> None:
    reply = reader.api.get(f"/api/audiobooks/{audiobook.id}/download")

    expires = world.clock.now() + timedelta(seconds=world.settings.download_seconds)
    assert reply.status == 200
    assert reply.json == {
        "url": "memory:users/u/audiobooks/j/a.m4b?The Time Machine.m4b",
        "filename": "The Time Machine.m4b",
        "size": 72000,
        "expires_at": expires.isoformat().replace("+00:00", "Z"),
    }


@pytest.mark.parametrize("path", ["", "/download"])
def test_an_unfinished_audiobook_is_not_ready(reader: Reader, job_id: UUID, path: str) -> None:
    reply = reader.api.get(f"/api/audiobooks/{job_id}{path}")

    assert (reply.status, reply.error) == (409, "not_ready")


@pytest.mark.parametrize("path", ["", "/download"])
def test_a_failed_job_has_no_audiobook(reader: Reader, job_id: UUID, world: MemoryWorld, path: str) -> None:
    _end(world, job_id, JobState.FAILED)

    reply = reader.api.get(f"/api/audiobooks/{job_id}{path}")

    assert (reply.status, reply.error) == (404, "not_found")


@pytest.mark.parametrize("path", ["", "/download"])
def test_an_audiobook_whose_time_was_over_is_gone(
    reader: Reader, audiobook: Audiobook, world: MemoryWorld, path: str
) -> None:
    removed = artifact(reader.id, audiobook, FileState.REMOVED)
    world.memory.tables.audiobooks[audiobook.id] = (reader.id, audiobook, removed)

    reply = reader.api.get(f"/api/audiobooks/{audiobook.id}{path}")

    assert (reply.status, reply.error) == (410, "gone")


@pytest.mark.parametrize("path", ["", "/download"])
def test_somebody_elses_audiobook_does_not_exist(
    reader: Reader, stranger: Api, audiobook: Audiobook, path: str
) -> None:
    assert stranger.get(f"/api/audiobooks/{audiobook.id}{path}").error == "not_found"
    assert reader.api.get(f"/api/audiobooks/{uuid4()}{path}").error == "not_found"
