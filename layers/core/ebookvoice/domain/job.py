"""A conversion, its progress and its result."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

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
    """How far one chapter is; `duration_ms` once all of its segments are done."""

    number: int
    title: str
    characters: int
    characters_done: int
    duration_ms: int | None


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
class SkippedPart:
    """What was left out on purpose, and why."""

    title: str
    reason: str
    characters: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AudiobookSummary:
    """A finished audiobook in a list; it has its job's id. `size` in bytes.

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
    """A finished audiobook with all that is told of it."""

    chapters: tuple[AudiobookChapter, ...]
    skipped: tuple[SkippedPart, ...]


@dataclass(frozen=True, slots=True)
class Download:
    """A short-lived address of a file; `size` in bytes."""

    url: str
    filename: str
    size: int
    expires_at: datetime
