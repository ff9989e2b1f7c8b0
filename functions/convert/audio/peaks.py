"""Where the true peaks of PCM pass a level: looked for only where a sample comes near it."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from functions.convert.audio.chain import Chain
from functions.convert.audio.loudness import OVERSAMPLING
from functions.convert.audio.measurement import amplitude
from functions.convert.audio.samples import silence, wrap

CONTEXT = 64
"""Samples before and after a place that its peaks depend on, and then some: FFmpeg's resampler looks at 16."""

_BETWEEN_SAMPLES = amplitude(-3.5)
"""What the highest sample is of the true peak beside it, at least; 3.0 dB below in a sine of a quarter of the rate."""

_RUNS = re.compile(rb"\x01(?:\x00{0,%d}\x01)*" % (2 * CONTEXT))
"""Samples that come near, so far apart from the next ones that the contexts of the two don't overlap."""

_HIGHEST = re.compile(rb"\x01\x01*")
_HEADROOM = 4.0
_SCALE = 2**31 / _HEADROOM
"""Upsampled audio is looked at as 32-bit integers, whose highest byte tells how high they are at least."""


class Peak(NamedTuple):
    """The highest amplitude (1.0: 0 dBFS) of what passes the level within one cell; cells count from sample CONTEXT."""

    cell: int
    height: float


class PeakFinder:
    """Oversamples stretches of PCM, all in one row."""

    def __init__(self, sample_rate: int, cell: int) -> None:
        """`cell`: how many samples are looked at as one."""
        scale = ("volume", f"{1 / _HEADROOM}:precision=float")
        upsampling = ("aresample", str(sample_rate * OVERSAMPLING))
        filters = [("aformat", "sample_fmts=flt"), scale, upsampling, ("aformat", "sample_fmts=s32")]
        self._chain = Chain(sample_rate, "s16", filters)
        self._sample_rate = sample_rate
        self._cell = cell
        self._given = self._late = 0

    def above(self, pcm: bytes, level: float) -> Iterator[Peak]:
        """Yield the peaks above a level (an amplitude), some cells twice; the first and last CONTEXT samples are only
        what the rest depends on."""
        near = pcm[1::2].translate(_at_least(int(level * _BETWEEN_SAMPLES * 2**15), 8))
        runs = [match.span() for match in _RUNS.finditer(near, CONTEXT, len(near) - CONTEXT)]
        if not runs:
            return
        stretches = (pcm[2 * (first - CONTEXT) : 2 * (last + CONTEXT)] for first, last in runs)
        wave = self._upsampled(b"".join(stretches))
        high = wave.tobytes()[3::4].translate(_at_least(int(level * _SCALE), 24))
        start = 0
        for first, last in runs:
            ahead = (first - 2 * CONTEXT) * OVERSAMPLING - start
            inner = start + CONTEXT * OVERSAMPLING // 2
            start += (last - first + 2 * CONTEXT) * OVERSAMPLING
            for match in _HIGHEST.finditer(high, inner, start - CONTEXT * OVERSAMPLING // 2):
                yield from self._peaks(wave, match.span(), ahead, level)

    def _peaks(self, wave: "memoryview[int]", span: tuple[int, int], ahead: int, level: float) -> Iterator[Peak]:
        """Look at what is rather high, cell by cell; `ahead`: how much later a place is in the PCM than in `wave`."""
        first, end = span
        length = self._cell * OVERSAMPLING
        while first < end:
            cell = (first + ahead) // length
            last = min(end, (cell + 1) * length - ahead)
            heights = wave[first:last].tolist()
            height = max(max(heights), -min(heights)) / _SCALE
            if height > level:
                yield Peak(cell, height)
            first = last

    def _upsampled(self, pcm: bytes) -> "memoryview[int]":
        """Upsample PCM and the silence that pushes all of it through; what comes late of that is left out next time."""
        frame = wrap(pcm + silence(CONTEXT), self._sample_rate, self._given)
        self._given += frame.samples
        out = bytearray()
        for upsampled in self._chain.push(frame):
            out += memoryview(upsampled.planes[0])[: upsampled.samples * 4]
        wave = memoryview(out).cast("i")[self._late :]
        self._late += frame.samples * OVERSAMPLING - len(out) // 4
        return wave


@lru_cache(maxsize=256)
def _at_least(height: int, shift: int) -> bytes:
    """Tell of the highest byte of a signed integer whether it can be that of a height, of either sign, or of more."""
    lowest = (height - 1) >> shift
    return bytes((byte if byte < 0x80 else 0xFF - byte) >= lowest for byte in range(256))
