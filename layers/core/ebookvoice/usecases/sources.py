"""Uploads on their way to whoever reads them."""

from pathlib import Path
from typing import Protocol

from ebookvoice.domain.errors import UploadChangedError
from ebookvoice.ports.objects import ObjectChangedError, ObjectMissingError
from ebookvoice.usecases import places
from ebookvoice.usecases.copying import BytesDifferError, verified
from ebookvoice.usecases.places import Placed
from ebookvoice.usecases.world import World


class Source(Placed, Protocol):
    """A pinned upload, and what its owner declared it to be."""

    @property
    def sha256(self) -> str: ...


def fetch(world: World, upload: Source, directory: Path) -> Path:
    """Fetch the pinned upload from a store that has it, and hash it: what is read is what its owner declared.

    Raises UploadChangedError if no store has it any more.
    """
    source = directory / "source"
    for store, etag in places.places_of(world, upload):
        try:
            with source.open("wb") as file:
                file.writelines(verified(store.stream(upload.key, etag=etag), upload.sha256))
        except (BytesDifferError, ObjectChangedError, ObjectMissingError):
            continue
        return source
    raise UploadChangedError
