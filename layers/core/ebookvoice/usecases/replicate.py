"""Every night: what is kept gets a verified copy in the backup store, and copies of what went follow it.

Safe to kill at any point and to run twice at once: a file is leased while it is copied, a copy counts once a guarded
UPDATE has put it on record, and until then its removal is owed.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from ebookvoice.ports.metering import Metric
from ebookvoice.ports.objects import ObjectStore
from ebookvoice.usecases import removals
from ebookvoice.usecases.copies import BATCH, Outcome, Shift, copy_batch, jittered
from ebookvoice.usecases.marks import check_backup
from ebookvoice.usecases.world import World

logger = logging.getLogger(__name__)

DOWNLOAD_TIME = timedelta(hours=2)
"""Longer than any signed address is good: until then the primary keeps what was moved to the backup."""


@dataclass(slots=True)
class Replicated:
    """What a run has done, in files, and how many bytes it has copied.

    `corrupt` are files whose bytes are not those that were uploaded, `left` those that still have no copy.
    `mass_delete` says that more copies than are allowed at once would have gone, so that none did but those of erased
    accounts; `disabled` that there is no backup store.
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

    A step that fails does not keep the others from their work. Raises an ExceptionGroup of what failed, and before
    anything is done, WrongStoreError for a store that is another one.
    """
    done = Replicated()
    backup = world.backup
    if backup is None:
        done.disabled = True
        return done
    check_backup(world, backup)
    shift = Shift(world.clock.now(), orders.seconds_left, orders.pause)
    steps: list[Callable[[], None]] = [
        # First: a night that has much to copy must not put this off.
        lambda: _remove_erased(world, backup, shift, done),
        lambda: _copy(world, backup, shift, done),
        lambda: _remove(world, backup, shift, orders.force_deletes, done),
        lambda: _move(world, backup, shift, done),
        lambda: removals.owe_unclaimed(world, backup, shift),
        lambda: _count(world, done),
    ]
    errors: list[Exception] = []
    for step in steps:
        try:
            step()
        except Exception as error:  # raised below, with all the others
            errors.append(error)
    world.meter.add(Metric.FILES_REPLICATED, done.copied)
    world.meter.add(Metric.BYTES_REPLICATED, done.bytes)
    if errors:
        raise ExceptionGroup(f"replicate failed in part, after {done}", errors)
    return done


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


def _remove_erased(world: World, backup: ObjectStore, shift: Shift, done: Replicated) -> None:
    done.removed += removals.remove_erased(world, backup, shift)


def _remove(world: World, backup: ObjectStore, shift: Shift, force: bool, done: Replicated) -> None:
    removed = removals.remove(world, backup, shift, force=force)
    done.removed += removed or 0
    done.mass_delete = removed is None


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
