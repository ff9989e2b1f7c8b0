"""A look-ahead limiter for true peaks that leaves everything else as it is.

The signal itself is neither resampled nor delayed: oversampling only finds the peaks (BS.1770-5, annex 2), and where
there are none, the samples come out as they went in.
"""

from array import array
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import av

from functions.convert.audio.chain import Chain
from functions.convert.audio.envelope import REACH, Envelope
from functions.convert.audio.loudness import OVERSAMPLING
from functions.convert.audio.ramps import scaled
from functions.convert.audio.samples import BYTES_PER_SAMPLE, wrap

_CELLS_A_SECOND = 200
_CELLS = 20
"""In a block. The gain is set anew every 5 ms; peaks are looked for in blocks of 100 ms first."""
_BLOCKS_AHEAD = -(-REACH // _CELLS)
_CALM = (1.0,) * _CELLS

_LIMIT = 2.0
"""What the threshold is while peaks are looked for: the highest byte of a 32-bit float tells whether it is less."""
_HIGH = bytes(byte & 0x7F >= 0x40 for byte in range(256))


def limited(blocks: Iterable[bytes], sample_rate: int, threshold: float) -> Iterator[bytes]:
    """Hold the true peaks of PCM below a threshold, an amplitude (1.0: 0 dBFS); as many samples come out as go in."""
    limiter = Limiter(sample_rate, threshold)
    for block in blocks:
        yield from limiter.limit(block)
    yield from limiter.finish()


class Limiter:
    """Blocks of 100 ms wait until it is known what comes within the envelope's reach behind them."""

    def __init__(self, sample_rate: int, threshold: float) -> None:
        self._sample_rate = sample_rate
        self._cell = sample_rate // _CELLS_A_SECOND
        block = self._cell * _CELLS
        self._block_bytes = block * BYTES_PER_SAMPLE
        blocks = ("asetnsamples", f"n={block * OVERSAMPLING}:p=0")
        scale = [("aformat", "sample_fmts=flt"), ("volume", f"{_LIMIT / threshold:.6f}:precision=float")]
        upsampling = ("aresample", str(sample_rate * OVERSAMPLING))
        self._finder = Chain(sample_rate, "s16", [*scale, upsampling, blocks])
        self._envelope = Envelope()
        self._given = 0
        self._pcm = bytearray()
        self._needed: deque[Sequence[float]] = deque()

    def limit(self, pcm: bytes) -> Iterator[bytes]:
        """Take PCM of any length; yield what is settled by now."""
        if pcm:
            frame = wrap(pcm, self._sample_rate, self._given)
            self._given += frame.samples
            self._pcm += pcm
            self._find(frame)
            yield from self._settled(_BLOCKS_AHEAD)

    def finish(self) -> Iterator[bytes]:
        """Yield the rest."""
        self._find(None)
        yield from self._settled(0)
        yield bytes(self._pcm)

    def _find(self, frame: av.AudioFrame | None) -> None:
        for upsampled in self._finder.push(frame):
            wave = memoryview(upsampled.planes[0]).cast("f")[: upsampled.samples]
            high = bytes(wave)[3::4].translate(_HIGH)
            self._needed.append(self._gains(wave, high) if 1 in high else _CALM)

    def _gains(self, wave: "memoryview[float]", high: bytes) -> list[float]:
        """Tell for every cell the gain that brings its highest peak down to the threshold."""
        length = self._cell * OVERSAMPLING
        gains = [1.0] * -(-len(wave) // length)
        for index in range(len(gains)):
            cell = slice(index * length, (index + 1) * length)
            if 1 in high[cell]:
                samples = wave[cell].tolist()
                gains[index] = _LIMIT / max(max(samples), -min(samples))
        return gains

    def _settled(self, ahead: int) -> Iterator[bytes]:
        """Yield the blocks behind which at least so many more are known."""
        while len(self._needed) > ahead:
            known = [gain for _, gains in zip(range(1 + _BLOCKS_AHEAD), self._needed, strict=False) for gain in gains]
            cells = len(self._needed.popleft())
            block = bytes(self._pcm[: self._block_bytes])
            del self._pcm[: self._block_bytes]
            calm = self._envelope.open and min(known) == 1.0
            yield block if calm else self._shaped(block, self._envelope.advance(cells, known))

    def _shaped(self, pcm: bytes, nodes: Sequence[float]) -> bytes:
        """Apply the gain, which goes from node to node."""
        samples = array("h", pcm)
        for position, (first, last) in enumerate(pairwise(nodes)):
            if min(first, last) < 1.0:
                cell = slice(position * self._cell, (position + 1) * self._cell)
                samples[cell] = scaled(samples[cell], first, last)
        return samples.tobytes()
