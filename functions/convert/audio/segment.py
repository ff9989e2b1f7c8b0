"""The timings of a segment: what is where in its audio, to the sample."""

import json
from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple, Self

from functions.convert.audio.errors import TimingsUnreadableError
from functions.convert.audio.frames import FRAME

FORMAT = 1


class Span(NamedTuple):
    """Characters `offset … offset + length` of a paragraph sound for `samples` from sample `start` of the segment on.

    `paragraph` counts from 0 within the segment.
    """

    start: int
    samples: int
    paragraph: int
    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class SegmentTimings:
    """One segment's audio: AudioSpecificConfig, where its packets begin in the .m4a, their sizes in bytes."""

    sample_rate: int
    config: bytes
    payload_offset: int
    packets: "array[int]"
    characters: int
    sentences: tuple[Span, ...] = ()
    words: tuple[Span, ...] = ()

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
                document["sample_rate"],
                bytes.fromhex(document["config"]),
                document["payload_offset"],
                array("I", document["packets"]),
                document["characters"],
                _spans(document["sentences"]),
                _spans(document["words"]),
            )
            consistent: bool = document["samples"] == timings.samples
        except (ValueError, KeyError, TypeError, OverflowError) as error:
            raise TimingsUnreadableError from error
        if not consistent:
            raise TimingsUnreadableError
        return timings


def _spans(rows: Iterable[Iterable[int]]) -> tuple[Span, ...]:
    return tuple(Span(*row) for row in rows)
