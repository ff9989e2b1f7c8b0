"""Pictures for everybody: a copy below an address that needs no signature, until its owner withdraws it."""

from uuid import UUID

from ebookvoice.domain import keys
from ebookvoice.domain.errors import InvalidStateError, NotFoundError
from ebookvoice.domain.file import File
from ebookvoice.domain.states import FileState
from ebookvoice.domain.storage import FileKind, NotPublicError, QuotaExceededError
from ebookvoice.ports.objects import ObjectChangedError, ObjectMissingError
from ebookvoice.ports.records.pictures import Rendition
from ebookvoice.usecases import places, relay
from ebookvoice.usecases.pictures import check_room, forgive_attempt, owe_attempt
from ebookvoice.usecases.world import World


def publish(world: World, user_id: UUID, file_id: UUID) -> str:
    """Copy a picture to where everybody may see it and return that address; one that is public stays as it is.

    Raises NotPublicError, NotFoundError, QuotaExceededError, and InvalidStateError for a picture that is not ready.
    """
    base = world.settings.public_base_url
    if not base:
        raise NotPublicError
    picture = _picture(world, user_id, file_id)
    if picture.state is not FileState.READY:
        raise InvalidStateError("Only a picture that is ready can be published. Look at its state, then try again.")
    if _published(world, picture) is None:
        _publish(world, picture)
    published = _published(world, picture)
    if published is None:
        raise InvalidStateError("The picture was deleted or withdrawn meanwhile. Look at it again.")
    return _address(base, published)


def withdraw(world: World, user_id: UUID, file_id: UUID) -> None:
    """Take a picture back from the public; one that is not public is fine. Raises NotFoundError."""
    picture = _picture(world, user_id, file_id)
    with world.store.as_service() as records:
        withdrawn = [copy.key for copy in records.pictures.withdraw(picture.id, world.clock.now())]
        for key in withdrawn:
            records.trash.add(key, world.clock.now())
    relay.empty_trash(world, withdrawn)


def public_url(world: World, publication: File) -> str | None:
    """Write the address of a published copy; None while there is no public address."""
    base = world.settings.public_base_url
    return _address(base, publication) if base else None


def _address(base: str, publication: File) -> str:
    return f"{base.rstrip('/')}/{publication.key}"


def _picture(world: World, user_id: UUID, file_id: UUID) -> File:
    with world.store.as_user(user_id) as records:
        file = records.files.find(file_id)
    if file is None or file.kind is not FileKind.PICTURE:
        raise NotFoundError
    return file


def _published(world: World, picture: File) -> File | None:
    with world.store.as_user(picture.user_id) as records:
        below = records.pictures.below([picture.id])
    return next((file for file in below if file.kind is FileKind.PUBLICATION), None)


def _publish(world: World, picture: File) -> None:
    """Copy the picture and put the copy on record, unless somebody else did or the picture went."""
    copy_id = world.ids.new()
    key = keys.publication(picture.user_id, copy_id, picture.key.rpartition(".")[2])
    owe_attempt(world, key)
    copy = _copied(world, picture, copy_id, key)
    try:
        with world.store.as_service() as records:
            published = records.pictures.publish(picture.id, copy, world.clock.now())
            if published:
                check_room(world, records, picture.user_id, copy.size)
                forgive_attempt(world, records, key)
    except QuotaExceededError:
        world.objects.delete([key])
        raise
    if not published:
        world.objects.delete([key])


def _copied(world: World, picture: File, copy_id: UUID, key: str) -> Rendition:
    try:
        if places.place_of(world, picture)[0] is world.objects:
            world.objects.copy(picture.key, key)
        else:
            world.objects.put(key, places.read(world, picture), picture.content_type)
    except (ObjectMissingError, ObjectChangedError) as error:
        raise InvalidStateError("The picture was deleted meanwhile. Look at it again.") from error
    head = world.objects.head(key)
    if head is None:
        raise InvalidStateError("The picture was deleted meanwhile. Look at it again.")
    return Rendition(
        copy_id,
        key,
        picture.content_type,
        head.size,
        picture.sha256,
        head.etag,
        picture.width or 0,
        picture.height or 0,
    )
