"""Pictures on their way from what was uploaded to what is shown."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from ebookvoice.domain.file import File
from ebookvoice.domain.job import Failure


@dataclass(frozen=True, slots=True)
class Rendition:
    """A picture as it was encoded and stored; sizes in bytes and pixels, SHA-256 in base64."""

    id: UUID
    key: str
    content_type: str
    size: int
    sha256: str
    etag: str
    width: int
    height: int


class Pictures(Protocol):
    def prepared(self, file_id: UUID, picture: Rendition, thumbnail: Rendition, now: datetime) -> bool:
        """Put the encoded picture in the place of the upload: uploaded → ready; False if somebody else did."""
        ...

    def refuse(self, file_id: UUID, failure: Failure, now: datetime) -> bool:
        """Turn a picture down: uploaded → rejected."""
        ...

    def unprepared(self, before: datetime, now: datetime, limit: int) -> list[File]:
        """Take up pictures that were uploaded before that time and are still not ready."""
        ...

    def below(self, file_ids: list[UUID]) -> list[File]:
        """List the thumbnails and publications of pictures, as far as the transaction's role may see them."""
        ...

    def publish(self, file_id: UUID, copy: Rendition, now: datetime) -> bool:
        """Add a publication to a ready picture; False if it has one or is not ready."""
        ...

    def withdraw(self, file_id: UUID, now: datetime) -> list[File]:
        """Take a picture's publications back; return them, their objects are to be removed."""
        ...
