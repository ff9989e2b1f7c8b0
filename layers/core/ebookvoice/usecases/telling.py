"""What operators hear of: a figure for each change of a state, and a line where it ends or begins a job.

To be called once a guarded statement has changed the state and its transaction is over: messages come twice, states
change once.
"""

import logging
from typing import TYPE_CHECKING
from uuid import UUID

from ebookvoice.domain.errors import BookRefusedError, EbookVoiceError, UploadExpiredError, VoiceRefusedError
from ebookvoice.domain.speech import Voice
from ebookvoice.ports.metering import Metric
from ebookvoice.usecases.world import World

if TYPE_CHECKING:
    # A cold start of the API can do without.
    from ebookvoice.ports.records.assemblies import AssemblyTask
    from ebookvoice.ports.records.chapters import ChapterTask, OfficialChapter
    from ebookvoice.ports.records.segments import SegmentTask

READERS_OWN = (BookRefusedError, VoiceRefusedError, UploadExpiredError)
"""Reasons that lie in what the reader sent, or did not send."""

logger = logging.getLogger(__name__)


def book_received(world: World) -> None:
    """Tell of a book whose bytes are there."""
    world.meter.add(Metric.BOOKS_RECEIVED)


def book_refused(world: World, error: BookRefusedError) -> None:
    """Tell of a book that can't be read aloud."""
    world.meter.add(Metric.BOOKS_REFUSED, code=error.code)


def job_started(world: World, job_id: UUID, credits_held: int) -> None:
    """Tell of a conversion that was asked for."""
    world.meter.add(Metric.JOBS_STARTED)
    world.meter.add(Metric.CREDITS_HELD, credits_held)
    logger.info("job started", extra={"job_id": job_id})


def job_failed(world: World, job_id: UUID, error: EbookVoiceError, credits_voided: int) -> None:
    """Tell of a job that came to nothing, by whoever's fault."""
    if isinstance(error, BookRefusedError):
        book_refused(world, error)
    refused = isinstance(error, READERS_OWN)
    world.meter.add(Metric.JOBS_REFUSED if refused else Metric.JOBS_FAILED, code=error.code)
    world.meter.add(Metric.CREDITS_VOIDED, credits_voided)
    level = logging.INFO if refused else logging.WARNING
    logger.log(level, "job failed", extra={"job_id": job_id, "code": error.code})


def job_cancelled(world: World, job_id: UUID, credits_voided: int) -> None:
    """Tell of a job that its owner has ended."""
    world.meter.add(Metric.JOBS_CANCELLED)
    world.meter.add(Metric.CREDITS_VOIDED, credits_voided)
    logger.info("job cancelled", extra={"job_id": job_id})


def job_completed(world: World, task: "AssemblyTask", credits_posted: int) -> None:
    """Tell of an audiobook that is done."""
    seconds = (world.clock.now() - task.ready_at).total_seconds()
    world.meter.add(Metric.JOBS_COMPLETED)
    world.meter.add(Metric.TIME_TO_COMPLETION, seconds)
    world.meter.add(Metric.CREDITS_POSTED, credits_posted)
    logger.info("job completed", extra={"job_id": task.job_id, "seconds": round(seconds, 1)})


def segment_claimed(world: World, attempts: int) -> None:
    """Tell of a segment that is not spoken for the first time."""
    if attempts > 1:
        world.meter.add(Metric.SEGMENTS_RETRIED)


def segment_spoken(world: World, task: "SegmentTask") -> None:
    """Tell of a segment that an engine has spoken."""
    world.meter.add(Metric.SEGMENTS_SPOKEN)
    world.meter.add(Metric.CHARACTERS_SPOKEN, task.characters, engine=Voice.parse(task.voice).engine)


def segment_cached(world: World) -> None:
    """Tell of a segment that was spoken before."""
    world.meter.add(Metric.SEGMENTS_CACHED)


def segment_postponed(world: World) -> None:
    """Tell of a segment that waits for its speech service."""
    world.meter.add(Metric.SEGMENTS_POSTPONED)


def chapter_mastered(world: World, task: "ChapterTask", mastered: "OfficialChapter", remaining: int) -> None:
    """Tell of a chapter that can be listened to; the first one of a book is what its reader waits for."""
    world.meter.add(Metric.CHAPTERS_MASTERED)
    world.meter.add(Metric.AUDIO_SECONDS, mastered.samples / mastered.sample_rate)
    if remaining == task.chapters - 1:
        seconds = (world.clock.now() - task.ready_at).total_seconds()
        world.meter.add(Metric.TIME_TO_FIRST_CHAPTER, seconds)
