"""The timings of a mastered chapter: what is where in its audio, to the sample."""

from array import array
from dataclasses import dataclass
from typing import Self

from ebookvoice.domain.book import Paragraph
from functions.convert.audio.spans import Span, Stranger


@dataclass(frozen=True, slots=True)
class ChapterTimings:
    """One chapter's audio as AAC: AudioSpecificConfig, where its packets begin in the .m4a, their sizes in bytes.

    `sentences` and `words` are in order; their paragraphs count from 0 within the chapter.
    """

    sample_rate: int
    config: bytes
    payload_offset: int
    packets: "array[int]"
    characters: int
    sentences: tuple[Span, ...] = ()
    words: tuple[Span, ...] = ()
    strangers: tuple[Stranger, ...] = ()

    @property
    def samples(self) -> int:
        """Return the length of the audio."""
        raise NotImplementedError

    def to_json(self) -> bytes:
        """Write the timings document."""
        raise NotImplementedError

    @classmethod
    def from_json(cls, content: bytes) -> Self:
        """Read a timings document. Raises TimingsUnreadableError for anything but a whole one of this format."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class NarratedChapter:
    """A chapter with its text: what captions, read-along and transcript are written from.

    `number` counts from 1, `start` is its first sample within the book.
    """

    number: int
    title: str
    paragraphs: tuple[Paragraph, ...]
    timings: ChapterTimings
    start: int
