"""Pictures on the wire."""

from datetime import datetime
from typing import Self
from uuid import UUID

from ebookvoice.domain.states import FileState
from ebookvoice.usecases.gallery import ShownPicture
from functions.api.schemas.jobs import FailurePublic
from functions.api.schemas.paging import cursor_of
from functions.api.schemas.wire import Public


class PicturePublic(Public):
    """A picture as its owner sees it. `url` and `thumbnail_url` are good for ten minutes; `expires_at` is when the
    picture itself goes, null if it stays."""

    id: UUID
    filename: str
    content_type: str
    size: int
    state: FileState
    failure: FailurePublic | None
    width: int | None
    height: int | None
    url: str | None
    thumbnail_url: str | None
    public_url: str | None
    created_at: datetime
    expires_at: datetime | None

    @classmethod
    def of(cls, shown: ShownPicture) -> Self:
        """Show a picture."""
        file = shown.file
        return cls(
            id=file.id,
            filename=file.filename,
            content_type=file.content_type,
            size=file.size,
            state=file.state,
            failure=FailurePublic.model_validate(file.failure) if file.failure else None,
            width=file.width,
            height=file.height,
            url=shown.url,
            thumbnail_url=shown.thumbnail_url,
            public_url=shown.public_url,
            created_at=file.created_at,
            expires_at=file.expires_at,
        )


class GalleryPublic(Public):
    """A page of pictures, the newest first; `next_cursor` leads to the next page, null on the last."""

    items: list[PicturePublic]
    next_cursor: str | None

    @classmethod
    def of(cls, shown: list[ShownPicture], limit: int) -> Self:
        """Show a page; one picture more than `limit` says that there is another."""
        page = shown[:limit]
        more = len(shown) > limit
        return cls(
            items=[PicturePublic.of(picture) for picture in page],
            next_cursor=cursor_of((page[-1].file.created_at, page[-1].file.id)) if more else None,
        )


class PublicationPublic(Public):
    """Where everybody can see the picture."""

    public_url: str
