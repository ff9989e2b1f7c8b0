"""Every night: what is kept gets a verified copy in the backup store, and copies of what went follow it.

Safe to kill at any point and to run twice at once: a file is leased while it is copied, a copy counts once a guarded
UPDATE has put it on record, and until then its removal is owed.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from ebookvoice.ports.objects import ObjectStore
from ebookvoice.usecases.copies import BATCH, Outcome, Shift, copy_batch, jittered
from ebookvoice.usecases.world import World

logger = logging.getLogger(__name__)

REMOVALS = 100
"""Copies that are removed at a time, while their rows are locked."""
FEW = 20
"""So many removals are never too many."""
DOWNLOAD_TIME = timedelta(hours=2)
"""Longer than any signed address is good: until then the primary keeps what was moved to the backup."""


@dataclass(slots=True)
class Replicated:
    """What a run has done, in files, and how many bytes it has copied.

    `corrupt` are files whose bytes are not those that were uploaded, `left` those that still have no copy.
    `mass_delete` says that more copies than are allowed at once would have gone, so that none did; `disabled` that
    there is no backup store.
    """

    copied: int = 0
    bytes: int = 0
    failed: int = 0
    corrupt: int = 0
    removed: int = 0
    moved: int = 0
    left: int = 0
    mass_delete: bool = False
    disabled: bool = False


@dataclass(frozen=True, slots=True)
class Orders:
    """How a run goes about it: whether it removes however many copies are due, and how many seconds it has."""

    force_deletes: bool = False
    seconds_left: Callable[[], float] = field(default=lambda: float("inf"))
    pause: Callable[[float], None] = jittered


def replicate(world: World, orders: Orders) -> Replicated:
    """Copy what has no copy yet, remove copies whose originals went days ago, move what may live in the backup alone.

    A step that fails does not keep the others from their work. Raises an ExceptionGroup of what failed.
    """
    done = Replicated()
    backup = world.backup
    if backup is None:
        done.disabled = True
        return done
    shift = Shift(world.clock.now(), orders.seconds_left, orders.pause)
    steps: list[Callable[[], None]] = [
        lambda: _copy(world, backup, shift, done),
        lambda: _remove(world, backup, shift, orders.force_deletes, done),
        lambda: _move(world, backup, shift, done),
        lambda: _count(world, done),
    ]
    errors: list[Exception] = []
    for step in steps:
        try:
            step()
        except Exception as error:  # raised below, with all the others
            errors.append(error)
    if errors:
        raise ExceptionGroup(f"replicate failed in part, after {done}", errors)
    return done


def too_many(world: World, due: int, copies: int) -> bool:
    """Tell whether so many of all copies may not go at once without an operator's word."""
    return due > FEW and due * 100 > world.settings.backup_delete_percent * copies


def _copy(world: World, backup: ObjectStore, shift: Shift, done: Replicated) -> None:
    """Copy until nothing waits, the time is over, or nothing in a whole batch could be copied: a store is down."""
    while not shift.over:
        outcomes = []
        for file, outcome in copy_batch(world, backup, shift):
            outcomes.append(outcome)
            done.copied += outcome is Outcome.COPIED
            done.bytes += file.size if outcome is Outcome.COPIED else 0
            done.failed += outcome is Outcome.FAILED
            done.corrupt += outcome is Outcome.CORRUPT
            if shift.over:
                return
        if len(outcomes) < BATCH or all(outcome is Outcome.FAILED for outcome in outcomes):
            return


def _remove(world: World, backup: ObjectStore, shift: Shift, force: bool, done: Replicated) -> None:
    """Remove copies whose originals went long enough ago, unless it would be suspiciously many."""
    now = world.clock.now()
    before = now - timedelta(days=world.settings.backup_keep_days)
    with world.store.as_service() as records:
        records.backups.owe_left_behind(now)
        due, copies = records.backups.count_removals(before)
    if too_many(world, due, copies) and not force:
        logger.error("mass_delete", extra={"due": due, "copies": copies})
        done.mass_delete = True
        return
    while not shift.over:
        with world.store.as_service() as records:
            # The rows stay locked meanwhile, so that nobody makes a new copy under a key that is just removed.
            keys = records.backups.removals(before, "", REMOVALS)
            backup.delete(keys)
            records.backups.removed(keys)
        done.removed += len(keys)
        if not keys:
            return


def _move(world: World, backup: ObjectStore, shift: Shift, done: Replicated) -> None:
    """Give up the primary's bytes of books and audiobooks that lie in both stores, where the operator wants that."""
    after = None
    while world.settings.delete_from_primary_after_sync and not shift.over:
        with world.store.as_service() as records:
            files = records.backups.movable(after, BATCH)
        for file in files:
            head = backup.head(file.key)
            if head is None or (head.etag, head.size) != (file.backup_etag, file.size):
                logger.error("copy is gone", extra={"file_id": str(file.id), "key": file.key})
                done.failed += 1
                continue
            with world.store.as_service() as records:
                if records.backups.moved(file.id):
                    records.trash.add_exact([file.key], world.clock.now() + DOWNLOAD_TIME)
                    done.moved += 1
        if len(files) < BATCH:
            return
        after = files[-1].id


def _count(world: World, done: Replicated) -> None:
    with world.store.as_service() as records:
        done.left, _ = records.backups.count_waiting()
