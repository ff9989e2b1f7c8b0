"""What the sweep finds: abandoned work, notices that never came, uploads that never came, rubbish."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from ebookvoice.domain import keys
from ebookvoice.domain.errors import UnavailableError
from ebookvoice.domain.job import Conversion
from ebookvoice.domain.states import JobState
from ebookvoice.ports.objects import ObjectsLeftError
from ebookvoice.ports.records.segments import SpokenSegment
from ebookvoice.usecases import lease
from ebookvoice.usecases import sweep as sweeping
from ebookvoice.usecases.jobs import find_job
from ebookvoice.usecases.sweep import sweep
from tests.integration.pipeline.conftest import Pipeline


def test_a_zombie_never_overwrites_good_audio(pipeline: Pipeline, tmp_path: Path) -> None:
    user = pipeline.user()
    job_id = pipeline.queued(user)
    pipeline.ingest(job_id, tmp_path)
    segment, *_ = pipeline.segments()
    zombie = uuid4()
    with pipeline.store.as_service() as records:
        assert records.segments.claim(segment, zombie, pipeline.clock.now(), lease.lease_end(pipeline))
    pipeline.clock.advance(pipeline.settings.lease_seconds + 1)
    assert sweep(pipeline).segments == 1
    assert pipeline.synthesize(segment, tmp_path) == "spoken"
    late = SpokenSegment(keys.segment_audio(user, job_id, 0, zombie), "timings", 1, 1000)
    with pipeline.store.as_service() as records:
        assert not records.segments.extend(segment, zombie, pipeline.clock.now())
        assert records.segments.complete(segment, zombie, late, uuid4(), pipeline.clock.now()) is None
        assert late not in records.segments.of_chapter(job_id, 0)


def test_a_lease_that_is_kept_is_not_taken(pipeline: Pipeline, tmp_path: Path) -> None:
    user = pipeline.user()
    job_id = pipeline.queued(user)
    pipeline.ingest(job_id, tmp_path)
    segment, *_ = pipeline.segments()
    attempt = uuid4()
    with pipeline.store.as_service() as records:
        records.segments.claim(segment, attempt, pipeline.clock.now(), lease.lease_end(pipeline))
    pipeline.clock.advance(pipeline.settings.lease_seconds - 1)
    with pipeline.store.as_service() as records:
        assert records.segments.extend(segment, attempt, lease.lease_end(pipeline))
    pipeline.clock.advance(2)
    assert sweep(pipeline).segments == 0
    assert pipeline.synthesize(segment, tmp_path) == "stale"


def test_a_worker_that_dies_each_time_fails_the_job(pipeline: Pipeline, tmp_path: Path) -> None:
    user = pipeline.user()
    job_id = pipeline.queued(user)
    pipeline.ingest(job_id, tmp_path)
    segment, *_ = pipeline.segments()
    for _ in range(pipeline.settings.max_attempts):
        with pipeline.store.as_service() as records:
            assert records.segments.claim(segment, uuid4(), pipeline.clock.now(), lease.lease_end(pipeline))
        pipeline.clock.advance(pipeline.settings.lease_seconds + 1)
        sweep(pipeline)
    failure = find_job(pipeline, user, job_id).failure
    assert failure is not None
    assert failure.code == "conversion_failed"
    assert pipeline.balance(user) == 3


def test_an_upload_without_notice_is_found(pipeline: Pipeline, tmp_path: Path) -> None:
    user = pipeline.user()
    _, job = pipeline.upload(user, Conversion())
    assert job is not None
    assert sweep(pipeline).uploads == 0
    pipeline.clock.advance(180)
    assert sweep(pipeline).uploads == 1
    pipeline.run(tmp_path)
    assert find_job(pipeline, user, job.id).state is JobState.COMPLETED


def test_an_upload_that_never_came_is_given_up(pipeline: Pipeline) -> None:
    user = pipeline.user()
    _, job = pipeline.upload(user, Conversion(), arrive=False)
    assert job is not None
    pipeline.clock.advance(pipeline.settings.upload_seconds)
    assert sweep(pipeline).uploads == 0
    assert find_job(pipeline, user, job.id).state is JobState.AWAITING_UPLOAD
    pipeline.clock.advance(660)
    assert sweep(pipeline).uploads == 1
    failure = find_job(pipeline, user, job.id).failure
    assert failure is not None
    assert failure.code == "upload_expired"
    assert pipeline.balance(user) == 3


def test_the_trash_is_emptied_until_nobody_can_write_there(pipeline: Pipeline) -> None:
    prefix = f"users/{uuid4()}/jobs/x/"
    pipeline.objects.objects.update({prefix + "a": b"", prefix + "b": b"", "users/other": b""})
    with pipeline.store.as_service() as records:
        records.trash.add(prefix, pipeline.clock.now())
    sweep(pipeline)
    assert list(pipeline.objects.objects) == ["users/other"]
    pipeline.objects.objects[prefix + "from a zombie"] = b""
    pipeline.clock.advance(1_000)
    sweep(pipeline)
    assert list(pipeline.objects.objects) == ["users/other"]
    assert pipeline.rows("select 1 from trash") == []


def test_a_step_that_fails_does_not_keep_the_others(pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch) -> None:
    pipeline.upload(pipeline.user(), Conversion())
    pipeline.queues.down = True
    job_id = pipeline.queued(pipeline.user())
    pipeline.queues.down = False
    pipeline.clock.advance(180)
    monkeypatch.setattr(pipeline.objects, "head", _unavailable)
    with pytest.raises(ExceptionGroup):
        sweep(pipeline)
    assert str(job_id) in [message.body.get("job_id") for message in pipeline.queues.messages]


def test_an_upload_is_given_up_together_with_its_jobs(pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch) -> None:
    """A sweep that dies half-way through giving up changes nothing, and the next one does it all."""
    user = pipeline.user()
    _, job = pipeline.upload(user, Conversion(), arrive=False)
    assert job is not None
    pipeline.clock.advance(pipeline.settings.upload_seconds + 660)
    with monkeypatch.context() as patch:
        patch.setattr("ebookvoice.usecases.settle.end_job", _unavailable)
        with pytest.raises(ExceptionGroup):
            sweep(pipeline)
    assert find_job(pipeline, user, job.id).state is JobState.AWAITING_UPLOAD
    sweep(pipeline)
    assert find_job(pipeline, user, job.id).state is JobState.FAILED
    assert pipeline.balance(user) == 3


def test_a_job_somebody_works_at_is_not_silent(pipeline: Pipeline, tmp_path: Path) -> None:
    job_id = pipeline.queued(pipeline.user())
    pipeline.ingest(job_id, tmp_path)
    first, second, *_ = pipeline.segments()
    pipeline.synthesize(first, tmp_path)
    with pipeline.store.as_service() as records:
        now = pipeline.clock.now()
        records.segments.claim(second, uuid4(), now, now + timedelta(hours=1))
    pipeline.clock.advance(600)
    assert sweep(pipeline).jobs == 0


def _unavailable(*_: object) -> None:
    raise UnavailableError


def test_a_message_lost_midway_is_sent_again_soon(pipeline: Pipeline, tmp_path: Path) -> None:
    user = pipeline.user()
    job_id = pipeline.queued(user)
    pipeline.ingest(job_id, tmp_path)
    first, *lost = pipeline.segments()
    pipeline.synthesize(first, tmp_path)
    pipeline.clock.advance(121)
    assert sweep(pipeline).jobs == 1
    assert pipeline.segments() == lost


def test_a_job_in_a_long_queue_is_left_in_peace(pipeline: Pipeline, tmp_path: Path) -> None:
    job_id = pipeline.queued(pipeline.user())
    pipeline.ingest(job_id, tmp_path)
    waiting = pipeline.segments()
    pipeline.clock.advance(600)
    assert sweep(pipeline).jobs == 0
    pipeline.clock.advance(301)
    assert sweep(pipeline).jobs == 1
    assert pipeline.segments() == waiting


def test_old_trash_does_not_keep_new_trash_waiting(pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever was emptied already stays on the books for a while, however much of it there is."""
    monkeypatch.setattr(sweeping, "BATCH", 4)
    monkeypatch.setattr(sweeping, "TRASH_ROUNDS", 2)
    old, new = pipeline.user(), pipeline.user()
    with pipeline.store.as_service() as records:
        for number in range(10):
            records.trash.add(f"work/{old}/jobs/{number}/", pipeline.clock.now())
    while sweep(pipeline).prefixes == 8:
        pipeline.clock.advance(1)
    pipeline.objects.put(keys.publication(new, uuid4(), "png"), b"seen by everybody", "image/png")
    with pipeline.store.as_service() as records:
        records.trash.add(keys.public_prefix(new), pipeline.clock.now())

    pipeline.clock.advance(60)
    sweep(pipeline)

    assert not list(pipeline.objects.list("public/"))


