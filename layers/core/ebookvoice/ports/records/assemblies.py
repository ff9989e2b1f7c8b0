"""A job's audiobook on its way from chapters into files."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from ebookvoice.domain.certificate import SkippedPart
from ebookvoice.domain.direction import Direction
from ebookvoice.domain.formats import Format
from ebookvoice.domain.storage import Location


@dataclass(frozen=True, slots=True)
class PinnedUpload:
    """The upload that a book was read from: where its bytes are, and their SHA-256 in base64."""

    key: str
    etag: str
    sha256: str
    location: Location
    backup_etag: str | None


@dataclass(frozen=True, slots=True)
class AssemblyTask:
    """A job whose chapters are all mastered, for this worker to bind; its book was there at `ready_at`."""

    job_id: UUID
    user_id: UUID
    title: str
    authors: tuple[str, ...]
    language: str | None
    metadata: dict[str, Any]
    voice: str
    cover_key: str | None
    cover_type: str | None
    book_key: str
    book_etag: str
    upload: PinnedUpload
    direction: Direction
    formats: tuple[Format, ...]
    skipped: tuple[SkippedPart, ...]
    sample_rate: int
    created_at: datetime
    ready_at: datetime
    attempts: int


@dataclass(frozen=True, slots=True)
class Artifact:
    """A file made for the reader: a Format, or METADATA; sizes in bytes, SHA-256 in base64."""

    id: UUID
    format: str
    key: str
    filename: str
    content_type: str
    size: int
    sha256: str
    etag: str
    expires_at: datetime | None = None
