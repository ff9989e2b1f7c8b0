"""Finished audiobooks."""

from datetime import timedelta
from uuid import UUID

from ebookvoice.domain.errors import NotFoundError, NotReadyError
from ebookvoice.domain.job import Audiobook, Download
from ebookvoice.usecases.jobs import find_job
from ebookvoice.usecases.world import World

M4B_TYPE = "audio/mp4"


def find_audiobook(world: World, user_id: UUID, audiobook_id: UUID) -> Audiobook:
    """Look at a finished audiobook. Raises NotFoundError, NotReadyError while its job still runs."""
    return _find(world, user_id, audiobook_id)[0]


def download_audiobook(world: World, user_id: UUID, audiobook_id: UUID) -> Download:
    """Sign a short-lived download of the M4B. Raises NotFoundError, NotReadyError."""
    audiobook, key = _find(world, user_id, audiobook_id)
    seconds = world.settings.download_seconds
    url = world.objects.presign_get(key, filename=audiobook.filename, content_type=M4B_TYPE, expires=seconds)
    return Download(url, audiobook.filename, audiobook.size, world.clock.now() + timedelta(seconds=seconds))


def _find(world: World, user_id: UUID, audiobook_id: UUID) -> tuple[Audiobook, str]:
    with world.store.as_user(user_id) as records:
        found = records.audiobooks.find(audiobook_id)
    if found:
        return found
    if find_job(world, user_id, audiobook_id).state.terminal:
        raise NotFoundError
    raise NotReadyError
