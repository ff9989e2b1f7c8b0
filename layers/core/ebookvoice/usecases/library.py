"""What an account has stored: listed, looked at, downloaded, deleted."""

from datetime import datetime, timedelta
from uuid import UUID

from ebookvoice.domain import keys
from ebookvoice.domain.errors import (
    InvalidStateError,
    NotFoundError,
    NotReadyError,
    UploadExpiredError,
    UploadMissingError,
)
from ebookvoice.domain.file import File
from ebookvoice.domain.job import Download
from ebookvoice.domain.states import FileState
from ebookvoice.domain.storage import FileInUseError, FileKind, GoneError
from ebookvoice.ports.records.files import Selection
from ebookvoice.usecases import places, relay
from ebookvoice.usecases.world import World

UNKNOWN_TYPE = "application/octet-stream"


def list_files(
    world: World, user_id: UUID, selection: Selection, before: tuple[datetime, UUID] | None, limit: int
) -> list[File]:
    """List books, pictures and audiobooks, the newest first, from behind a place on."""
    with world.store.as_user(user_id) as records:
        return records.files.page(selection, before, limit)


def find_file(world: World, user_id: UUID, file_id: UUID) -> File:
    """Look at a file. Raises NotFoundError, for one that was deleted, too."""
    with world.store.as_user(user_id) as records:
        file = records.files.find(file_id)
    if file is None:
        raise NotFoundError
    return file


def download_file(world: World, user_id: UUID, file_id: UUID) -> Download:
    """Sign a short-lived download, from wherever the bytes are.

    Raises NotFoundError, and by the file's state UploadMissingError, UploadExpiredError, NotReadyError, GoneError,
    InvalidStateError.
    """
    file = find_file(world, user_id, file_id)
    _check_downloadable(file)
    return sign_download(world, file, UNKNOWN_TYPE if file.kind is FileKind.BOOK else file.content_type)


def sign_download(world: World, file: File, content_type: str) -> Download:
    """Sign a short-lived download of bytes that are there, under the file's own name."""
    seconds = world.settings.download_seconds
    url = places.presign(world, file, filename=file.filename, content_type=content_type, expires=seconds)
    return Download(url, file.filename, file.size, world.clock.now() + timedelta(seconds=seconds))


def delete_file(world: World, user_id: UUID, file_id: UUID) -> None:
    """Delete a file with all that belongs to it. Raises NotFoundError, FileInUseError while a conversion needs it."""
    file, now = find_file(world, user_id, file_id), world.clock.now()
    with world.store.as_service() as records:
        removed = records.files.delete(file.id, now)
        if removed and _address_is_good(world, file, now):
            # Whoever holds the address may still write there; the sweep comes by until they can't.
            for key in removed:
                records.trash.add(key, now)
        elif removed:
            public = [key for key in removed if keys.is_public(key)]
            records.trash.add_exact([key for key in removed if key not in public], now)
            # The sweep is here within a minute, the cleanup within an hour.
            for key in public:
                records.trash.add(key, now)
    if removed is None:
        find_file(world, user_id, file_id)
        raise FileInUseError
    relay.remove(world, removed)
    if file.upload_id and file.state is FileState.AWAITING:
        relay.abort_parts(world, file.key, file.upload_id)


def _address_is_good(world: World, file: File, now: datetime) -> bool:
    return file.kind is not FileKind.ARTIFACT and now < file.created_at + timedelta(
        seconds=world.settings.upload_seconds
    )


def _check_downloadable(file: File) -> None:
    match file.state:
        case FileState.AWAITING:
            raise UploadMissingError
        case FileState.EXPIRED:
            raise UploadExpiredError
        case FileState.REJECTED:
            raise InvalidStateError("This file was turned down and its bytes were removed. Its `failure` says why.")
        case FileState.REMOVED:
            raise GoneError
        case FileState.UPLOADED if file.kind is FileKind.PICTURE:
            raise NotReadyError(
                "The picture is still being prepared. Look at its state and come back when it is ready."
            )
