"""The way back: what the primary store has lost comes from the backup, shown to be what was uploaded."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from ebookvoice.domain.errors import UnavailableError
from ebookvoice.domain.file import File
from ebookvoice.domain.storage import Location
from ebookvoice.ports.objects import ObjectChangedError, ObjectMissingError, ObjectStore
from ebookvoice.usecases.copies import jittered
from ebookvoice.usecases.copying import BytesDifferError, CopyDiffersError, copy_verified, has_bytes
from ebookvoice.usecases.patience import patiently
from ebookvoice.usecases.world import World

logger = logging.getLogger(__name__)

BATCH = 100
DAMAGES = (BytesDifferError, CopyDiffersError, ObjectChangedError, ObjectMissingError, UnavailableError)


@dataclass(slots=True)
class Restored:
    """What a restore has done, in files: `bytes` are those copied back, `failed` files could not be restored.

    `moved` are files that live in the backup alone, because the operator wants it so.
    """

    checked: int = 0
    intact: int = 0
    restored: int = 0
    bytes: int = 0
    moved: int = 0
    failed: int = 0


def restore(
    world: World,
    backup: ObjectStore,
    *,
    dry_run: bool = False,
    deep: bool = False,
    pause: Callable[[float], None] = jittered,
) -> Restored:
    """Copy back whatever the primary lacks, or has in another size or version.

    An object of another version whose bytes are right, as in a store that was moved, only gets its new ETag on record.
    `deep` reads every object of the primary in full, rather than to believe its ETag. A dry run changes nothing.
    """
    done = Restored()
    for file in _backed_up(world):
        done.checked += 1
        if file.location is Location.BACKUP and world.settings.delete_from_primary_after_sync:
            done.moved += 1
            continue
        try:
            patiently(partial(_restore, world, backup, file, done, dry_run, deep), pause)
        except DAMAGES as damage:
            reason = type(damage).__name__
            logger.error("not restored", extra={"file_id": str(file.id), "key": file.key, "reason": reason})
            done.failed += 1
    return done


def _restore(world: World, backup: ObjectStore, file: File, done: Restored, dry_run: bool, deep: bool) -> bool:
    """Bring a file back if it has to be; tell whether it was."""
    etag = intact(world, file, deep)
    if etag == file.etag and file.location is Location.BOTH:
        done.intact += 1
        return False
    restored = dry_run or _record(world, file, etag or _copied_back(world, backup, file))
    done.restored += restored
    done.bytes += file.size if restored and not etag else 0
    return restored


def intact(world: World, file: File, deep: bool) -> str | None:
    """Find the ETag under which the primary has the right bytes."""
    head = world.objects.head(file.key)
    if head is None or head.size != file.size:
        return None
    if head.etag == file.etag and not deep:
        return head.etag
    return head.etag if has_bytes(world.objects, file, head.etag) else None


def _copied_back(world: World, backup: ObjectStore, file: File) -> str:
    # Not pinned: the digest says all, and a backup that was moved itself has other ETags.
    return copy_verified(file, (backup, None), world.objects).etag


def _record(world: World, file: File, etag: str) -> bool:
    """Put the primary's object on record; False if the file went meanwhile, and its object has to go, too."""
    with world.store.as_service() as records:
        restored = records.backups.restored(file.id, etag)
        if restored:
            records.trash.forget_exact([file.key])
        else:
            records.trash.add_exact([file.key], world.clock.now())
    return restored


def _backed_up(world: World) -> Iterator[File]:
    after: UUID | None = None
    while True:
        with world.store.as_service() as records:
            files = records.backups.backed_up(after, BATCH)
        yield from files
        if len(files) < BATCH:
            return
        after = files[-1].id
