"""Every minute: what fell between two stools. Safe to run at any time, and twice at once."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from ebookvoice.domain.errors import ConversionFailedError, UploadExpiredError
from ebookvoice.domain.file import File
from ebookvoice.domain.states import JobState, Queue
from ebookvoice.ports.queues import OutboxMessage
from ebookvoice.ports.records.jobs import SilentJob
from ebookvoice.ports.store import Records
from ebookvoice.usecases import files, parts, relay
from ebookvoice.usecases.jobs import fail_job
from ebookvoice.usecases.messages import (
    chapter_message,
    job_message,
    picture_message,
    plan_message,
    segment_message,
)
from ebookvoice.usecases.postponing import give_up_waiting
from ebookvoice.usecases.reading_plans import give_up_plan
from ebookvoice.usecases.removing import remove_all
from ebookvoice.usecases.settle import give_up_upload
from ebookvoice.usecases.world import World

BATCH = 100
"""Rows per kind and run; the next run takes the rest."""

ROUNDS = 20
"""Batches of owed messages per run."""

TRASH_ROUNDS = 5
"""Batches of prefixes per run; each takes two requests to the store, and is visited about 16 times."""

CALLS = 20
"""Segments, and chapters, of a silent job that are called for at once; if they get on, so will the others."""

ZOMBIE_TIME = timedelta(minutes=16)
"""Longer than any function may run, and than an upload's address is good."""

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

    messages: int = 0
    segments: int = 0
    chapters: int = 0
    waiting: int = 0
    jobs: int = 0
    uploads: int = 0
    pictures: int = 0
    plans: int = 0
    prefixes: int = 0


def sweep(world: World) -> Swept:
    """Send what is still owed, take back what was abandoned, find or give up uploads, empty the trash.

    A step that fails does not keep the others from their work. Raises an ExceptionGroup of what failed.
    """
    steps: dict[str, Callable[[World], int]] = {
        "messages": _unsent,
        "segments": _stalled_segments,
        "chapters": _silent_chapters,
        "waiting": give_up_waiting,
        "jobs": _silent_jobs,
        "uploads": _overdue_uploads,
        "pictures": _unprepared_pictures,
        "plans": _silent_plans,
        "prefixes": _trash,
    }
    done: dict[str, int] = {}
    errors: list[Exception] = []
    for name, step in steps.items():
        try:
            done[name] = step(world)
        except Exception as error:  # raised below, with all the others
            errors.append(error)
    if errors:
        raise ExceptionGroup(f"sweep failed in part, after {Swept(**done)}", errors)
    return Swept(**done)


def _unsent(world: World) -> int:
    """Send messages whose own sender did not; the rows stay locked meanwhile, so that two sweeps share the work."""
    sent = 0
    for _ in range(ROUNDS):
        with world.store.as_service() as records:
            owed = records.outbox.oldest(world.clock.now() - OUTBOX_GRACE, BATCH)
            taken = world.queues.send(owed) if owed else []
            records.outbox.sent(taken)
        sent += len(taken)
        if len(taken) < BATCH:
            break
    return sent


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


def _silent_chapters(world: World) -> int:
    """Take back chapters whose workers are gone, and call for others; a job that has worn out too many ends."""
    now = world.clock.now()
    with world.store.as_service() as records:
        silent = records.chapters.silent(now, now - PATIENCE, BATCH)
        messages = [
            chapter_message(world, row.job_id, row.number, row.user_id)
            for row in silent
            if row.attempts < world.settings.max_attempts
        ]
        records.outbox.add(messages)
    relay.send(world, messages)
    for job_id in {row.job_id for row in silent if row.attempts >= world.settings.max_attempts}:
        fail_job(world, job_id, ConversionFailedError())
    return len(silent)


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
            pending = records.segments.pending_of(job.job_id, CALLS)
            waiting = records.chapters.waiting_of(job.job_id, CALLS)
            return [
                *(segment_message(world, job.job_id, segment_id, job.user_id) for segment_id in pending),
                *(chapter_message(world, job.job_id, number, job.user_id) for number in waiting),
            ]
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
    if parts.ends_at(world, file) + UPLOAD_GRACE > world.clock.now():
        return False
    return give_up_upload(world, file, UploadExpiredError())


def _unprepared_pictures(world: World) -> int:
    """Call again for pictures that nobody has prepared: their message was lost, or stands in a long queue."""
    now = world.clock.now()
    with world.store.as_service() as records:
        waiting = records.pictures.unprepared(now - PATIENCE, now, BATCH)
        messages = [picture_message(world, file.id, file.user_id) for file in waiting]
        records.outbox.add(messages)
    relay.send(world, messages)
    return len(waiting)


def _silent_plans(world: World) -> int:
    """Call again for readers of books whose plans nobody has made; one that has worn out too many is refused."""
    now = world.clock.now()
    with world.store.as_service() as records:
        silent = records.plans.silent(now, now - SILENCE, BATCH)
        given_up = [plan for plan in silent if plan.attempts >= world.settings.max_attempts]
        messages = [plan_message(world, plan.file_id, plan.user_id) for plan in silent if plan not in given_up]
        records.outbox.add(messages)
    relay.send(world, messages)
    for plan in given_up:
        give_up_plan(world, plan.file_id)
    return len(silent)


def _trash(world: World) -> int:
    """Empty the trash, time and again, until nobody can write there any more."""
    now, emptied = world.clock.now(), 0
    for _ in range(TRASH_ROUNDS):
        with world.store.as_service() as records:
            prefixes = records.trash.oldest(now, BATCH)
        for prefix in prefixes:
            _empty(world, prefix, now)
        emptied += len(prefixes)
        if len(prefixes) < BATCH:
            break
    return emptied


def _empty(world: World, prefix: str, now: datetime) -> None:
    """Remove what is below a prefix; whatever comes of it, the others have their turn before it comes again."""
    try:
        left = remove_all(world.objects, world.objects.list(prefix))
    finally:
        with world.store.as_service() as records:
            records.trash.emptied(prefix, now)
    if not left:
        with world.store.as_service() as records:
            records.trash.forget(prefix, now - ZOMBIE_TIME)
