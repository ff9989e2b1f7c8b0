"""Files on their way into the backup store, a batch at a time."""

import logging
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from ebookvoice.domain.errors import UnavailableError
from ebookvoice.domain.file import File
from ebookvoice.ports.objects import ObjectChangedError, ObjectMissingError, ObjectStore
from ebookvoice.usecases.copying import BytesDifferError, CopyDiffersError, copy_verified
from ebookvoice.usecases.overwriting import put_right
from ebookvoice.usecases.world import World

logger = logging.getLogger(__name__)

BATCH = 10
TRIES = 3
PAUSE_SECONDS = 1.0
"""The longest pause before the second try; it doubles with every try."""
LEASE = timedelta(minutes=5)
"""How long a file is left alone by others once nothing is heard of who copies it."""


def jittered(seconds: float) -> None:
    """Wait up to so long: at random, so that runs which the same outage has stopped don't come back together."""
    time.sleep(random.uniform(0, seconds))  # noqa: S311 – nothing secret depends on it


class Outcome(StrEnum):
    """What became of a file: `gone` covers what somebody else has copied, `corrupt` means the original.

    `left` is what there was no time for.
    """

    COPIED = "copied"
    GONE = "gone"
    LEFT = "left"
    FAILED = "failed"
    CORRUPT = "corrupt"


@dataclass(frozen=True, slots=True)
class Shift:
    """The time of a run: it leaves alone what was tried since `began`, and ends when no seconds are left.

    `pause` waits for any part of the seconds that it is given.
    """

    began: datetime
    seconds_left: Callable[[], float]
    pause: Callable[[float], None]

    @property
    def over(self) -> bool:
        """Tell whether nothing more should be begun."""
        return self.seconds_left() <= 0


class LeaseLostError(Exception):
    """Somebody else took the file up, or it is gone."""


class ShiftOverError(Exception):
    """There is no time to copy the rest of the file."""


class Lease:
    """A file that nobody else copies meanwhile, as long as it beats; `until` is how long it is good."""

    def __init__(self, world: World, file_id: UUID, until: datetime, shift: Shift) -> None:
        self._world = world
        self._file_id = file_id
        self._shift = shift
        self.until = until

    def beat(self) -> None:
        """Extend the lease when half of it is over. Raises LeaseLostError, ShiftOverError, UnavailableError."""
        if self._shift.over:
            raise ShiftOverError
        now = self._world.clock.now()
        if self.until - now > LEASE / 2:
            return
        with self._world.store.as_service() as records:
            if not records.backups.extend(self._file_id, self.until, now + LEASE):
                raise LeaseLostError
        self.until = now + LEASE


def copy_batch(world: World, backup: ObjectStore, shift: Shift) -> Iterator[tuple[File, Outcome]]:
    """Take up files that wait for a backup and copy them one after the other; yield what became of each."""
    now = world.clock.now()
    with world.store.as_service() as records:
        files = records.backups.waiting(shift.began, now, now + LEASE, BATCH)
    for file in files:
        lease = Lease(world, file.id, now + LEASE, shift)
        try:
            yield file, _copy(world, backup, file, lease, shift)
        except LeaseLostError:
            put_right(world, backup, file)
            yield file, Outcome.GONE


def _copy(world: World, backup: ObjectStore, file: File, lease: Lease, shift: Shift) -> Outcome:
    """Copy a file and put the copy on record, or give the lease back. Raises LeaseLostError."""
    tries = 0
    while True:
        tries += 1
        copy, problem = _try(world, backup, file, lease)
        if copy:
            with world.store.as_service() as records:
                recorded = records.backups.copied(file, lease.until, copy, world.clock.now())
            if not recorded:
                raise LeaseLostError
            return Outcome.COPIED
        if tries == TRIES or isinstance(problem, ObjectMissingError | ShiftOverError):
            break
        shift.pause(PAUSE_SECONDS * 2 ** (tries - 1))
    with world.store.as_service() as records:
        alive = records.backups.tried(file.id, lease.until, world.clock.now())
    if not alive:
        return Outcome.GONE
    if isinstance(problem, ShiftOverError):
        return Outcome.LEFT
    logger.error("not backed up", extra={"file_id": str(file.id), "key": file.key, "reason": type(problem).__name__})
    return Outcome.CORRUPT if isinstance(problem, BytesDifferError | ObjectChangedError) else Outcome.FAILED


def _try(world: World, backup: ObjectStore, file: File, lease: Lease) -> tuple[str | None, Exception | None]:
    """Make a verified copy; return its ETag, or what came between. Raises LeaseLostError."""
    try:
        return copy_verified(file, (world.objects, file.etag), backup, lease.beat).etag, None
    except (
        BytesDifferError,
        CopyDiffersError,
        ObjectChangedError,
        ObjectMissingError,
        ShiftOverError,
        UnavailableError,
    ) as problem:
        return None, problem
