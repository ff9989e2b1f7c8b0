"""An account's pictures with addresses to look at them."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID

from ebookvoice.domain.file import File
from ebookvoice.domain.states import FileState
from ebookvoice.domain.storage import FileKind
from ebookvoice.ports.records.files import Selection
from ebookvoice.usecases import places
from ebookvoice.usecases.publishing import public_url
from ebookvoice.usecases.world import World

AT_ONCE = 8
"""Pictures that are looked for at the same time."""


@dataclass(frozen=True, slots=True)
class ShownPicture:
    """A picture and where to look at it. `url` and `thumbnail_url` are short-lived, and None until it is ready."""

    file: File
    url: str | None
    thumbnail_url: str | None
    public_url: str | None


def list_pictures(world: World, user_id: UUID, before: tuple[datetime, UUID] | None, limit: int) -> list[ShownPicture]:
    """List pictures, the newest first, from behind a place on."""
    with world.store.as_user(user_id) as records:
        pictures = records.files.page(Selection(kind=FileKind.PICTURE), before, limit)
        below = records.pictures.below([picture.id for picture in pictures])
    of_kind = {(file.parent_id, file.kind): file for file in below}
    ready = [picture for picture in pictures if picture.state is FileState.READY]
    shown = [*ready, *(file for file in below if file.kind is FileKind.THUMBNAIL)]
    # Whether the store still has a picture is asked for each; one after the other would take seconds.
    with ThreadPoolExecutor(AT_ONCE) as threads:
        urls = dict(zip((file.id for file in shown), threads.map(partial(_signed, world), shown), strict=True))
    return [
        ShownPicture(
            picture,
            urls.get(picture.id),
            urls[thumbnail.id] if (thumbnail := of_kind.get((picture.id, FileKind.THUMBNAIL))) else None,
            public_url(world, copy) if (copy := of_kind.get((picture.id, FileKind.PUBLICATION))) else None,
        )
        for picture in pictures
    ]


def _signed(world: World, file: File) -> str:
    return places.presign(
        world,
        file,
        filename=file.filename,
        content_type=file.content_type,
        expires=world.settings.download_seconds,
    )
