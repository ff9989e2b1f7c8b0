"""A book's way through the state machine, and all that may happen to it twice, late or never."""

import json
from collections.abc import Callable
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from ebookvoice.domain import keys
from ebookvoice.domain.book import Book
from ebookvoice.domain.errors import (
    ConversionFailedError,
    EncryptedBookError,
    InsufficientCreditsError,
    InvalidStateError,
    NotFoundError,
    NotReadyError,
    SpeechIncompleteError,
    UploadMissingError,
)
from ebookvoice.domain.job import Conversion
from ebookvoice.domain.states import FileState, JobState, Queue
from ebookvoice.usecases.audiobooks import download_audiobook, find_audiobook
from ebookvoice.usecases.files import confirm_upload
from ebookvoice.usecases.ingest import upload_arrived
from ebookvoice.usecases.jobs import cancel_job, fail_job, find_job, start_job
from ebookvoice.usecases.lease import lease_end
from ebookvoice.usecases.settle import settle_job, settle_segment, settle_upload
from ebookvoice.usecases.sweep import sweep
from tests.fakes import FakeNarrator, FakeReader
from tests.integration.pipeline.conftest import Pipeline


def test_a_book_becomes_an_audiobook(pipeline: Pipeline, tmp_path: Path) -> None:
    user = pipeline.user()
    job_id = pipeline.queued(user)
    pipeline.run(tmp_path)
    job = find_job(pipeline, user, job_id)
    audiobook = find_audiobook(pipeline, user, job_id)
    assert job.state is JobState.COMPLETED
    assert job.characters_done == job.characters == 24_000
    assert [chapter.title for chapter in audiobook.chapters] == ["Chapter 0", "Chapter 1", "Chapter 2"]
    assert audiobook.duration_ms == 24_000 == sum(chapter.duration_ms for chapter in audiobook.chapters)
    assert [chapter.start_ms for chapter in audiobook.chapters] == [0, 8_000, 16_000]
    assert download_audiobook(pipeline, user, job_id).filename == "A Book.m4b"
    assert pipeline.balance(user) == 2


def test_progress_counts_what_is_done(pipeline: Pipeline, tmp_path: Path) -> None:
    user = pipeline.user()
    job_id = pipeline.queued(user)
    pipeline.ingest(job_id, tmp_path)
    first, *_ = pipeline.segments()
    pipeline.clock.advance(10)
    pipeline.synthesize(first, tmp_path)
    job = find_job(pipeline, user, job_id)
    assert (job.state, job.characters_done, job.chapters_done) == (JobState.SYNTHESIZING, 4_000, 0)
    assert job.eta_s == 50
    with pytest.raises(NotReadyError):
        find_audiobook(pipeline, user, job_id)


def test_notices_may_come_three_times_in_any_order(pipeline: Pipeline, tmp_path: Path) -> None:
    user = pipeline.user()
    file, job = pipeline.upload(user, Conversion())
    assert job is not None
    for _ in range(3):
        assert upload_arrived(pipeline, file.key)
        assert confirm_upload(pipeline, user, file.id).state is FileState.UPLOADED
    assert len(pipeline.queues.messages) == 1
    pipeline.run(tmp_path)
    assert find_job(pipeline, user, job.id).state is JobState.COMPLETED
    assert files_of(pipeline, user) == ["m4b", "metadata"]


def test_every_message_may_come_twice(pipeline: Pipeline, tmp_path: Path) -> None:
    user = pipeline.user()
    job_id = pipeline.queued(user)
    assert [pipeline.ingest(job_id, tmp_path) for _ in range(2)] == [True, False]
    segments = pipeline.segments()
    outcomes = [pipeline.synthesize(segment, tmp_path) for segment in segments * 2]
    assert set(outcomes[len(segments) :]) == {"stale"}
    chapters = pipeline.chapters()
    assert len(chapters) == 3
    assert [pipeline.master(*chapter, tmp_path) for chapter in chapters * 2] == [True] * 3 + [False] * 3
    assert [pipeline.assemble(job_id) for _ in range(2)] == [True, False]
    assert find_job(pipeline, user, job_id).state is JobState.COMPLETED
    assert files_of(pipeline, user) == ["m4b", "metadata"]


