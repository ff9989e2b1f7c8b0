"""A look-ahead limiter for true peaks that leaves everything else as it is.

The signal itself is neither resampled nor delayed: oversampling only finds the peaks (BS.1770-5, annex 2), and where
there are none, the samples come out as they went in.
"""

from collections.abc import Iterable, Iterator

from functions.convert.audio.envelope import REACH, Envelope
from functions.convert.audio.peaks import CONTEXT, PeakFinder
from functions.convert.audio.samples import BYTES_PER_SAMPLE, silence
from functions.convert.audio.shaping import Shaper

_CELLS_A_SECOND = 200
"""The gain is set anew every 5 ms."""


def limited(blocks: Iterable[bytes], sample_rate: int, threshold: float) -> Iterator[bytes]:
    """Hold the true peaks of PCM below a threshold, an amplitude (1.0: 0 dBFS); as many samples come out as go in.

    Silence is taken to come before and after. Fastest with long blocks.
    """
    limiter = Limiter(sample_rate, threshold)
    for block in blocks:
        yield limiter.limit(block)
    yield limiter.finish()


class Limiter:
    """Audio waits until it is known what comes within the envelope's reach behind it."""

    def __init__(self, sample_rate: int, threshold: float) -> None:
        self._cell = sample_rate // _CELLS_A_SECOND
        self._threshold = threshold
        self._finder = PeakFinder(sample_rate, self._cell)
        self._envelope = Envelope()
        self._shaper = Shaper(sample_rate, self._cell)
        self._pcm = bytearray(silence(CONTEXT))
        self._searched = self._settled = 0

    def limit(self, pcm: bytes) -> bytes:
        """Take PCM of any length; return what is settled by now."""
        self._pcm += pcm
        known = self._settled + (len(self._pcm) // BYTES_PER_SAMPLE - 2 * CONTEXT) // self._cell
        self._search(known)
        return self._settle(known - REACH)

    def finish(self) -> bytes:
        """Return the rest."""
        missing = (CONTEXT - len(self._pcm) // BYTES_PER_SAMPLE) % self._cell
        self._pcm += silence(missing + CONTEXT)
        cells = (len(self._pcm) // BYTES_PER_SAMPLE - 2 * CONTEXT) // self._cell
        self._search(self._settled + cells)
        rest = self._settle(self._settled + cells)
        return rest[: len(rest) - missing * BYTES_PER_SAMPLE]

    def _search(self, known: int) -> None:
        """Look for peaks up to the cell before which everything is known, context included."""
        first, last = (BYTES_PER_SAMPLE * self._cell * (cell - self._settled) for cell in (self._searched, known))
        if first < last:
            unknown = bytes(self._pcm[first : last + 2 * CONTEXT * BYTES_PER_SAMPLE])
            for cell, height in self._finder.above(unknown, self._threshold):
                self._envelope.lower(self._searched + cell, self._threshold / height)
            self._searched = known

    def _settle(self, end: int) -> bytes:
        """Let go of the cells before `end`; keep the context of those behind it."""
        size = BYTES_PER_SAMPLE * self._cell
        length = max(0, end - self._settled) * size
        start = CONTEXT * BYTES_PER_SAMPLE
        out = self._pcm[start : start + length]
        if length:
            self._shape(out)
        del self._pcm[:length]
        self._settled += length // size
        return bytes(out)

    def _shape(self, pcm: bytearray) -> None:
        """Apply the gain to what is settled next."""
        size = BYTES_PER_SAMPLE * self._cell
        shaped = self._envelope.take(self._settled + len(pcm) // size)
        places = [slice((cell - self._settled) * size, (cell - self._settled + 1) * size) for cell, _, _ in shaped]
        audio = b"".join(pcm[place] for place in places)
        if audio:
            audio = self._shaper.shape(audio, [(first, last) for _, first, last in shaped])
        for index, place in enumerate(places):
            pcm[place] = audio[index * size : (index + 1) * size]
