"""A rehearsal of the way back: a sample of copies is read in full."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from ebookvoice.domain.errors import UnavailableError
from ebookvoice.domain.file import File
from ebookvoice.ports.objects import ObjectStore
from ebookvoice.usecases.copies import jittered
from ebookvoice.usecases.copying import has_bytes
from ebookvoice.usecases.marks import check_backup
from ebookvoice.usecases.patience import patiently
from ebookvoice.usecases.restore import intact
from ebookvoice.usecases.world import World

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Checked:
    """A sample of copies that were read in full: `different` ones are missing, or not what was uploaded.

    `failed` could not be read.
    """

    copies: int = 0
    bytes: int = 0
    different: int = 0
    failed: int = 0


def check(
    world: World,
    backup: ObjectStore,
    copies: int,
    *,
    dry_run: bool = False,
    pause: Callable[[float], None] = jittered,
) -> Checked:
    """Read so many copies, picked at random, in full, and compare them with what was uploaded.

    A copy that differs is taken off the record if the primary has the bytes, so that the next run copies them again;
    not so in a dry run. Raises WrongStoreError.
    """
    if not dry_run:
        check_backup(world, backup)
    done = Checked()
    with world.store.as_service() as records:
        files = records.backups.sample(copies)
    for file in files:
        done.copies += 1
        try:
            if not patiently(partial(_checked, world, backup, file, dry_run), pause):
                done.different += 1
            done.bytes += file.size
        except UnavailableError:
            logger.error("not checked", extra={"file_id": str(file.id), "key": file.key, "reason": "UnavailableError"})
            done.failed += 1
    return done


def _checked(world: World, backup: ObjectStore, file: File, dry_run: bool) -> bool:
    """Tell whether a copy is good; take one off the record that is not."""
    if has_bytes(backup, file, file.backup_etag):
        return True
    logger.error("copy differs", extra={"file_id": str(file.id), "key": file.key})
    if not dry_run and intact(world, file, deep=False) == file.etag:
        with world.store.as_service() as records:
            records.backups.lost(file, world.clock.now())
    return False