def test_unknown_and_missing_uploads(pipeline: Pipeline) -> None:
    user = pipeline.user()
    assert not upload_arrived(pipeline, "users/nobody/uploads/nothing/source")
    file, _ = pipeline.upload(user, arrive=False)
    assert not upload_arrived(pipeline, file.key)
    with pytest.raises(UploadMissingError):
        confirm_upload(pipeline, user, file.id)


def test_other_peoples_things_are_not_found(pipeline: Pipeline, tmp_path: Path) -> None:
    owner, stranger = pipeline.user(), pipeline.user()
    file, job = pipeline.upload(owner, Conversion())
    assert job is not None
    confirm_upload(pipeline, owner, file.id)
    pipeline.run(tmp_path)
    for attempt in (
        lambda: find_job(pipeline, stranger, job.id),
        lambda: find_audiobook(pipeline, stranger, job.id),
        lambda: confirm_upload(pipeline, stranger, file.id),
        lambda: start_job(pipeline, stranger, file.id, Conversion()),
    ):
        with pytest.raises(NotFoundError):
            attempt()


def test_a_second_run_speaks_nothing(pipeline: Pipeline, tmp_path: Path) -> None:
    user = pipeline.user()
    file, _ = pipeline.upload(user)
    confirm_upload(pipeline, user, file.id)
    first = start_job(pipeline, user, file.id, Conversion())
    pipeline.run(tmp_path)
    # Equal paragraphs in different chapters have equal audio, but each segment knows its place in its chapter.
    assert pipeline.narrator.spoken
    pipeline.narrator.spoken.clear()
    second = start_job(pipeline, user, file.id, Conversion())
    pipeline.run(tmp_path)
    assert pipeline.narrator.spoken == []
    assert find_audiobook(pipeline, user, second.id).duration_ms == find_audiobook(pipeline, user, first.id).duration_ms


def test_a_refused_book_leaves_nothing_behind_and_costs_nothing(pipeline: Pipeline, tmp_path: Path) -> None:
    user = pipeline.user()
    pipeline.reader.book = EncryptedBookError()
    job_id = pipeline.queued(user)
    pipeline.run(tmp_path)
    job = find_job(pipeline, user, job_id)
    assert job.state is JobState.FAILED
    assert job.failure is not None
    assert job.failure.code == "encrypted"
    assert list(pipeline.objects.list(f"users/{user}/")) == []
    assert pipeline.balance(user) == 3
    with pytest.raises(InvalidStateError):
        start_job(pipeline, user, job.file_id, Conversion())


def test_an_upload_that_changed_is_refused(pipeline: Pipeline, tmp_path: Path) -> None:
    user = pipeline.user()
    job_id = pipeline.queued(user)
    for key in list(pipeline.objects.list(f"users/{user}/uploads/")):
        pipeline.objects.objects[key] = b"other bytes"
    pipeline.run(tmp_path)
    failure = find_job(pipeline, user, job_id).failure
    assert failure is not None
    assert failure.code == "upload_changed"


def test_an_unknown_voice_fails_the_job_but_keeps_the_upload(pipeline: Pipeline, tmp_path: Path) -> None:
    user = pipeline.user()
    file, job = pipeline.upload(user, Conversion(voice="fake:nobody"))
    assert job is not None
    confirm_upload(pipeline, user, file.id)
    pipeline.run(tmp_path)
    failure = find_job(pipeline, user, job.id).failure
    assert failure is not None
    assert failure.code == "unknown_voice"
    assert list(pipeline.objects.list(f"users/{user}/uploads/")) == [file.key]


