"""Chapters, as the use cases move them: mastered when their segments are spoken, bound when all of them are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from ebookvoice.domain.certificate import SubstitutedPassage
from ebookvoice.domain.direction import Direction
from ebookvoice.domain.formats import ChapterCodec, Format
from ebookvoice.ports.records.assemblies import Artifact


@dataclass(frozen=True, slots=True)
class ChapterTask:
    """A chapter that this worker may master; `number` counts from 0, `chapters` is how many the book has.

    The book was there, and asked for, at `ready_at`. `text_offset` and `text_length` are the bytes of its lines in
    book.json.
    """

    job_id: UUID
    user_id: UUID
    number: int
    chapter_title: str
    characters: int
    chapters: int
    title: str
    authors: tuple[str, ...]
    language: str | None
    metadata: dict[str, Any]
    voice: str
    cover_key: str | None
    cover_type: str | None
    book_key: str
    book_etag: str
    text_offset: int
    text_length: int
    direction: Direction
    formats: tuple[Format, ...]
    ready_at: datetime
    attempts: int


@dataclass(frozen=True, slots=True)
class StoredAudio:
    """One encoding of a chapter in the object store; `size` in bytes, SHA-256 in base64."""

    key: str
    size: int
    sha256: str
    etag: str


@dataclass(frozen=True, slots=True)
class OfficialChapter:
    """What a chapter has become: its encodings, its length in samples, and the account of its text.

    `loudness` in LUFS (None: silent), true `peak` in dBTP, `gain` in dB. So many passages were `substituted`, of which
    at most MAX_PASSAGES are quoted. `artifact` is the encoding that its owner keeps, if one was asked for.
    """

    audio: Mapping[ChapterCodec, StoredAudio]
    timings_key: str
    samples: int
    sample_rate: int
    loudness: float | None
    peak: float | None
    gain: float
    characters_spoken: int
    substituted: int = 0
    substitutions: Sequence[SubstitutedPassage] = ()
    artifact: Artifact | None = None


@dataclass(frozen=True, slots=True)
class FinishedChapter:
    """A chapter that is mastered; `text_offset` and `text_length` are the bytes of its lines in book.json."""

    number: int
    title: str
    samples: int
    audio: Mapping[ChapterCodec, StoredAudio]
    timings_key: str
    text_offset: int
    text_length: int


@dataclass(frozen=True, slots=True)
class SilentChapter:
    """A chapter whose worker let its lease run out, or that nobody has come for."""

    job_id: UUID
    user_id: UUID
    number: int
    attempts: int
    correlation_id: str | None = None


class Chapters(Protocol):
    def claim(self, job_id: UUID, number: int, attempt: UUID, now: datetime, until: datetime) -> ChapterTask | None:
        """Lease a chapter all of whose segments are spoken: waiting → mastering, or one whose lease has run out."""
        ...

    def extend(self, job_id: UUID, attempt: UUID, until: datetime) -> bool:
        """Extend the lease that the attempt has on a chapter of the job; False if it is lost."""
        ...

    def release(self, job_id: UUID, attempt: UUID) -> None:
        """Give the chapter back: mastering → waiting."""
        ...

    def complete(
        self, task: ChapterTask, attempt: UUID, mastered: OfficialChapter, message_id: UUID, now: datetime
    ) -> int | None:
        """Make this attempt's audio the official one and count it; the last one writes the assembly message.

        Return how many chapters of the job are left; None if the attempt is stale or the job has ended.
        One statement: guard, counter, outbox row and the row of the artifact stand or fall together.
        """
        ...

    def in_good_hands(self, job_id: UUID, number: int, now: datetime) -> bool:
        """Tell whether a chapter has its official audio, or a worker whose lease is good."""
        ...

    def of_job(self, job_id: UUID) -> list[FinishedChapter]:
        """List the mastered chapters of a job in order."""
        ...

    def audio_of(self, job_id: UUID, number: int) -> Mapping[ChapterCodec, StoredAudio]:
        """Find the encodings of a chapter that are there, as far as the transaction's role may see them."""
        ...

    def silent(self, now: datetime, before: datetime, limit: int) -> list[SilentChapter]:
        """Take back chapters whose lease has run out, and take up those that wait, unheard of since before a time."""
        ...
