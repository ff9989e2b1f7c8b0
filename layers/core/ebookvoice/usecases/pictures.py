"""Pictures: what is shown of an upload takes the upload's place. uploaded → ready, or rejected with a reason."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from ebookvoice.domain import keys
from ebookvoice.domain.errors import EbookVoiceError, TooLargeError, UploadChangedError
from ebookvoice.domain.file import File
from ebookvoice.domain.job import Failure
from ebookvoice.domain.states import FileState
from ebookvoice.domain.storage import FileKind, NotAPictureError, QuotaExceededError
from ebookvoice.ports.objects import ObjectChangedError, ObjectMissingError
from ebookvoice.ports.picturing import Encoded, EncodedPicture, PictureEncoder
from ebookvoice.ports.records.pictures import Rendition
from ebookvoice.ports.store import Records
from ebookvoice.usecases import digests, places, quotas, relay
from ebookvoice.usecases.world import World

ATTEMPT_TIME = timedelta(hours=1)
"""Longer than any attempt may take; what it has stored is removed then, unless it was made official."""

REFUSALS = (NotAPictureError, TooLargeError, UploadChangedError, QuotaExceededError)


def prepare(world: World, file_id: UUID, encoder: PictureEncoder, directory: Path) -> bool:
    """Encode an uploaded picture and make the result the picture; False if somebody else does or did.

    A picture that is refused is rejected, for good; whatever else goes wrong is raised, for another try.
    """
    with world.store.as_service() as records:
        file = records.files.find(file_id)
    if file is None or file.kind is not FileKind.PICTURE or file.state is not FileState.UPLOADED:
        return False
    try:
        encoded = encoder.encode(_fetch(world, file, directory), directory)
        return _replace(world, file, encoded)
    except REFUSALS as refusal:
        return refuse(world, file, refusal)


def refuse(world: World, file: File, error: EbookVoiceError) -> bool:
    """Turn an uploaded picture down and remove its bytes; False if it is no longer waiting."""
    with world.store.as_service() as records:
        refused = records.pictures.refuse(file.id, Failure(error.code, str(error)), world.clock.now())
        if refused:
            records.trash.add(file.key, world.clock.now())
    if refused:
        relay.empty_trash(world, [file.key])
    return refused


def check_room(world: World, records: Records, user_id: UUID, grown: int) -> None:
    """Take back the transaction that made an account store `grown` bytes more if that is too much.

    Rows come before counters in every transaction, so that none waits for another in a circle. Raises
    QuotaExceededError.
    """
    usage = quotas.usage(world, records, user_id)
    if grown > 0 and usage.used > usage.quota:
        raise QuotaExceededError(grown, replace(usage, used=usage.used - grown))


def _fetch(world: World, file: File, directory: Path) -> Path:
    """Fetch the pinned upload and hash it again: what is shown is what its owner declared."""
    source = directory / "source"
    try:
        places.download(world, file, source)
    except (ObjectChangedError, ObjectMissingError) as error:
        raise _changed() from error
    if digests.of_file(source) != file.sha256:
        raise _changed()
    return source


def _replace(world: World, file: File, encoded: Encoded) -> bool:
    """Store the result under this attempt's keys and make it official; the upload, or a late result, goes.

    The attempt's removal is owed before anything is stored, and the debt is forgiven with its success.
    """
    attempt = world.ids.new()
    prefix = keys.picture_attempt(file.user_id, file.id, attempt)
    owe_attempt(world, prefix)
    picture = _stored(world, file, attempt, "picture", file.id, encoded.picture)
    thumbnail = _stored(world, file, attempt, "thumbnail", world.ids.new(), encoded.thumbnail)
    try:
        with world.store.as_service() as records:
            ready = records.pictures.prepared(file.id, picture, thumbnail, world.clock.now())
            if ready:
                check_room(world, records, file.user_id, picture.size + thumbnail.size - file.size)
                forgive_attempt(world, records, prefix)
                records.trash.add(file.key, world.clock.now())
    except QuotaExceededError:
        world.objects.delete([picture.key, thumbnail.key])
        raise
    if ready:
        relay.empty_trash(world, [file.key])
    else:
        world.objects.delete([picture.key, thumbnail.key])
    return ready


def owe_attempt(world: World, prefix: str) -> None:
    """Owe the removal of what an attempt is about to store, should it never become official."""
    with world.store.as_service() as records:
        records.trash.add(prefix, world.clock.now() + ATTEMPT_TIME)


def forgive_attempt(world: World, records: Records, prefix: str) -> None:
    """Keep what an attempt has stored, in the transaction that makes it official."""
    records.trash.forget(prefix, world.clock.now() + 2 * ATTEMPT_TIME)


def _stored(world: World, file: File, attempt: UUID, name: str, row_id: UUID, encoded: EncodedPicture) -> Rendition:
    key = keys.picture(file.user_id, file.id, attempt, f"{name}.{encoded.extension}")
    head = world.objects.put(key, encoded.path, encoded.content_type)
    digest = digests.of_file(encoded.path)
    return Rendition(row_id, key, encoded.content_type, head.size, digest, head.etag, encoded.width, encoded.height)


def _changed() -> UploadChangedError:
    return UploadChangedError("The uploaded file changed after it had arrived. Upload the picture again.")
