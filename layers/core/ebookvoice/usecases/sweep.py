"""Every minute: what fell between two stools. Safe to run at any time, and twice at once."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from ebookvoice.domain.errors import UploadExpiredError
from ebookvoice.domain.file import File
from ebookvoice.usecases import files, parts, relay
from ebookvoice.usecases.calling import (
    BATCH,
    PATIENCE,
    SILENCE,
    call_for_chapters,
    call_for_jobs,
    take_back_segments,
)
from ebookvoice.usecases.messages import picture_message, plan_message
from ebookvoice.usecases.postponing import give_up_waiting
from ebookvoice.usecases.reading_plans import give_up_plan
from ebookvoice.usecases.removing import remove_all
from ebookvoice.usecases.samples import call_for_samples
from ebookvoice.usecases.settle import give_up_upload
from ebookvoice.usecases.voices import call_for_voices
from ebookvoice.usecases.world import World

ROUNDS = 20
"""Batches of owed messages per run."""

TRASH_ROUNDS = 5
"""Batches of prefixes per run; each takes two requests to the store, and is visited about 16 times."""

ZOMBIE_TIME = timedelta(minutes=16)
"""Longer than any function may run, and than an upload's address is good."""

OUTBOX_GRACE = timedelta(seconds=10)
"""How long the sender of a message gets before the sweep sends it again."""

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
    samples: int = 0
    engines: int = 0
    prefixes: int = 0


def sweep(world: World) -> Swept:
    """Send what is still owed, take back what was abandoned, find or give up uploads, empty the trash.

    A step that fails does not keep the others from their work. Raises an ExceptionGroup of what failed.
    """
    steps: dict[str, Callable[[World], int]] = {
        "messages": _unsent,
        "segments": take_back_segments,
        "chapters": call_for_chapters,
        "waiting": give_up_waiting,
        "jobs": call_for_jobs,
        "uploads": _overdue_uploads,
        "pictures": _unprepared_pictures,
        "plans": _silent_plans,
        "samples": call_for_samples,
        "engines": call_for_voices,
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