def test_credits_are_held_with_the_job(pipeline: Pipeline) -> None:
    user = pipeline.user()
    file, _ = pipeline.upload(user)
    for _ in range(3):
        start_job(pipeline, user, file.id, Conversion())
    with pytest.raises(InsufficientCreditsError):
        start_job(pipeline, user, file.id, Conversion())
    assert pipeline.balance(user) == 0


@pytest.mark.parametrize("times", [1, 3])
def test_a_dead_letter_ends_its_job_once(pipeline: Pipeline, tmp_path: Path, times: int) -> None:
    user = pipeline.user()
    job_id = pipeline.queued(user)
    pipeline.ingest(job_id, tmp_path)
    segment, *_ = pipeline.segments()
    ended = [settle_segment(pipeline, job_id, segment) for _ in range(times)]
    assert ended == [True] + [False] * (times - 1)
    failure = find_job(pipeline, user, job_id).failure
    assert failure is not None
    assert failure.code == "conversion_failed"
    assert pipeline.balance(user) == 3
    assert list(pipeline.objects.list(f"work/{user}/jobs/")) == []


def test_a_dead_letter_of_a_segment_that_is_done_is_harmless(pipeline: Pipeline, tmp_path: Path) -> None:
    user = pipeline.user()
    job_id = pipeline.queued(user)
    pipeline.ingest(job_id, tmp_path)
    first, *rest = pipeline.segments()
    pipeline.synthesize(first, tmp_path)
    assert not settle_segment(pipeline, job_id, first)
    for segment in rest:
        pipeline.synthesize(segment, tmp_path)
    for chapter in pipeline.chapters():
        pipeline.master(*chapter, tmp_path)
    assert find_job(pipeline, user, job_id).state is JobState.ASSEMBLING


def test_a_dead_upload_notice_ends_the_waiting_jobs(pipeline: Pipeline) -> None:
    user = pipeline.user()
    file, job = pipeline.upload(user, Conversion())
    assert job is not None
    assert settle_upload(pipeline, file.key) == [job.id]
    assert find_job(pipeline, user, job.id).state is JobState.FAILED


def test_nothing_changes_a_job_that_has_ended(pipeline: Pipeline, tmp_path: Path) -> None:
    user = pipeline.user()
    job_id = pipeline.queued(user)
    pipeline.ingest(job_id, tmp_path)
    segments = pipeline.segments()
    claimed = _Claimed(pipeline, job_id)
    assert pipeline.synthesize(segments[0], tmp_path, claimed) == "stale"
    assert [pipeline.synthesize(segment, tmp_path) for segment in segments[1:]] == ["stale"] * (len(segments) - 1)
    assert find_job(pipeline, user, job_id).state is JobState.FAILED
    sweep(pipeline)  # of the draft that came too late
    assert list(pipeline.objects.list(f"work/{user}/jobs/")) == []


def test_transient_errors_give_the_segment_back(pipeline: Pipeline, tmp_path: Path) -> None:
    user = pipeline.user()
    job_id = pipeline.queued(user)
    pipeline.ingest(job_id, tmp_path)
    segment, *_ = pipeline.segments()
    pipeline.narrator.error = ConnectionError("service unreachable")
    with pytest.raises(ConnectionError):
        pipeline.synthesize(segment, tmp_path)
    pipeline.narrator.error = None
    assert pipeline.synthesize(segment, tmp_path) == "spoken"


def test_a_segment_is_not_tried_for_ever(pipeline: Pipeline, tmp_path: Path) -> None:
    user = pipeline.user()
    job_id = pipeline.queued(user)
    pipeline.ingest(job_id, tmp_path)
    segment, *_ = pipeline.segments()
    pipeline.narrator.error = ConnectionError("service unreachable")
    for _ in range(pipeline.settings.max_attempts):
        with pytest.raises(ConnectionError):
            pipeline.synthesize(segment, tmp_path)
    assert pipeline.synthesize(segment, tmp_path) == "failed"
    assert find_job(pipeline, user, job_id).state is JobState.FAILED


