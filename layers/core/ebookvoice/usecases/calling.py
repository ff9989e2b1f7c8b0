"""Work that nobody does: taken back from workers who are gone, and called for again where messages were lost."""

from datetime import timedelta

from ebookvoice.domain.errors import ConversionFailedError
from ebookvoice.domain.states import JobState, Queue
from ebookvoice.ports.queues import OutboxMessage
from ebookvoice.ports.records.jobs import SilentJob
from ebookvoice.ports.store import Records
from ebookvoice.usecases import relay
from ebookvoice.usecases.jobs import fail_job
from ebookvoice.usecases.messages import chapter_message, job_message, segment_message
from ebookvoice.usecases.world import World

BATCH = 100
"""Rows per kind and run; the next run takes the rest."""

CALLS = 20
"""Segments of a silent job that are called for at once; if they get on, so will the others."""

SILENCE = timedelta(minutes=2)
"""How long a job may wait without a sign of life before its messages are sent once more."""

PATIENCE = timedelta(minutes=15)
"""The same for a chapter, and for a job none of whose segments was spoken yet: they may well stand in a long queue."""


def take_back_segments(world: World) -> int:
    """Take back segments whose workers are gone, and call for others; a job that has worn out too many ends."""
    with world.store.as_service() as records:
        stalled = records.segments.stalled(world.clock.now(), BATCH)
        messages = [
            segment_message(world, row.job_id, row.segment_id, row.user_id, row.correlation_id)
            for row in stalled
            if row.attempts < world.settings.max_attempts
        ]
        records.outbox.add(messages)
    relay.send(world, messages)
    for job_id in {row.job_id for row in stalled if row.attempts >= world.settings.max_attempts}:
        fail_job(world, job_id, ConversionFailedError())
    return len(stalled)


def call_for_chapters(world: World) -> int:
    """Take back chapters whose workers are gone, and call for others; a job that has worn out too many ends."""
    now = world.clock.now()
    with world.store.as_service() as records:
        silent = records.chapters.silent(now, now - PATIENCE, BATCH)
        messages = [
            chapter_message(world, row.job_id, row.number, row.user_id, row.correlation_id)
            for row in silent
            if row.attempts < world.settings.max_attempts
        ]
        records.outbox.add(messages)
    relay.send(world, messages)
    for job_id in {row.job_id for row in silent if row.attempts >= world.settings.max_attempts}:
        fail_job(world, job_id, ConversionFailedError())
    return len(silent)


def call_for_jobs(world: World) -> int:
    """Call for workers again, for jobs whose worker is gone or whose message never came."""
    now = world.clock.now()
    with world.store.as_service() as records:
        silent = records.jobs.silent(now, now - SILENCE, now - PATIENCE, BATCH)
        given_up = [job for job in silent if job.attempts >= world.settings.max_attempts]
        messages = [message for job in silent if job not in given_up for message in _calls_for(world, records, job)]
        records.outbox.add(messages)
    relay.send(world, messages)
    for job in given_up:
        fail_job(world, job.job_id, ConversionFailedError())
    return len(silent)


def _calls_for(world: World, records: Records, job: SilentJob) -> list[OutboxMessage]:
    owner = (job.user_id, job.correlation_id)
    match job.state:
        case JobState.SYNTHESIZING:
            # Chapters are called for by themselves: they wait in a queue of their own.
            pending = records.segments.pending_of(job.job_id, CALLS)
            return [segment_message(world, job.job_id, segment_id, *owner) for segment_id in pending]
        case JobState.ASSEMBLING:
            return [job_message(world, Queue.ASSEMBLY, job.job_id, *owner)]
        case _:
            return [job_message(world, Queue.UPLOADS, job.job_id, *owner)]
