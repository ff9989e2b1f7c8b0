"""A chapter's segments as what they are a row of: timings, and PCM."""

from collections.abc import Iterator, Sequence
from functools import reduce
from operator import add

from ebookvoice.ports.binding import StoredSegment
from functions.convert.audio.errors import BindingError
from functions.convert.audio.flac import decoded
from functions.convert.audio.loudness import BLOCK_S
from functions.convert.audio.measurement import Measurement
from functions.convert.audio.samples import BYTES_PER_SAMPLE, gathered
from functions.convert.audio.segment import SegmentTimings

_PLACES, _BEGINNING_S, _PERIOD_S, _PIECE_S = 3, 60, 12, 3
"""Enough to tell within 0.1 LU what the limiter takes away from a chapter; headings are not among it."""


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
    def samples(self) -> int:
        """Return the length of the chapter."""
        return sum(part.samples for part in self.parts)

    @property
    def sound(self) -> Measurement:
        """Return what was measured of the whole; nothing if it is shorter than a gating block."""
        if self.samples < BLOCK_S * self.sample_rate:
            return Measurement()
        return reduce(add, (part.sound for part in self.parts))

    def blocks(self) -> Iterator[bytes]:
        """Yield the PCM of all segments. Raises RecordingUnreadableError."""
        for segment, part in zip(self._segments, self.parts, strict=True):
            yield from decoded(segment.audio(0), part.samples)

    def excerpt(self) -> list[bytes]:
        """Return pieces of the chapter's PCM: _PIECE_S out of every _PERIOD_S of the beginnings of some segments.

        A chapter that is no longer than one such beginning is returned as a whole. Raises RecordingUnreadableError.
        """
        if self.samples <= _BEGINNING_S * self.sample_rate:
            return list(self.blocks())
        count = len(self.parts)
        chosen = sorted({(2 * place + 1) * count // (2 * _PLACES) for place in range(_PLACES)})
        return list(gathered(piece for index in chosen for piece in self._pieces(index)))

    def _pieces(self, index: int) -> Iterator[bytes]:
        segment, samples = self._segments[index], self.parts[index].samples
        position = 0
        for block in decoded(segment.audio(0), samples):
            if position % (_PERIOD_S * self.sample_rate) >= (_PERIOD_S - _PIECE_S) * self.sample_rate:
                yield block
            position += len(block) // BYTES_PER_SAMPLE
            if position >= _BEGINNING_S * self.sample_rate:
                break
