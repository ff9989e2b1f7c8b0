"""Rows held against objects: what either says of the other in vain is noted first, and believed a day later."""

import logging
from datetime import timedelta
from functools import partial

from ebookvoice.domain import keys
from ebookvoice.domain.storage import Location
from ebookvoice.ports.records.reconciliation import Claimed
from ebookvoice.usecases import rounds
from ebookvoice.usecases.marks import check_primary
from ebookvoice.usecases.removing import remove_all
from ebookvoice.usecases.rounds import Enough, Slice
from ebookvoice.usecases.world import World

SETTLING = timedelta(hours=1)
"""How old object or row must be before it can be astray: who writes one records it within a quarter of an hour."""

PATIENCE = timedelta(days=1)
"""How long something must have been known to be astray before anything is done about it."""

FEW = 5
"""So many are never too many."""

logger = logging.getLogger(__name__)


def astray(world: World, enough: Enough) -> tuple[int, bool]:
    """Remove objects that no row speaks for, and record the loss of those that rows speak for in vain.

    Raises WrongStoreError.
    """
    check_primary(world)
    found = 0
    # In turns, so that a run which is short of time every hour comes to all of them.
    turn = world.clock.now().hour % len(keys.KEPT)
    for root in (*keys.KEPT[turn:], *keys.KEPT[:turn]):
        for part in rounds.slices(world, root, partial(_pairs, world, root), enough):
            found += _strays(world, root, part) + _losses(world, part)
    return found, False


def _pairs(world: World, root: str, after: str) -> Slice:
    """Take a slice of objects, and the rows as far as both reach; who is recorded meanwhile is among the rows."""
    part = rounds.objects_of(world.objects, root, after)
    with world.store.as_service() as records:
        rows = records.reconciliation.claimed(root, after, part.last, rounds.SLICE)
    if len(rows) < rounds.SLICE:
        return Slice(after, part.last, part.objects, rows)
    last = rows[-1].key
    return Slice(after, last, [stored for stored in part.objects if stored.key.encode() <= last.encode()], rows)


def _strays(world: World, root: str, part: Slice) -> int:
    """Note the objects of a slice that no row claims, and remove those that were noted long enough ago."""
    now, claimed = world.clock.now(), {row.key for row in part.rows}
    stray = [stored.key for stored in part.objects if stored.key not in claimed and stored.modified < now - SETTLING]
    with world.store.as_service() as records:
        records.reconciliation.note_strays(root, part.after, part.last, stray, now)
        due = records.reconciliation.due_strays(stray, now - PATIENCE) if stray else []
        wrong, rows = records.reconciliation.count_strays() if due else (0, 0)
    if not due or _too_many(wrong, rows, "objects without a row"):
        return 0
    left = remove_all(world.objects, due)
    gone = [key for key in due if key not in left]
    with world.store.as_service() as records:
        records.reconciliation.forget_strays(gone)
    logger.warning("objects without a row removed", extra={"count": len(gone), "keys": gone[:10]})
    return len(gone)


def _losses(world: World, part: Slice) -> int:
    """Tell the rows of a slice the truth about their objects."""
    now, sizes = world.clock.now(), {stored.key: stored.size for stored in part.objects}
    rows = [row for row in part.rows if row.pinned and row.location is not Location.BACKUP]
    wrong = [row for row in rows if row.since < now - SETTLING and sizes.get(row.key) != row.size]
    missing = [row for row in wrong if _missing(world, row)]
    again = {row.id for row in rows if row.missing_since} - {row.id for row in missing}
    resized = sum(_resized(world, row) for row in wrong if row not in missing)
    due = [row for row in missing if row.missing_since and row.missing_since <= now - PATIENCE]
    with world.store.as_service() as records:
        records.reconciliation.found(list(again))
        for row in missing:
            records.reconciliation.miss(row.id, now)
        gone, of = records.reconciliation.count_missing() if due else (0, 0)
    if not due or _too_many(gone, of, "rows without their object"):
        return resized
    return resized + sum(_lost(world, row) for row in due)


def _missing(world: World, row: Claimed) -> bool:
    """Look once more whether a row's object is not the one that it was; what has a copy is only told of.

    An object of another version, or without bytes, is no better than none: whoever reads it asks for the row's ETag.
    """
    head = world.objects.head(row.key)
    if head and head.size == row.size:
        return False
    known = head is not None and head.size > 0 and head.etag == row.etag
    if known and row.location is Location.PRIMARY:
        return False
    facts = {"file_id": str(row.id), "key": row.key, "size": row.size, "found": head.size if head else None}
    message = "object of a file is another" if head else "object of a file is gone"
    # What the backup has can be restored; until then it is read from there.
    logger.error(message, extra={**facts, "in_backup": row.location is Location.BOTH})
    return row.location is Location.PRIMARY


def _resized(world: World, row: Claimed) -> bool:
    """Set the size of a row right whose bytes are the ones that it has always named."""
    head = world.objects.head(row.key)
    if head is None or head.etag != row.etag or head.size in (0, row.size):
        return False
    with world.store.as_service() as records:
        resized = records.reconciliation.resize(row.id, head.etag, head.size)
    if resized:
        logger.error("size of a file corrected", extra={"file_id": str(row.id), "key": row.key, "found": head.size})
    return resized


def _lost(world: World, row: Claimed) -> bool:
    now = world.clock.now()
    with world.store.as_service() as records:
        lost = records.reconciliation.lose(row.id, now - PATIENCE, now)
    logger.error("object of a file is lost", extra={"file_id": str(row.id), "key": row.key})
    return lost


def _too_many(wrong: int, of: int, what: str) -> bool:
    """Tell, and say, whether it is likelier that somebody has lost a store or a database than that so much is wrong."""
    many = wrong > FEW and wrong * 10 > of
    if many:
        logger.error("store and database don't belong together", extra={"wrong": what, "count": wrong, "of": of})
    return many
