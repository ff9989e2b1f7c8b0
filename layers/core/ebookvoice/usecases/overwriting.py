"""Whoever was held up while copying may have put another copy in the place of the one on record."""

import logging

from ebookvoice.domain.errors import UnavailableError
from ebookvoice.domain.file import File
from ebookvoice.ports.objects import ObjectStore
from ebookvoice.usecases.copying import has_bytes
from ebookvoice.usecases.world import World

logger = logging.getLogger(__name__)


def put_right(world: World, backup: ObjectStore, file: File) -> None:
    """Hold the record against the copy that is there: it gets that one's ETag, or loses a copy that is no good."""
    with world.store.as_service() as records:
        recorded = records.backups.on_record(file.id)
    if recorded is None:
        return
    try:
        head = backup.head(recorded.key)
        if head and head.etag == recorded.backup_etag:
            return
        good = head is not None and has_bytes(backup, recorded, head.etag)
    except UnavailableError:
        logger.error("copy is not known to be right", extra={"file_id": str(file.id), "key": file.key})
        return
    with world.store.as_service() as records:
        if head and good:
            records.backups.overwritten(recorded, head.etag)
        elif not records.backups.lost(recorded, world.clock.now()):
            logger.error("copy is gone", extra={"file_id": str(file.id), "key": file.key})
