"""Rows held against objects, counters against rows, ledgers against balances: some of it every hour, all in the end."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice

from ebookvoice.domain import keys
from ebookvoice.domain.storage import Location
from ebookvoice.ports.objects import StoredObject
from ebookvoice.ports.records.retention import Claimed
from ebookvoice.usecases.world import World

SLICE = 1000
"""Objects that are looked at in one go; a page of a listing has as many."""

ACCOUNTS = 100
"""Accounts whose counters are locked at the same time."""

SLICES = 20
"""How many of them a run looks at; the next one goes on there, and begins anew at the end."""

GRACE = timedelta(days=1)
"""How old an object must be before it can be an orphan: who writes one records it within a quarter of an hour."""

SETTLING = timedelta(hours=1)
"""How long a file must have been there before it can be missing: a listing may have begun before it came."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Slice:
    """Objects below a root, from behind one key up to another (None: to the end)."""

    root: str
    after: str
    last: str | None
    objects: list[StoredObject]


def leftovers(world: World) -> tuple[int, bool]:
    """Remove what is below work/ for longer than intermediates may: speech that nobody asked for again, and strays.

    Of jobs that run, and of those that ended a short while ago, everything stays.
    """
    before = world.clock.now() - timedelta(hours=world.settings.intermediate_hours)
    found = 0
    for part in _slices(world, keys.WORK):
        old = [stored.key for stored in part.objects if stored.modified <= before]
        jobs = {key: job for key in old if (job := keys.job_of(key)) is not None}
        with world.store.as_service() as records:
            running = records.retention.running(list(set(jobs.values())), before)
        gone = [key for key in old if jobs.get(key) not in running]
        world.objects.delete(gone)
        found += len(gone)
    return found, False


def orphans(world: World) -> tuple[int, bool]:
    """Remove objects that no row speaks for, and record the loss of those that rows speak for in vain."""
    found = 0
    for root in keys.KEPT:
        found += sum(_compare(world, part) for part in _slices(world, root))
    return found, False


def counters(world: World) -> tuple[int, bool]:
    """Set the counters of storage right, and say which were wrong."""
    found = 0
    for _ in range(SLICES * SLICE // ACCOUNTS):
        with world.store.as_service() as records:
            after = records.reconciliation.position("counters")
            corrections, last = records.reconciliation.recount(after, ACCOUNTS)
            records.reconciliation.remember("counters", last, world.clock.now())
        for correction in corrections:
            logger.error("storage counter corrected", extra={"correction": correction})
        found += len(corrections)
        if last is None:
            break
    return found, False


def ledgers(world: World) -> tuple[int, bool]:
    """Report accounts whose ledger does not add up to their balance; nobody but a person may decide which is right."""
    found = 0
    for _ in range(SLICES):
        with world.store.as_service() as records:
            after = records.reconciliation.position("ledgers")
            wrong, last = records.reconciliation.unbalanced(after, SLICE)
            records.reconciliation.remember("ledgers", last, world.clock.now())
        for user_id in wrong:
            logger.error("ledger does not add up", extra={"user_id": str(user_id)})
        found += len(wrong)
        if last is None:
            break
    return found, False


def _slices(world: World, root: str) -> Iterator[Slice]:
    """Go on where the last run stopped, slice by slice; a slice counts as done when the next one is asked for."""
    for _ in range(SLICES):
        with world.store.as_service() as records:
            after = records.reconciliation.position(root)
        objects = list(islice(world.objects.browse(root, after), SLICE))
        last = objects[-1].key if len(objects) == SLICE else None
        yield Slice(root, after, last, objects)
        with world.store.as_service() as records:
            records.reconciliation.remember(root, last, world.clock.now())
        if last is None:
            break


def _compare(world: World, part: Slice) -> int:
    """Hold a slice of the store against the rows that claim it; return how many objects or rows were wrong."""
    now = world.clock.now()
    with world.store.as_service() as records:
        rows = records.reconciliation.claimed(part.root, part.after, part.last)
    claimed = {row.key for row in rows}
    stray = [stored.key for stored in part.objects if stored.key not in claimed and stored.modified < now - GRACE]
    if stray:
        logger.warning("objects without a row removed", extra={"count": len(stray), "keys": stray[:10]})
        world.objects.delete(stray)
    sizes = {stored.key: stored.size for stored in part.objects}
    settled = [row for row in rows if row.pinned and row.location is not Location.BACKUP and row.since < now - SETTLING]
    return len(stray) + sum(_told(world, row, sizes.get(row.key)) for row in settled)


def _told(world: World, row: Claimed, size: int | None) -> bool:
    """Tell a row the truth about its object, if it is another than the row says."""
    if size == row.size:
        return False
    facts = {"file_id": str(row.id), "key": row.key, "size": row.size}
    head = world.objects.head(row.key)
    if head is None:
        with world.store.as_service() as records:
            # What the backup has can be restored; until then it is read from there.
            gone = row.location is Location.PRIMARY and records.reconciliation.lose(row.id, world.clock.now())
        logger.error("object of a file is gone", extra={**facts, "in_backup": row.location is Location.BOTH})
        return gone
    if head.size == row.size:
        return False
    with world.store.as_service() as records:
        records.reconciliation.resize(row.id, head.size)
    logger.error("size of a file corrected", extra={**facts, "found": head.size})
    return True
