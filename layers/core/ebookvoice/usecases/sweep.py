"""Every minute: what fell between two stools. Safe to run at any time, and twice at once."""

from dataclasses import dataclass
from datetime import timedelta

from ebookvoice.domain.errors import ConversionFailedError, UploadExpiredError
from ebookvoice.domain.file import File
from ebookvoice.domain.states import JobState, Queue
from ebookvoice.ports.queues import OutboxMessage
from ebookvoice.ports.records.jobs import SilentJob
from ebookvoice.ports.store import Records
from ebookvoice.usecases import files, relay
from ebookvoice.usecases.jobs import fail_job
from ebookvoice.usecases.messages import job_message, segment_message
from ebookvoice.usecases.settle import settle_upload
from ebookvoice.usecases.world import World

BATCH = 100
"""Rows per kind and run; the next run takes the rest."""

OUTBOX_GRACE = timedelta(seconds=10)
"""How long the sender of a message gets before the sweep sends it again."""

SILENCE = timedelta(minutes=2)
"""How long a job may wait without a sign of life before its messages are sent once more."""

PATIENCE = timedelta(minutes=15)
"""The same for a job none of whose segments was spoken yet: it may well stand in a long queue."""

EVENT_GRACE = timedelta(minutes=2)
"""How long after an upload was asked for the sweep begins to look whether it came without a notice."""

UPLOAD_GRACE = timedelta(minutes=10)
"""How long after its address ended an upload that is under way may still arrive."""


@dataclass(frozen=True, slots=True)
class Swept:
    """How much a run has put right."""

    messages: int
    jobs: int
    segments: int
    uploads: int
    prefixes: int


def sweep(world: World) -> Swept:
    """Send what is still owed, take back what was abandoned, find or give up uploads, empty the trash."""
    segments = _stalled_segments(world)
    jobs = _silent_jobs(world)
    uploads = _overdue_uploads(world)
    return Swept(_unsent(world), jobs, segments, uploads, _trash(world))


def _unsent(world: World) -> int:
    """Send messages whose own sender did not; the rows stay locked meanwhile, so that two sweeps share the work."""
    with world.store.as_service() as records:
        owed = records.outbox.oldest(world.clock.now() - OUTBOX_GRACE, BATCH)
        taken = world.queues.send(owed) if owed else []
        records.outbox.sent(taken)
    return len(taken)


def _stalled_segments(world: World) -> int:
    """Take back segments whose workers are gone, and call for others; a job that has worn out too many ends."""
    with world.store.as_service() as records:
        stalled = records.segments.stalled(world.clock.now(), BATCH)
        messages = [
            segment_message(world, row.job_id, row.segment_id, row.user_id)
            for row in stalled
            if row.attempts < world.settings.max_attempts
        ]
        records.outbox.add(messages)
    relay.send(world, messages)
    for job_id in {row.job_id for row in stalled if row.attempts >= world.settings.max_attempts}:
        fail_job(world, job_id, ConversionFailedError())
    return len(stalled)


def _silent_jobs(world: World) -> int:
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
    match job.state:
        case JobState.SYNTHESIZING:
            pending = records.segments.pending_of(job.job_id)
            return [segment_message(world, job.job_id, segment_id, job.user_id) for segment_id in pending]
        case JobState.ASSEMBLING:
            return [job_message(world, Queue.ASSEMBLY, job.job_id, job.user_id)]
        case _:
            return [job_message(world, Queue.UPLOADS, job.job_id, job.user_id)]


def _overdue_uploads(world: World) -> int:
    now = world.clock.now()
    with world.store.as_service() as records:
        overdue = records.files.overdue(now - EVENT_GRACE, now, BATCH)
    return sum(_overdue_upload(world, file) for file in overdue)


def _overdue_upload(world: World, file: File) -> bool:
    """Record an upload whose event never came, or give it up when its time is over."""
    if files.record_upload(world, file):
        return True
    if file.created_at + timedelta(seconds=world.settings.upload_seconds) + UPLOAD_GRACE > world.clock.now():
        return False
    with world.store.as_service() as records:
        expired = records.files.expire(file.id)
    if expired:
        settle_upload(world, file.key, UploadExpiredError())
    return expired


def _trash(world: World) -> int:
    with world.store.as_service() as records:
        prefixes = records.trash.oldest(BATCH)
    relay.empty_trash(world, prefixes)
    return len(prefixes)
