"""The timings of a mastered chapter: what is where in its audio, to the sample."""

import json
from array import array
from dataclasses import dataclass
from typing import Self

from ebookvoice.domain.book import Paragraph
from functions.convert.audio.errors import TimingsUnreadableError
from functions.convert.audio.frames import FRAME
from functions.convert.audio.spans import Span, Stranger, spans, strangers

FORMAT = 1


@dataclass(frozen=True, slots=True)
class ChapterTimings:
    """One chapter's audio as AAC: AudioSpecificConfig, where its packets begin in the .m4a, their sizes in bytes.

    `sentences`, `words` and `strangers` are in order; their paragraphs count from 0 within the chapter.
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
        return len(self.packets) * FRAME

    @property
    def payload_bytes(self) -> int:
        """Return the size of all packets."""
        return sum(self.packets)

    def to_json(self) -> bytes:
        """Write the timings document."""
        document = {
            "format": FORMAT,
            "sample_rate": self.sample_rate,
            "samples": self.samples,
            "config": self.config.hex(),
            "payload_offset": self.payload_offset,
            "packets": self.packets.tolist(),
            "characters": self.characters,
            "sentences": self.sentences,
            "words": self.words,
            "strangers": self.strangers,
        }
        return json.dumps(document, separators=(",", ":")).encode()

    @classmethod
    def from_json(cls, content: bytes) -> Self:
        """Read a timings document. Raises TimingsUnreadableError for anything but a whole one of this format."""
        try:
            document = json.loads(content)
            if document["format"] != FORMAT:
                raise TimingsUnreadableError
            timings = cls(
                int(document["sample_rate"]),
                bytes.fromhex(document["config"]),
                int(document["payload_offset"]),
                array("I", document["packets"]),
                int(document["characters"]),
                spans(document["sentences"]),
                spans(document["words"]),
                strangers(document["strangers"]),
            )
            consistent: bool = document["samples"] == timings.samples
        except (ValueError, KeyError, TypeError, OverflowError) as error:
            raise TimingsUnreadableError from error
        if not consistent:
            raise TimingsUnreadableError
        return timings


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
