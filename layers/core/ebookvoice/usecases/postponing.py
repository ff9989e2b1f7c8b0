"""Work that is put off while its speech service is busy: an outage makes jobs wait, and fails none before its time."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from ebookvoice.domain.errors import ProviderBusyError, ProviderUnavailableError
from ebookvoice.domain.job import Waiting
from ebookvoice.ports.records.segments import SegmentTask
from ebookvoice.usecases import relay, telling
from ebookvoice.usecases.jobs import end_job, see_off
from ebookvoice.usecases.messages import segment_message
from ebookvoice.usecases.world import World

LONGEST = timedelta(minutes=15)
"""SQS delays a message by no more (SendMessageBatch, DelaySeconds)."""

SPREADS = (timedelta(seconds=5), timedelta(seconds=60))
"""Over how much time the work comes back: as much as it was put off for, but not less or more than this."""

EARLY = timedelta(seconds=2)
"""How much earlier than it was due the message may come: clocks differ."""

BATCH = 100
"""Jobs that are given up in a run; the next run takes the rest."""


def postpone(
    world: World,
    task: SegmentTask,
    attempt: UUID,
    busy: ProviderBusyError,
    dice: Callable[[], float] = random.random,
) -> bool:
    """Put a segment off until its service is to be asked again; False if it is somebody else's, or its job has ended.

    The attempt does not count, and the message in hand may be acknowledged: another one comes when it is time. Messages
    for the segment that come before are stale, so that there are never more of them than there were.
    """
    now = world.clock.now()
    wait = min(timedelta(seconds=busy.retry_after_s), LONGEST)
    shortest, longest = SPREADS
    due_at = min(now + wait + dice() * max(shortest, min(wait, longest)), now + LONGEST)
    message = replace(segment_message(world, task.job_id, task.segment_id, task.user_id), due_at=due_at)
    with world.store.as_service() as records:
        waiting = Waiting(busy.provider, now, now + wait)
        if not records.waits.put_off(task.segment_id, attempt, waiting, due_at - EARLY):
            return False
        records.outbox.add([message])
    telling.segment_postponed(world)
    relay.send(world, [message])
    return True


def give_up_waiting(world: World) -> int:
    """Fail jobs that have waited for too long, and void their holds; return how many."""
    for ended in range(BATCH):
        with world.store.as_service() as records:
            patience = timedelta(seconds=world.settings.provider_patience)
            job_id = records.waits.longest(world.clock.now() - patience)
            failed = end_job(world, records, job_id, ProviderUnavailableError()) if job_id else None
        if failed is None:
            return ended
        see_off(world, failed)
    return BATCH
