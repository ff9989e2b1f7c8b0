"""The timings of a segment: what is where in its audio, to the sample, and how loud it is."""

import json
from dataclasses import dataclass, field
from typing import Self

from functions.convert.audio.errors import TimingsUnreadableError
from functions.convert.audio.measurement import Measurement
from functions.convert.audio.spans import Span, Stranger, spans, strangers

FORMAT = 2


@dataclass(frozen=True, slots=True)
class SegmentTimings:
    """One segment's audio; `sentences`, `words` and `strangers` are in order, of `paragraphs` paragraphs.

    `sound` is measured as if silence came before and after.
    """

    sample_rate: int
    samples: int
    characters: int
    paragraphs: int
    sentences: tuple[Span, ...] = ()
    words: tuple[Span, ...] = ()
    strangers: tuple[Stranger, ...] = ()
    sound: Measurement = field(default_factory=Measurement)

    def to_json(self) -> bytes:
        """Write the timings document."""
        document = {
            "format": FORMAT,
            "sample_rate": self.sample_rate,
            "samples": self.samples,
            "characters": self.characters,
            "paragraphs": self.paragraphs,
            "sentences": self.sentences,
            "words": self.words,
            "strangers": self.strangers,
            "loudness": sorted(self.sound.blocks.items()),
            "peak": self.sound.peak,
        }
        return json.dumps(document, separators=(",", ":")).encode()

    @classmethod
    def from_json(cls, content: bytes) -> Self:
        """Read a timings document. Raises TimingsUnreadableError for anything but a whole one of this format."""
        try:
            document = json.loads(content)
            if document["format"] != FORMAT:
                raise TimingsUnreadableError
            return cls(
                int(document["sample_rate"]),
                int(document["samples"]),
                int(document["characters"]),
                int(document["paragraphs"]),
                spans(document["sentences"]),
                spans(document["words"]),
                strangers(document["strangers"]),
                Measurement({int(level): int(count) for level, count in document["loudness"]}, float(document["peak"])),
            )
        except (ValueError, KeyError, TypeError) as error:
            raise TimingsUnreadableError from error
