import json
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from ebookvoice.domain.certificate import Certificate, ChapterAccount, SkippedPart, SubstitutedPassage
from ebookvoice.domain.file import File
from ebookvoice.domain.job import Audiobook, AudiobookChapter, AudiobookFile
from ebookvoice.domain.speech import Why
from ebookvoice.domain.states import FileState, JobState
from ebookvoice.domain.storage import FileKind
from tests.unit.api.caller import Api
from tests.unit.api.conftest import Reader
from tests.unit.api.memory import MemoryWorld
from tests.unit.api.test_files import BOOK

COLOPHON = SkippedPart("Colophon", "back matter", 500)
PASSAGE = SubstitutedPassage(2, 10, 5, "Weena", "espeak:en-us", Why.FALLBACK)
CERTIFICATE = Certificate(
    "espeak:en-gb",
    (
        ChapterAccount(1, "I", 60, 60, -19.02, -3.1, 2.5, (PASSAGE,), more=3),
        ChapterAccount(2, "Epilogue", 70, 70, None, None, None, ()),
    ),
    (COLOPHON,),
)
FILES = (
    AudiobookFile("m4b", None, "The Time Machine.m4b", "audio/mp4", 72_000, "users/u/1"),
    AudiobookFile("transcript-a4", None, "The Time Machine.pdf", "application/pdf", 9_000, "users/u/2"),
    AudiobookFile("mp3", 1, "01 - I.mp3", "audio/mpeg", 30_000, "users/u/3"),
)


CERTIFICATE_SHOWN = {
    "engine": "espeak",
    "voice": "espeak:en-gb",
    "characters": 130,
    "characters_spoken": 130,
    "characters_skipped": 500,
    "more": 3,
    "skipped": [{"title": "Colophon", "reason": "back matter", "characters": 500}],
    "chapters": [
        {
            "number": 1,
            "title": "I",
            "characters": 60,
            "characters_spoken": 60,
            "loudness": -19.02,
            "peak": -3.1,
            "gain": 2.5,
            "substitutions": [
                {
                    "paragraph": 2,
                    "offset": 10,
                    "length": 5,
                    "text": "Weena",
                    "voice": "espeak:en-us",
                    "why": str(Why.FALLBACK),
                }
            ],
            "more": 3,
        },
        {
            "number": 2,
            "title": "Epilogue",
            "characters": 70,
            "characters_spoken": 70,
            "loudness": None,
            "peak": None,
            "gain": None,
            "substitutions": [],
            "more": 0,
        },
    ],
}


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
        skipped=(COLOPHON,),
        files=FILES,
        certificate=CERTIFICATE,
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
        "artifacts": [
            {
                "format": "m4b",
                "chapter": None,
                "filename": "The Time Machine.m4b",
                "content_type": "audio/mp4",
                "size": 72000,
            },
            {
                "format": "mp3",
                "chapter": 1,
                "filename": "01 - I.mp3",
                "content_type": "audio/mpeg",
                "size": 30000,
            },
        ],
        "certificate": CERTIFICATE_SHOWN,
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


def test_the_certificate_is_that_of_the_metadata(reader: Reader, audiobook: Audiobook) -> None:
    shown = reader.api.get(f"/api/audiobooks/{audiobook.id}").json["certificate"]

    assert shown == json.loads(json.dumps(CERTIFICATE.to_fields()))


def test_a_file_is_asked_for_by_its_format(reader: Reader, audiobook: Audiobook, world: MemoryWorld) -> None:
    for format_, chapter in (("m4b", None), ("metadata", None), ("mp3", 1), ("transcript-a4", None)):
        file = replace(artifact(reader.id, audiobook), key=f"users/u/{format_}", format=format_, chapter=chapter)
        world.memory.tables.files[file.id] = file
    path = f"/api/audiobooks/{audiobook.id}/download"

    found = {name: reader.api.get(f"{path}?{name}") for name in ("format=metadata", "format=mp3&chapter=2")}

    assert [reply.json["url"].partition("?")[0] for reply in found.values()] == [
        "memory:users/u/metadata",
        "memory:users/u/mp3",
    ]
    for missing in ("format=opus", "format=mp3", "format=mp3&chapter=1", "format=m4b&chapter=2"):
        assert reader.api.get(f"{path}?{missing}").error == "not_found"
    # The transcripts on paper are handed out by who knows which one.
    for wrong in ("format=transcript-a4", "format=wav", "format=mp3&chapter=0", "format=mp3&chapter=one"):
        reply = reader.api.get(f"{path}?{wrong}")
        assert (reply.status, reply.error) == (422, "invalid_request")


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