def test_an_engine_that_always_fails_ends_the_job_with_its_own_reason(pipeline: Pipeline, tmp_path: Path) -> None:
    user = pipeline.user()
    job_id = pipeline.queued(user)
    pipeline.ingest(job_id, tmp_path)
    segment, *_ = pipeline.segments()
    pipeline.narrator.error = SpeechIncompleteError()
    for _ in range(pipeline.settings.max_attempts - 1):
        with pytest.raises(SpeechIncompleteError):
            pipeline.synthesize(segment, tmp_path)
    assert pipeline.synthesize(segment, tmp_path) == "failed"
    failure = find_job(pipeline, user, job_id).failure
    assert failure is not None
    assert failure.code == "speech_incomplete"
    assert pipeline.balance(user) == 3


def test_settling_a_job_twice_voids_one_hold(pipeline: Pipeline) -> None:
    user = pipeline.user()
    job_id = pipeline.queued(user)
    assert [settle_job(pipeline, job_id, Queue.UPLOADS) for _ in range(3)] == [True, False, False]
    assert pipeline.balance(user) == 3
    assert pipeline.events(user) == [("grant", 3), ("hold", -1), ("void", 1)]


def test_messages_carry_ids_and_the_users_group(pipeline: Pipeline, tmp_path: Path) -> None:
    user = pipeline.user()
    job_id = pipeline.queued(user)
    (message,) = pipeline.queues.take(Queue.UPLOADS)
    assert (message.body, message.group) == ({"job_id": str(job_id), "queue": "uploads"}, str(user))
    pipeline.ingest(job_id, tmp_path)
    assert {message.group for message in pipeline.queues.messages} == {str(user)}


def test_a_cancelled_job_leaves_nothing_and_costs_nothing(pipeline: Pipeline, tmp_path: Path) -> None:
    user, stranger = pipeline.user(), pipeline.user()
    job_id = pipeline.queued(user)
    pipeline.ingest(job_id, tmp_path)
    segments = pipeline.segments()
    pipeline.synthesize(segments[0], tmp_path)
    with pytest.raises(NotFoundError):
        cancel_job(pipeline, stranger, job_id)
    assert cancel_job(pipeline, user, job_id).state is JobState.CANCELLED
    assert cancel_job(pipeline, user, job_id).state is JobState.CANCELLED
    assert pipeline.synthesize(segments[1], tmp_path) == "stale"
    assert list(pipeline.objects.list(f"work/{user}/jobs/")) == []
    assert pipeline.events(user) == [("grant", 3), ("hold", -1), ("void", 1)]


@pytest.mark.parametrize("queue", [Queue.UPLOADS, Queue.ASSEMBLY])
def test_a_dead_letter_does_not_end_a_job_that_got_on(pipeline: Pipeline, tmp_path: Path, queue: Queue) -> None:
    user = pipeline.user()
    job_id = pipeline.queued(user)
    pipeline.ingest(job_id, tmp_path)
    segment, *_ = pipeline.segments()
    assert not settle_job(pipeline, job_id, queue)
    with pipeline.store.as_service() as records:
        records.segments.claim(segment, uuid4(), pipeline.clock.now(), lease_end(pipeline))
    assert not settle_segment(pipeline, job_id, segment)
    assert find_job(pipeline, user, job_id).state is JobState.SYNTHESIZING
    pipeline.clock.advance(pipeline.settings.lease_seconds + 1)
    assert settle_segment(pipeline, job_id, segment)


def test_a_job_cancelled_while_its_book_is_read_leaves_nothing(pipeline: Pipeline, tmp_path: Path) -> None:
    user = pipeline.user()
    job_id = pipeline.queued(user)
    whole = pipeline.reader.read(tmp_path, "")
    pipeline.reader = _Interrupted(whole, lambda: cancel_job(pipeline, user, job_id))
    assert not pipeline.ingest(job_id, tmp_path)
    assert list(pipeline.objects.list(f"work/{user}/jobs/")) == []


