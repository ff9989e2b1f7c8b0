"""Where a file's bytes are: in the primary store, in the backup, or in both, and one of the two may have lost them."""

from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Protocol

from ebookvoice.domain.errors import UnavailableError
from ebookvoice.domain.storage import Location
from ebookvoice.ports.objects import ObjectChangedError, ObjectMissingError, ObjectStore
from ebookvoice.usecases.world import World


class Placed(Protocol):
    """What has its bytes in a store: a file, or whatever a use case has read of its row."""

    @property
    def key(self) -> str: ...
    @property
    def location(self) -> Location: ...
    @property
    def etag(self) -> str | None: ...
    @property
    def backup_etag(self) -> str | None: ...


Place = tuple[ObjectStore, str | None]
"""A store, and the ETag that pins the bytes there."""


def places_of(world: World, file: Placed) -> list[Place]:
    """List the stores that should have the bytes, the primary first. Raises UnavailableError if there is none.

    There is none when the bytes were moved to a backup store that the deployment does not know any more.
    """
    places: list[Place] = []
    if file.location is not Location.BACKUP:
        places.append((world.objects, file.etag))
    if file.location is not Location.PRIMARY and world.backup:
        places.append((world.backup, file.backup_etag))
    if not places:
        raise UnavailableError
    return places


def place_of(world: World, file: Placed) -> Place:
    """Pick the store to read from; one that has lost the bytes is passed over as long as there is another."""
    *others, last = places_of(world, file)
    for store, etag in others:
        head = store.head(file.key)
        if head and head.etag == etag:
            return store, etag
    return last


def presign(world: World, file: Placed, *, filename: str, content_type: str, expires: int) -> str:
    """Sign a download, from wherever the bytes are; its attachment name is `filename` (RFC 6266)."""
    store, _ = place_of(world, file)
    return store.presign_get(file.key, filename=filename, content_type=content_type, expires=expires)


def stream(world: World, file: Placed) -> Iterator[bytes]:
    """Begin to read in blocks, so that a store that has lost the bytes is noticed and passed over before the first one.

    Raises ObjectMissingError, ObjectChangedError if no store has them.
    """
    *others, last = places_of(world, file)
    for place in others:
        try:
            return _opened(place, file.key)
        except (ObjectMissingError, ObjectChangedError):
            continue
    return _opened(last, file.key)


def read(world: World, file: Placed) -> bytes:
    """Read everything. Raises ObjectMissingError, ObjectChangedError if no store has the bytes."""
    return b"".join(stream(world, file))


def download(world: World, file: Placed, path: Path) -> None:
    """Fetch the bytes into a file. Raises ObjectMissingError, ObjectChangedError if no store has them."""
    with path.open("wb") as target:
        for block in stream(world, file):
            target.write(block)


def _opened(place: Place, key: str) -> Iterator[bytes]:
    store, etag = place
    blocks = iter(store.stream(key, etag=etag))
    return chain([next(blocks, b"")], blocks)
