"""A job's book on its way from the upload into rows."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from ebookvoice.domain.choice import Choice
from ebookvoice.domain.direction import Direction
from ebookvoice.domain.storage import Location


@dataclass(frozen=True, slots=True)
class ReadingTask:
    """A job that this worker may read the book of."""

    job_id: UUID
    user_id: UUID
    key: str
    etag: str
    sha256: str
    filename: str
    title: str | None
    voice: str | None
    attempts: int
    cover_file_id: UUID | None = None
    location: Location = Location.PRIMARY
    backup_etag: str | None = None
    choice: Choice = field(default_factory=Choice)
    direction: Direction = field(default_factory=Direction)


@dataclass(frozen=True, slots=True)
class PlannedChapter:
    """A chapter as it goes into the database; its number is its place in the list."""

    title: str
    characters: int
    segments: int


@dataclass(frozen=True, slots=True)
class PlannedSegment:
    """A segment as it goes into the database; `offset` and `length` are the bytes of its line in book.json."""

    id: UUID
    number: int
    chapter: int
    characters: int
    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class PlannedBook:
    """What reading a book has decided."""

    title: str
    authors: tuple[str, ...]
    language: str | None
    metadata: dict[str, Any]
    skipped: list[dict[str, Any]]
    voice: str
    book_key: str
    book_etag: str
    cover_key: str | None
    cover_type: str | None
    chapters: tuple[PlannedChapter, ...]
    segments: tuple[PlannedSegment, ...]
