"""What operators are told in figures: once for each change of a state, however often a message comes."""

from pathlib import Path

import pytest

from ebookvoice.domain.errors import EncryptedBookError
from ebookvoice.domain.job import Conversion
from ebookvoice.usecases.jobs import cancel_job
from tests.integration.pipeline.conftest import Pipeline
from tests.integration.pipeline.functions import deliver, deploy


def figures(pipeline: Pipeline, *names: str) -> list[float]:
    return [pipeline.meter.total(name) for name in names]


@pytest.mark.parametrize("times", [1, 3])
def test_a_conversion_counts_once_however_often_its_messages_come(
    pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch, times: int
) -> None:
    deploy(pipeline, monkeypatch)
    pipeline.queued(pipeline.user())
    deliver(pipeline, times)
    assert figures(pipeline, "BooksReceived", "JobsStarted", "JobsCompleted", "ChaptersMastered") == [1, 1, 1, 3]
    assert figures(pipeline, "CreditsHeld", "CreditsPosted", "CreditsVoided") == [1, 1, 0]
    # The chapters of this book are alike: one is spoken, and the others come from the cache.
    assert figures(pipeline, "CharactersSpoken", "CharactersSpoken:fake", "AudioSeconds") == [8_000, 8_000, 24]
    assert figures(pipeline, "SegmentsSpoken", "SegmentsCached", "SegmentsRetried") == [2, 4, 0]
    assert figures(pipeline, "JobsFailed", "JobsRefused", "JobsCancelled") == [0, 0, 0]


def test_the_time_to_the_first_chapter_begins_when_the_book_is_there(pipeline: Pipeline, tmp_path: Path) -> None:
    user = pipeline.user()
    file, job = pipeline.upload(user, Conversion())
    assert job
    pipeline.clock.advance(600)
    pipeline.arrived(file.key)
    pipeline.clock.advance(60)
    pipeline.speak(job.id, tmp_path)
    for number, (job_id, chapter) in enumerate(pipeline.chapters()):
        pipeline.clock.advance(5 if number == 0 else 20)
        pipeline.master(job_id, chapter, tmp_path)
    pipeline.assemble(job.id)
    assert pipeline.meter.figures["TimeToFirstChapter"] == [65]
    assert pipeline.meter.figures["TimeToCompletion"] == [105]


def test_speech_that_is_there_already_is_not_counted_as_spoken(pipeline: Pipeline, tmp_path: Path) -> None:
    user = pipeline.user()
    for _ in range(2):
        pipeline.queued(user)
        pipeline.run(tmp_path)
    assert figures(pipeline, "CharactersSpoken", "SegmentsSpoken", "SegmentsCached") == [8_000, 2, 10]


def test_a_refused_book_is_told_by_its_reason_and_is_no_failure(pipeline: Pipeline, tmp_path: Path) -> None:
    pipeline.reader.book = EncryptedBookError()
    pipeline.queued(pipeline.user())
    pipeline.run(tmp_path)
    assert figures(pipeline, "BooksRefused", "BooksRefused:encrypted", "JobsRefused", "CreditsVoided") == [1, 1, 1, 1]
    assert figures(pipeline, "JobsFailed", "JobsCompleted", "CreditsPosted") == [0, 0, 0]


def test_a_job_that_wears_out_its_workers_is_a_failure(pipeline: Pipeline, tmp_path: Path) -> None:
    job_id = pipeline.queued(pipeline.user())
    pipeline.ingest(job_id, tmp_path)
    pipeline.narrator.error = ConnectionError("no answer")
    segment = pipeline.segments()[0]
    for _ in range(pipeline.settings.max_attempts):
        with pytest.raises(ConnectionError):
            pipeline.synthesize(segment, tmp_path)
    pipeline.synthesize(segment, tmp_path)
    assert figures(pipeline, "JobsFailed", "JobsFailed:conversion_failed", "CreditsVoided") == [1, 1, 1]
    assert pipeline.meter.total("SegmentsRetried") == pipeline.settings.max_attempts


def test_a_job_is_cancelled_once(pipeline: Pipeline) -> None:
    user = pipeline.user()
    job_id = pipeline.queued(user)
    for _ in range(2):
        cancel_job(pipeline, user, job_id)
    assert figures(pipeline, "JobsCancelled", "CreditsVoided", "JobsFailed") == [1, 1, 0]
