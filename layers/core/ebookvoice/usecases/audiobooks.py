"""Finished audiobooks: they go after a while, unless their owner pins them."""

from datetime import datetime
from uuid import UUID

from ebookvoice.domain.errors import NotFoundError, NotReadyError
from ebookvoice.domain.file import File
from ebookvoice.domain.job import Audiobook, AudiobookSummary, Download
from ebookvoice.domain.states import FileState
from ebookvoice.domain.storage import FileKind, GoneError
from ebookvoice.ports.records.files import Selection
from ebookvoice.usecases import library, lifetimes
from ebookvoice.usecases.jobs import find_job
from ebookvoice.usecases.pictures import check_room
from ebookvoice.usecases.world import World

Place = tuple[datetime, UUID]
"""Where a page ended: time and id of its last file."""


def list_audiobooks(
    world: World, user_id: UUID, before: Place | None, limit: int
) -> list[tuple[AudiobookSummary, Place]]:
    """List audiobooks that are there, the newest first, from behind a place on; each with its own place."""
    selection = Selection(kind=FileKind.ARTIFACT, state=FileState.UPLOADED)
    with world.store.as_user(user_id) as records:
        files = records.files.page(selection, before, limit)
        described = records.audiobooks.summaries([file.job_id for file in files if file.job_id])
    return [(described[file.job_id], (file.created_at, file.id)) for file in files if file.job_id in described]


def find_audiobook(world: World, user_id: UUID, audiobook_id: UUID) -> Audiobook:
    """Look at a finished audiobook. Raises NotFoundError, GoneError, and NotReadyError while its job still runs."""
    return _find(world, user_id, audiobook_id)[0]


def download_audiobook(world: World, user_id: UUID, audiobook_id: UUID) -> Download:
    """Sign a short-lived download of the first of its formats. Raises NotFoundError, GoneError, NotReadyError."""
    _, file = _find(world, user_id, audiobook_id)
    return library.sign_download(world, file, file.content_type)


def download(world: World, user_id: UUID, audiobook_id: UUID, format_: str, chapter: int | None = None) -> Download:
    """Sign a short-lived download of one of its files: of a Format (or METADATA), of a chapter (from 1) or of all.

    Raises NotFoundError for a file that was not made, too; GoneError, NotReadyError.
    """
    _find(world, user_id, audiobook_id)
    with world.store.as_user(user_id) as records:
        file = records.audiobooks.file(audiobook_id, format_, None if chapter is None else chapter - 1)
    if file is None:
        raise NotFoundError("The audiobook was not made in this format. `artifacts` lists what there is of it.")
    if not file.stored:
        raise GoneError
    return library.sign_download(world, file, file.content_type)


def pin_audiobook(world: World, user_id: UUID, audiobook_id: UUID) -> Audiobook:
    """Keep an audiobook for good, which counts against the quota; one that is kept stays so.

    Raises NotFoundError, GoneError, NotReadyError, QuotaExceededError.
    """
    _, file = _find(world, user_id, audiobook_id)
    with world.store.as_service() as records:
        if kept := records.files.keep(file.id, world.clock.now()):
            check_room(world, records, user_id, kept)
    return find_audiobook(world, user_id, audiobook_id)


def unpin_audiobook(world: World, user_id: UUID, audiobook_id: UUID) -> Audiobook:
    """Let an audiobook go in its time, but not before a week is over; one that is not pinned stays as it is.

    Raises NotFoundError, GoneError, NotReadyError.
    """
    _, file = _find(world, user_id, audiobook_id)
    with world.store.as_service() as records:
        records.files.let_go(file.id, lifetimes.of_unpinned(world, file.created_at))
    return find_audiobook(world, user_id, audiobook_id)


def delete_audiobook(world: World, user_id: UUID, audiobook_id: UUID) -> None:
    """Delete an audiobook. Raises NotFoundError, GoneError, NotReadyError."""
    _, file = _find(world, user_id, audiobook_id)
    library.delete_file(world, user_id, file.id)


def _find(world: World, user_id: UUID, audiobook_id: UUID) -> tuple[Audiobook, File]:
    with world.store.as_user(user_id) as records:
        found = records.audiobooks.find(audiobook_id)
    if found and found[1].state is FileState.REMOVED:
        raise GoneError
    if found:
        return found
    if find_job(world, user_id, audiobook_id).state.terminal:
        raise NotFoundError
    raise NotReadyError
