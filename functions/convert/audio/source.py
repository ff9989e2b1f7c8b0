"""A chapter's segments as what they are a row of: timings, and PCM."""

from collections.abc import Iterator, Sequence
from functools import reduce
from operator import add

from ebookvoice.ports.binding import StoredSegment
from functions.convert.audio.errors import BindingError
from functions.convert.audio.flac import decoded
from functions.convert.audio.loudness import BLOCK_S
from functions.convert.audio.measurement import Measurement
from functions.convert.audio.samples import BYTES_PER_SAMPLE
from functions.convert.audio.segment import SegmentTimings


class Source:
    """What there is to master; its audio is read anew each time."""

    def __init__(self, segments: Sequence[StoredSegment]) -> None:
        """Read all timings. Raises BindingError for segments that make no chapter, TimingsUnreadableError."""
        self._segments = segments
        self.parts = [SegmentTimings.from_json(segment.timings()) for segment in segments]
        rates = {part.sample_rate for part in self.parts}
        if len(rates) != 1:
            raise BindingError
        [self.sample_rate] = rates

    @property
    def sound(self) -> Measurement:
        """Return what was measured of the whole; nothing if it is shorter than a gating block."""
        if sum(part.samples for part in self.parts) < BLOCK_S * self.sample_rate:
            return Measurement()
        return reduce(add, (part.sound for part in self.parts))

    def blocks(self) -> Iterator[bytes]:
        """Yield the PCM of all segments. Raises RecordingUnreadableError."""
        for segment, part in zip(self._segments, self.parts, strict=True):
            yield from decoded(segment.audio(0), part.samples)

    def excerpt(self, seconds: float) -> list[bytes]:
        """Return PCM from the middle of the chapter on, as much of it as one segment has. Raises as `blocks` does."""
        middle = len(self.parts) // 2
        missing = round(seconds * self.sample_rate) * BYTES_PER_SAMPLE
        blocks: list[bytes] = []
        for block in decoded(self._segments[middle].audio(0), self.parts[middle].samples):
            blocks.append(block)
            missing -= len(block)
            if missing <= 0:
                break
        return blocks