def test_an_assembly_that_died_leaves_no_second_audiobook(pipeline: Pipeline, tmp_path: Path) -> None:
    user = pipeline.user()
    job_id = pipeline.queued(user)
    pipeline.speak(job_id, tmp_path)
    for chapter in pipeline.chapters():
        pipeline.master(*chapter, tmp_path)
    pipeline.objects.put(keys.artifact(user, job_id, uuid4(), "m4b"), b"half done", "audio/mp4")
    assert pipeline.assemble(job_id)
    assert files_of(pipeline, user) == ["m4b", "metadata"]


def test_bytes_that_come_for_a_refused_upload_are_removed(pipeline: Pipeline, tmp_path: Path) -> None:
    user = pipeline.user()
    pipeline.reader.book = EncryptedBookError()
    file, _ = pipeline.upload(user, Conversion())
    confirm_upload(pipeline, user, file.id)
    pipeline.run(tmp_path)
    pipeline.objects.put(file.key, b"again", "application/epub+zip")
    upload_arrived(pipeline, file.key)
    sweep(pipeline)
    assert list(pipeline.objects.list(f"users/{user}/")) == []


def test_two_refused_jobs_of_one_book_both_let_go_of_it(pipeline: Pipeline, tmp_path: Path) -> None:
    user = pipeline.user()
    pipeline.reader.book = EncryptedBookError()
    file, _ = pipeline.upload(user, Conversion())
    start_job(pipeline, user, file.id, Conversion())
    confirm_upload(pipeline, user, file.id)
    pipeline.run(tmp_path)
    assert list(pipeline.objects.list(f"users/{user}/")) == []
    assert pipeline.balance(user) == 3


def test_a_torn_cache_entry_is_never_read(pipeline: Pipeline, tmp_path: Path) -> None:
    """Whoever wins, the seal names a pair of files that were written together."""
    user = pipeline.user()
    job_id = pipeline.queued(user)
    pipeline.run(tmp_path)
    seals = [key for key in pipeline.objects.list(f"work/{user}/speech/") if key.count("/") == 3]
    for key in seals:
        seal = json.loads(pipeline.objects.read(key))
        assert seal["audio"].removesuffix(".flac") == seal["timings"].removesuffix(".json")
        assert len(pipeline.objects.read(seal["audio"])) == seal["samples"]
    assert len(seals) > 1
    assert find_job(pipeline, user, job_id).state is JobState.COMPLETED


def test_a_queue_that_fails_does_not_fail_the_request(pipeline: Pipeline) -> None:
    user = pipeline.user()
    file, _ = pipeline.upload(user)
    confirm_upload(pipeline, user, file.id)
    pipeline.queues.down = True
    assert start_job(pipeline, user, file.id, Conversion()).state is JobState.QUEUED


def files_of(pipeline: Pipeline, user: UUID) -> list[str]:
    """List the objects below the user's audiobooks by what their names end with."""
    return sorted(key.rsplit(".", 1)[1] for key in pipeline.objects.list(f"users/{user}/audiobooks/"))


class _Interrupted(FakeReader):
    """A reader during whose work something happens."""

    def __init__(self, book: Book, event: Callable[[], object]) -> None:
        super().__init__(book)
        self._event = event

    def read(self, path: Path, filename: str) -> Book:
        self._event()
        return super().read(path, filename)


class _Claimed(FakeNarrator):
    """A narrator during whose work the job is failed by somebody else."""

    def __init__(self, pipeline: Pipeline, job_id: UUID) -> None:
        super().__init__()
        self._pipeline, self._job_id = pipeline, job_id

    def narrate(self, *arguments: object) -> object:  # type: ignore[override]
        fail_job(self._pipeline, self._job_id, ConversionFailedError())
        return super().narrate(*arguments)  # type: ignore[arg-type]
