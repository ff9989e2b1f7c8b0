"""Every minute: what fell between two stools. Safe to run at any time, and twice at once."""

from dataclasses import dataclass
from datetime import timedelta

from ebookvoice.domain.errors import ConversionFailedError, UploadExpiredError
from ebookvoice.domain.file import File
from ebookvoice.domain.states import JobState, Queue
from ebookvoice.ports.queues import OutboxMessage
from ebookvoice.usecases import files, relay
from ebookvoice.usecases.jobs import fail_job
from ebookvoice.usecases.settle import settle_upload
from ebookvoice.usecases.world import World

BATCH = 100
"""Rows per kind and run; the next run takes the rest."""

OUTBOX_GRACE = timedelta(seconds=10)
"""How long the sender of a message gets before the sweep sends it again."""

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
    jobs = _stalled_jobs(world)
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
    with world.store.as_service() as records:
        stalled = records.segments.stalled(world.clock.now(), BATCH)
        given_up = [row for row in stalled if row.attempts >= world.settings.max_attempts]
        messages = [
            OutboxMessage(
                world.ids.new(),
                Queue.SEGMENTS,
                {"job_id": str(row.job_id), "segment_id": str(row.segment_id)},
                str(row.user_id),
            )
            for row in stalled
            if row not in given_up
        ]
        records.outbox.add(messages)
    relay.send(world, messages)
    for job_id in {row.job_id for row in given_up}:
        fail_job(world, job_id, ConversionFailedError())
    return len(stalled)


def _stalled_jobs(world: World) -> int:
    with world.store.as_service() as records:
        stalled = records.jobs.stalled(world.clock.now(), BATCH)
        given_up = [row for row in stalled if row.attempts >= world.settings.max_attempts]
        messages = [
            OutboxMessage(
                world.ids.new(),
                Queue.UPLOADS if row.state is JobState.READING else Queue.ASSEMBLY,
                {"job_id": str(row.job_id)},
                str(row.user_id),
            )
            for row in stalled
            if row not in given_up
        ]
        records.outbox.add(messages)
    relay.send(world, messages)
    for row in given_up:
        fail_job(world, row.job_id, ConversionFailedError())
    return len(stalled)


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
