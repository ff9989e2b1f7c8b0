"""Uploads in parts: a large file is sent piece by piece, and goes on where it was interrupted."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from ebookvoice.domain.errors import InvalidStateError, UploadExpiredError, UploadMissingError
from ebookvoice.domain.file import File
from ebookvoice.domain.states import FileState
from ebookvoice.ports.objects import ObjectChangedError, ObjectMissingError, Part
from ebookvoice.usecases import relay
from ebookvoice.usecases.library import find_file
from ebookvoice.usecases.world import World

PART_BYTES = 16 * 1024 * 1024
"""S3 and R2 take parts of 5 MiB and more, at most 10,000 of them, and R2 wants all but the last to be equal."""

PARTS_TIME = timedelta(hours=24)
"""How long an upload in parts may take from its announcement on."""

NAMED = 20
"""Missing parts that an error names."""


@dataclass(frozen=True, slots=True)
class PresignedPart:
    """Where to PUT one part; numbers begin at 1, `size` in bytes."""

    number: int
    size: int
    url: str
    headers: dict[str, str]


@dataclass(frozen=True, slots=True)
class PresignedParts:
    """An upload in parts of `part_size` bytes, the last of which may be shorter.

    `parts` are those that are missing, with addresses that are good until `expires_at`; `arrived` the others.
    """

    part_size: int
    parts: tuple[PresignedPart, ...]
    arrived: tuple[int, ...]
    expires_at: datetime


def begin(world: World, file: File) -> File:
    """Begin an upload in parts if the file is large enough for one."""
    if file.size <= world.settings.multipart_bytes:
        return file
    return replace(file, upload_id=world.objects.begin_parts(file.key, file.content_type), part_size=PART_BYTES)


def presign(world: World, file: File, arrived: Collection[int] = ()) -> PresignedParts:
    """Sign an address for every part that has not arrived. Raises UploadExpiredError."""
    upload_id, part_size = _upload_of(file)
    expires_at = min(world.clock.now() + timedelta(seconds=world.settings.upload_seconds), ends_at(world, file))
    seconds = int((expires_at - world.clock.now()).total_seconds())
    if seconds < 1:
        raise UploadExpiredError
    parts = []
    for number, size in _sizes(file.size, part_size).items():
        if number not in arrived:
            signed = world.objects.presign_part(file.key, upload_id, number, size=size, expires=seconds)
            parts.append(PresignedPart(number, size, signed.url, signed.headers))
    return PresignedParts(part_size, tuple(parts), tuple(sorted(arrived)), expires_at)


def missing(world: World, user_id: UUID, file_id: UUID) -> PresignedParts:
    """Tell which parts have arrived, and sign new addresses for the others.

    Raises NotFoundError, UploadExpiredError, and InvalidStateError for what is no upload in parts that goes on.
    """
    file = find_file(world, user_id, file_id)
    if file.state is FileState.EXPIRED:
        raise UploadExpiredError
    if file.state is not FileState.AWAITING or file.upload_id is None:
        raise InvalidStateError("This is no upload in parts that could go on. Look at the file's state.")
    try:
        whole, _ = _arrived(world, file)
    except ObjectMissingError as error:
        if world.objects.head(file.key):
            raise InvalidStateError("All parts are put together already. Confirm the upload.") from error
        raise UploadExpiredError from error
    return presign(world, file, [part.number for part in whole])


def complete(world: World, file: File) -> None:
    """Make the object of the parts; one that is there already, or is given up, stays as it is.

    Raises UploadMissingError unless every part has arrived, with exactly its size.
    """
    upload_id, _ = _upload_of(file)
    try:
        whole, lacking = _arrived(world, file)
        if lacking:
            raise UploadMissingError(_sentence(lacking, len(whole) + len(lacking)))
        world.objects.complete_parts(file.key, upload_id, whole)
    except (ObjectMissingError, ObjectChangedError):
        return


def abort(world: World, file: File) -> None:
    """Give up an upload in parts and what has arrived of it; anything else is fine."""
    if file.upload_id is not None:
        relay.abort_parts(world, file.key, file.upload_id)


def ends_at(world: World, file: File) -> datetime:
    """Tell until when the bytes of an announced file may come."""
    return file.created_at + (PARTS_TIME if file.upload_id else timedelta(seconds=world.settings.upload_seconds))


def _upload_of(file: File) -> tuple[str, int]:
    if file.upload_id is None or file.part_size is None:
        raise InvalidStateError("This is no upload in parts. Send the file with one PUT.")
    return file.upload_id, file.part_size


def _sizes(size: int, part_size: int) -> dict[int, int]:
    """List the parts by number, each with its bytes."""
    offsets = range(0, size, part_size)
    return {number: min(part_size, size - offset) for number, offset in enumerate(offsets, start=1)}


def _arrived(world: World, file: File) -> tuple[list[Part], list[int]]:
    """Split the parts into those that are whole, and the numbers of those that are not. Raises ObjectMissingError."""
    upload_id, part_size = _upload_of(file)
    sizes = _sizes(file.size, part_size)
    whole = [part for part in world.objects.parts(file.key, upload_id) if sizes.get(part.number) == part.size]
    return whole, sorted(sizes.keys() - {part.number for part in whole})


def _sentence(lacking: Sequence[int], count: int) -> str:
    named = ", ".join(map(str, lacking[:NAMED])) + (" and more" if len(lacking) > NAMED else "")
    return (
        f"Of {count} parts these have not arrived whole: {named}. "
        "GET the file's parts for new addresses, PUT them, then confirm again."
    )
