"""Rows held against objects, counters against rows, ledgers against balances: some of it every hour, all in the end."""

import logging
from collections.abc import Callable, Iterator, Sized
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
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

MASS = 20
"""If more than so many and more than half of a slice are wrong, the store or the database is another one."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Slice:
    """Objects below a root up to a key (None: to the end), and the rows that claim objects up to there."""

    last: str | None
    objects: list[StoredObject]
    rows: list[Claimed]


def leftovers(world: World) -> tuple[int, bool]:
    """Remove what is below work/ for longer than intermediates may: speech that nobody asked for again, and strays.

    Of jobs that run, and of those that ended a short while ago, everything stays.
    """
    before = world.clock.now() - timedelta(hours=world.settings.intermediate_hours)
    found = 0
    for part in _slices(world, keys.WORK, partial(_objects, world, keys.WORK)):
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
        for part in _slices(world, root, partial(_pairs, world, root)):
            found += _strays(world, part) + _losses(world, part)
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


def _slices(world: World, root: str, take: Callable[[str], Slice]) -> Iterator[Slice]:
    """Go on where the last run stopped, slice by slice; a slice counts as done when the next one is asked for."""
    for _ in range(SLICES):
        with world.store.as_service() as records:
            after = records.reconciliation.position(root)
        part = take(after)
        yield part
        with world.store.as_service() as records:
            records.reconciliation.remember(root, part.last, world.clock.now())
        if part.last is None:
            break


def _objects(world: World, root: str, after: str) -> Slice:
    objects = list(islice(world.objects.browse(root, after), SLICE))
    return Slice(objects[-1].key if len(objects) == SLICE else None, objects, [])


def _pairs(world: World, root: str, after: str) -> Slice:
    """Take a slice of objects, and the rows as far as both reach; who is recorded meanwhile is among the rows."""
    part = _objects(world, root, after)
    with world.store.as_service() as records:
        rows = records.reconciliation.claimed(root, after, part.last, SLICE)
    if len(rows) < SLICE:
        return Slice(part.last, part.objects, rows)
    last = rows[-1].key
    return Slice(last, [stored for stored in part.objects if stored.key.encode() <= last.encode()], rows)


def _strays(world: World, part: Slice) -> int:
    """Remove the objects of a slice that no row claims."""
    claimed, before = {row.key for row in part.rows}, world.clock.now() - GRACE
    stray = [stored.key for stored in part.objects if stored.key not in claimed and stored.modified < before]
    if not stray or _too_many(stray, part.objects, "objects without a row"):
        return 0
    logger.warning("objects without a row removed", extra={"count": len(stray), "keys": stray[:10]})
    world.objects.delete(stray)
    return len(stray)


def _losses(world: World, part: Slice) -> int:
    """Tell the rows of a slice the truth about their objects."""
    sizes, settled = {stored.key: stored.size for stored in part.objects}, world.clock.now() - SETTLING
    rows = [row for row in part.rows if row.pinned and row.location is not Location.BACKUP and row.since < settled]
    wrong = [row for row in rows if sizes.get(row.key) != row.size]
    lost = [row for row in wrong if row.key not in sizes]
    if _too_many(lost, rows, "rows without their object"):
        return 0
    return sum(_told(world, row) for row in wrong)


def _too_many(wrong: Sized, of: Sized, what: str) -> bool:
    """Tell, and say, whether it is likelier that somebody has set the wrong store than that so much is wrong."""
    many = len(wrong) > max(MASS, len(of) // 2)
    if many:
        logger.error(
            "store and database don't belong together", extra={"wrong": what, "count": len(wrong), "of": len(of)}
        )
    return many


def _told(world: World, row: Claimed) -> bool:
    """Look once more, and tell a row the truth about its object, if it is still another than the row says."""
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
