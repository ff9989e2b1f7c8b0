from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

from ebookvoice.domain.job import ChapterProgress, Failure, Job
from ebookvoice.domain.states import FileState, JobState, Queue
from tests.unit.api.caller import Api
from tests.unit.api.conftest import Reader
from tests.unit.api.memory import MemoryWorld
from tests.unit.api.test_files import BOOK


def _file(reader: Reader) -> str:
    return str(reader.api.post("/api/files", BOOK).json["id"])


def _uploaded(world: MemoryWorld, reader: Reader, state: FileState = FileState.UPLOADED) -> str:
    file_id = _file(reader)
    files = world.memory.tables.files
    files[UUID(file_id)] = replace(files[UUID(file_id)], state=state, etag="e")
    return file_id


def _change(world: MemoryWorld, job_id: str, **changes: object) -> None:
    owner, job = world.memory.tables.jobs[UUID(job_id)]
    world.memory.tables.jobs[job.id] = (owner, replace(job, **changes))  # type: ignore[arg-type]


def test_a_job_is_taken_and_queued(reader: Reader, world: MemoryWorld) -> None:
    file_id = _uploaded(world, reader)

    reply = reader.api.post("/api/jobs", {"file_id": file_id, "voice": "espeak:en-gb", "title": "Mine"})

    assert reply.status == 202
    assert set(reply.json) == {
        "id", "file_id", "state", "voice", "title", "author", "progress", "chapters", "waiting", "error", "created_at",
        "finished_at", "audiobook_id", "choice", "direction", "formats",
    }  # fmt: skip
    assert (reply.json["state"], reply.json["voice"], reply.json["title"]) == ("queued", "espeak:en-gb", "Mine")
    assert reply.headers["location"] == f"/api/jobs/{reply.json['id']}"
    assert [message.body for message in world.queues.take(Queue.UPLOADS)] == [
        {"job_id": reply.json["id"], "queue": "uploads", "correlation_id": reply.headers["x-request-id"]}
    ]


def test_a_job_waits_for_its_upload(reader: Reader, world: MemoryWorld) -> None:
    reply = reader.api.post("/api/jobs", {"file_id": _file(reader)})

    assert (reply.status, reply.json["state"]) == (202, "awaiting_upload")
    assert world.queues.take(Queue.UPLOADS) == []


def test_progress_is_shown_while_it_speaks(reader: Reader, world: MemoryWorld) -> None:
    job_id = reader.api.post("/api/jobs", {"file_id": _uploaded(world, reader)}).json["id"]
    chapters = (ChapterProgress(1, "I", 100, 100, 7_000), ChapterProgress(2, "II", 200, 50, None))
    _change(
        world, job_id, state=JobState.SYNTHESIZING, author="H. G. Wells", characters=300, characters_done=150,
        chapters=chapters, eta_s=9,
    )  # fmt: skip

    job = reader.api.get(f"/api/jobs/{job_id}").json

    assert job["progress"] == {
        "characters": 300, "characters_done": 150, "chapters": 2, "chapters_done": 1, "eta_s": 9,
    }  # fmt: skip
    assert job["chapters"] == [
        {"number": 1, "title": "I", "characters": 100, "characters_done": 100, "duration_ms": 7000},
        {"number": 2, "title": "II", "characters": 200, "characters_done": 50, "duration_ms": None},
    ]
    assert (job["author"], job["audiobook_id"], job["error"]) == ("H. G. Wells", None, None)


def test_a_finished_job_names_its_audiobook(reader: Reader, world: MemoryWorld) -> None:
    job_id = reader.api.post("/api/jobs", {"file_id": _uploaded(world, reader)}).json["id"]
    finished = world.clock.now() + timedelta(seconds=5)
    _change(world, job_id, state=JobState.COMPLETED, finished_at=finished)

    job = reader.api.get(f"/api/jobs/{job_id}").json

    assert (job["state"], job["audiobook_id"]) == ("completed", job_id)
    assert job["finished_at"] == finished.isoformat().replace("+00:00", "Z")


def test_a_failed_job_says_why(reader: Reader, world: MemoryWorld) -> None:
    job_id = reader.api.post("/api/jobs", {"file_id": _uploaded(world, reader)}).json["id"]
    _change(world, job_id, state=JobState.FAILED, failure=Failure("encrypted", "The book is protected."))

    job = reader.api.get(f"/api/jobs/{job_id}").json

    assert (job["state"], job["audiobook_id"]) == ("failed", None)
    assert job["error"] == {"code": "encrypted", "message": "The book is protected."}


def test_a_job_needs_a_file_a_voice_that_can_be_and_credits(reader: Reader, world: MemoryWorld) -> None:
    gone = _uploaded(world, reader, FileState.EXPIRED)
    there = _uploaded(world, reader)

    assert reader.api.post("/api/jobs", {"file_id": str(uuid4())}).error == "not_found"
    expired = reader.api.post("/api/jobs", {"file_id": gone})
    assert (expired.status, expired.error) == (409, "invalid_state")
    unknown = reader.api.post("/api/jobs", {"file_id": there, "voice": "espeak:"})
    assert (unknown.status, unknown.error) == (422, "unknown_voice")
    assert reader.api.post("/api/jobs", {"file_id": there}).status == 202
    poor = reader.api.post("/api/jobs", {"file_id": there})
    assert (poor.status, poor.error) == (402, "insufficient_credits")


def test_somebody_elses_things_do_not_exist(reader: Reader, stranger: Api, world: MemoryWorld) -> None:
    file_id = _uploaded(world, reader)
    job_id = reader.api.post("/api/jobs", {"file_id": file_id}).json["id"]

    assert stranger.post("/api/jobs", {"file_id": file_id}).error == "not_found"
    reply = stranger.get(f"/api/jobs/{job_id}")
    assert (reply.status, reply.error) == (404, "not_found")


def test_ids_are_checked(reader: Reader) -> None:
    assert "`file_id`" in reader.api.post("/api/jobs", {"file_id": "1"}).json["error"]["message"]
    reply = reader.api.get("/api/jobs/..%2f1")
    assert (reply.status, reply.error) == (404, "not_found")
    reply = reader.api.get("/api/jobs/1")
    assert (reply.status, reply.error) == (422, "invalid_request")
    assert "`job_id`" in reply.json["error"]["message"]


def test_a_record_without_progress_maps_to_zeros(reader: Reader, world: MemoryWorld) -> None:
    job_id = reader.api.post("/api/jobs", {"file_id": _file(reader)}).json["id"]
    job: Job = world.memory.tables.jobs[UUID(job_id)][1]
    assert job.chapters == ()

    assert reader.api.get(f"/api/jobs/{job_id}").json["progress"] == {
        "characters": 0, "characters_done": 0, "chapters": 0, "chapters_done": 0, "eta_s": None,
    }  # fmt: skip