@pytest.mark.parametrize("error", [ObjectsLeftError(["x"]), UnavailableError()])
def test_rubbish_that_stays_keeps_no_other(
    pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch, error: UnavailableError
) -> None:
    """It is tried again, and not forgotten."""
    first, second = (f"users/{uuid4()}/" for _ in range(2))
    delete = pipeline.objects.delete

    def refuse(wanted: Iterable[str]) -> None:
        found = list(wanted)
        if first + "x" in found:
            raise error
        delete(found)

    monkeypatch.setattr(pipeline.objects, "delete", refuse)
    for prefix in (first, second):
        pipeline.objects.objects[prefix + "x"] = b"rubbish"
        with pipeline.store.as_service() as records:
            records.trash.add(prefix, pipeline.clock.now())
        pipeline.clock.advance(1)
    for _ in range(2):
        pipeline.clock.advance(1_000)
        with suppress(ExceptionGroup):
            sweep(pipeline)

    assert pipeline.objects.objects.keys() == {first + "x"}
    assert pipeline.rows("select prefix from trash") == [{"prefix": first}]
    monkeypatch.undo()
    pipeline.clock.advance(60)
    sweep(pipeline)
    assert (pipeline.objects.objects, pipeline.rows("select prefix from trash")) == ({}, [])
