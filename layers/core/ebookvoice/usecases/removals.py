"""Copies follow their originals, some days later, and never many at once without an operator's word."""

import logging
from datetime import datetime, timedelta
from functools import partial

from ebookvoice.domain import keys
from ebookvoice.ports.objects import ObjectStore
from ebookvoice.ports.records.backups import Due
from ebookvoice.usecases import rounds
from ebookvoice.usecases.copies import Shift
from ebookvoice.usecases.removing import remove_all
from ebookvoice.usecases.world import World

REMOVALS = 100
"""Copies that are removed at a time."""
FEW = 20
"""So many removals are never too many."""
NIGHT = timedelta(days=1)
"""What went so lately counts with what is due: many small runs are one large one."""

logger = logging.getLogger(__name__)


def due_now(world: World) -> tuple[Due, datetime]:
    """Count what is due; tell since when it has been owed."""
    now = world.clock.now()
    before = now - timedelta(days=world.settings.backup_keep_days)
    with world.store.as_service() as records:
        return records.backups.count_removals(before, now - NIGHT), before


def too_many(world: World, due: Due) -> bool:
    """Tell whether so many of all copies may not go at once without an operator's word; erased accounts' may."""
    going = due.due + due.lately
    return (
        due.due > 0 and going > FEW and going * 100 > world.settings.backup_delete_percent * (due.copies + due.lately)
    )


def remove_erased(world: World, backup: ObjectStore, shift: Shift) -> int:
    """Remove copies of erased accounts that went long enough ago, however many; tell how many."""
    _, before = due_now(world)
    return _remove(world, backup, shift, before, erased=True)


def remove(world: World, backup: ObjectStore, shift: Shift, *, force: bool) -> int | None:
    """Remove copies whose originals went long enough ago; tell how many, or None if they would be too many."""
    with world.store.as_service() as records:
        records.backups.owe_left_behind(world.clock.now())
    due, before = due_now(world)
    if too_many(world, due) and not force:
        logger.error("mass_delete", extra={"due": due.due, "lately": due.lately, "copies": due.copies})
        return None
    # What an operator has let go is not held against the runs that follow.
    return _remove(world, backup, shift, before, erased=False, counted=not force)


def _remove(
    world: World, backup: ObjectStore, shift: Shift, before: datetime, *, erased: bool, counted: bool = False
) -> int:
    removed, after = 0, ""
    while not shift.over:
        with world.store.as_service() as records:
            due = records.backups.removals(before, after, REMOVALS, erased=erased)
        if not due:
            break
        left = remove_all(backup, due)
        with world.store.as_service() as records:
            gone = records.backups.removed([key for key in due if key not in left])
            if gone and counted:
                records.backups.remember_removed(gone, world.clock.now())
        removed += gone
        after = due[-1]
    return removed


def owe_unclaimed(world: World, backup: ObjectStore, shift: Shift) -> None:
    """Owe the removal of copies that no file has: what an older state of the database knows nothing of, for one."""
    now = world.clock.now()
    before = now - timedelta(days=world.settings.backup_keep_days)
    for root in keys.KEPT:
        take = partial(rounds.objects_of, backup, root)
        for part in rounds.slices(world, f"backup:{root}", take, lambda: shift.over):
            old = [stored.key for stored in part.objects if stored.modified < before]
            with world.store.as_service() as records:
                owed = records.backups.owe_unclaimed(old, now)
            if owed:
                logger.warning("copies without a file", extra={"count": len(owed), "keys": owed[:10]})
