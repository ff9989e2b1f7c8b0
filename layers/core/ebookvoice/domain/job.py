"""A conversion, its progress and its result."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from ebookvoice.domain.certificate import Certificate, SkippedPart
from ebookvoice.domain.choice import Choice
from ebookvoice.domain.direction import Direction
from ebookvoice.domain.formats import DEFAULT_FORMATS, Format
from ebookvoice.domain.states import JobState


@dataclass(frozen=True, slots=True)
class Conversion:
    """What the owner wants: the voice as `engine:name` (None: the default), another title than the book's, a picture of
    the owner's as its cover, what of the book is narrated and how, and the formats to have it in."""

    voice: str | None = None
    title: str | None = None
    cover_file_id: UUID | None = None
    choice: Choice = field(default_factory=Choice)
    direction: Direction = field(default_factory=Direction)
    formats: tuple[Format, ...] = DEFAULT_FORMATS


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a job ended without an audiobook: a stable code and a sentence."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class ChapterProgress:
    """How far one chapter is; `duration_ms` once it is mastered, and so playable."""

    number: int
    title: str
    characters: int
    characters_done: int
    duration_ms: int | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A speech service that a job has waited for `since` then, and when it is to be asked again at the earliest."""

    provider: str
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Job:
    """A conversion as its owner sees it; `eta_s` only while it speaks."""

    id: UUID
    file_id: UUID
    state: JobState
    voice: str | None
    title: str | None
    author: str | None
    characters: int
    characters_done: int
    chapters: tuple[ChapterProgress, ...]
    eta_s: int | None
    failure: Failure | None
    created_at: datetime
    finished_at: datetime | None
    choice: Choice = field(default_factory=Choice)
    direction: Direction = field(default_factory=Direction)
    formats: tuple[Format, ...] = DEFAULT_FORMATS
    waiting: Waiting | None = None

    @property
    def chapters_done(self) -> int:
        """Count the chapters that are playable."""
        return sum(chapter.duration_ms is not None for chapter in self.chapters)


@dataclass(frozen=True, slots=True)
class AudiobookChapter:
    """A chapter of a finished audiobook."""

    number: int
    title: str
    start_ms: int
    duration_ms: int
    characters: int


@dataclass(frozen=True, slots=True)
class AudiobookFile:
    """A file of a finished audiobook: one of domain.formats.Format, or METADATA; `size` in bytes.

    `chapter` counts from 1; None for a file of the whole book.
    """

    format: str
    chapter: int | None
    filename: str
    content_type: str
    size: int
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AudiobookSummary:
    """A finished audiobook in a list; it has its job's id. `size` (bytes) and `filename` are those of its first format.

    `expires_at` is when it goes by itself; None for one that its owner pinned, or where nothing goes.
    """

    id: UUID
    title: str
    author: str | None
    voice: str
    duration_ms: int
    size: int
    filename: str
    created_at: datetime
    expires_at: datetime | None = None
    pinned: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Audiobook(AudiobookSummary):
    """A finished audiobook with all that is told of it; `files` are those of the whole book, then the chapters'."""

    chapters: tuple[AudiobookChapter, ...]
    skipped: tuple[SkippedPart, ...]
    files: tuple[AudiobookFile, ...] = ()
    certificate: Certificate | None = None


@dataclass(frozen=True, slots=True)
class Download:
    """A short-lived address of a file; `size` in bytes."""

    url: str
    filename: str
    size: int
    expires_at: datetime
