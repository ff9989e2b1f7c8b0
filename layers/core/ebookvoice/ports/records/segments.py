"""Segments, as the use cases move them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from ebookvoice.domain.direction import Direction


@dataclass(frozen=True, slots=True)
class SegmentTask:
    """A segment that this worker may speak; `resumed`: somebody has begun to, and may have left drafts."""

    segment_id: UUID
    job_id: UUID
    user_id: UUID
    chapter: int
    number: int
    voice: str
    direction: Direction
    book_key: str
    book_etag: str
    offset: int
    length: int
    attempts: int
    resumed: bool
    characters: int


@dataclass(frozen=True, slots=True)
class SpokenSegment:
    """Where the official audio of a segment lies, and its length."""

    audio_key: str
    timings_key: str
    samples: int
    sample_rate: int


@dataclass(frozen=True, slots=True)
class StalledSegment:
    """A segment whose worker let its lease run out."""

    segment_id: UUID
    job_id: UUID
    user_id: UUID
    attempts: int
    correlation_id: str | None = None


class Segments(Protocol):
    def in_good_hands(self, segment_id: UUID, now: datetime) -> bool:
        """Tell whether a segment has its official audio, a worker whose lease is good, or a message on its way."""
        ...

    def claim(self, segment_id: UUID, attempt: UUID, now: datetime, until: datetime) -> SegmentTask | None:
        """Lease a segment: pending → speaking, or speaking whose lease has run out; not one that is put off."""
        ...

    def extend(self, segment_id: UUID, attempt: UUID, until: datetime) -> bool:
        """Extend the lease; False if it is lost."""
        ...

    def release(self, segment_id: UUID, attempt: UUID) -> None:
        """Give the segment back: speaking → pending."""
        ...

    def complete(
        self, segment_id: UUID, attempt: UUID, spoken: SpokenSegment, message_id: UUID, now: datetime
    ) -> int | None:
        """Make this attempt's audio the official one and count it; the last one of a chapter calls for its mastering.

        Return how many segments of the chapter are left; None if the attempt is stale or the job has ended.
        One statement: guard, both counters and the outbox row stand or fall together.
        """
        ...

    def of_chapter(self, job_id: UUID, chapter: int) -> list[SpokenSegment]:
        """List the official audio of a chapter in order."""
        ...

    def pending_of(self, job_id: UUID, limit: int) -> list[UUID]:
        """List the first segments of a job that nobody works on."""
        ...

    def stalled(self, now: datetime, limit: int) -> list[StalledSegment]:
        """Take back segments whose lease has run out: speaking → pending."""
        ...
