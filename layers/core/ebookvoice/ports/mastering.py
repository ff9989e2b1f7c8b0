"""The spoken segments of a chapter → the chapter as it is published."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from ebookvoice.domain.book import Cover
from ebookvoice.domain.direction import Direction
from ebookvoice.domain.formats import ChapterCodec
from ebookvoice.domain.speech import Substitution
from ebookvoice.ports.binding import StoredSegment, Tags


@dataclass(frozen=True, slots=True)
class Label:
    """What the file of a single chapter says of itself: the book's tags, the chapter's title, its number from 1."""

    book: Tags
    title: str
    number: int
    chapters: int
    cover: Cover | None = None


@dataclass(frozen=True, slots=True)
class Sound:
    """The chapter's measured loudness after mastering (LUFS, None if it is silent), true peak (dBTP), the gain (dB)."""

    loudness: float | None
    peak: float | None
    gain: float


@dataclass(frozen=True, slots=True)
class MasteredChapter:
    """The chapter's files on local disk, one a codec, and its timings as JSON (functions/convert/audio/chapter.py)."""

    files: dict[ChapterCodec, Path]
    timings: Path
    samples: int
    sample_rate: int
    sound: Sound


@dataclass(frozen=True, slots=True)
class SpokenText:
    """What a chapter's timings tell of its text: the characters that were spoken, and what another voice has spoken,
    by its paragraph (from 0 within the chapter)."""

    characters: int
    substitutions: tuple[tuple[int, Substitution], ...] = ()


class ChapterMaster(Protocol):
    """Sets a chapter's loudness by one static gain and encodes it."""

    def master(
        self,
        segments: Sequence[StoredSegment],
        label: Label,
        direction: Direction,
        codecs: Sequence[ChapterCodec],
        directory: Path,
    ) -> MasteredChapter:
        """Master a chapter into files below `directory`; memory does not grow with it."""
        ...
