"""How encoded audio sounds to those who play it."""

import av

from functions.convert.audio.chain import Chain
from functions.convert.audio.loudness import LoudnessMeter
from functions.convert.audio.measurement import Measurement
from functions.convert.audio.peaks import CONTEXT, PeakFinder
from functions.convert.audio.samples import BYTES_PER_SAMPLE, silence, unwrap, wrap

_FLOAT = "flt"
_LONG_BYTES = 1 << 19
"""About 6 seconds of what was decoded: what comes packet by packet is looked at in long frames."""


class Ear:
    """Decodes all AAC packets as a player does, and measures what comes out."""

    def __init__(self, sample_rate: int, config: bytes) -> None:
        self._decoder = av.CodecContext.create("aac", "r")
        self._decoder.extradata = config
        self._sample_rate = sample_rate
        self._loudness = LoudnessMeter(sample_rate, _FLOAT)
        self._rounding = Chain(sample_rate, _FLOAT, [("aformat", "sample_fmts=s16")])
        self._highest = HighestPeak(sample_rate)
        self._wave = bytearray()
        self._decoded = 0

    def listen(self, packet: bytes) -> None:
        """Take the next packet."""
        for frame in self._decoder.decode(av.Packet(packet)):
            self._wave += memoryview(frame.planes[0])[: frame.samples * 4]
        if len(self._wave) >= _LONG_BYTES:
            self._hear()

    def measured(self) -> Measurement:
        """End the listening: the loudness, and the true peak (at least 1.0 if any sample is beyond full scale)."""
        self._hear()
        self._loudness.measure(None)
        return Measurement(self._loudness.blocks, self._highest.result())

    def _hear(self) -> None:
        if not self._wave:
            return
        frame = wrap(bytes(self._wave), self._sample_rate, self._decoded, _FLOAT)
        self._decoded += frame.samples
        self._wave.clear()
        for rounded in self._rounding.push(frame):
            self._highest.hear(unwrap(rounded))
        self._loudness.measure(frame)


class HighestPeak:
    """The highest true peak of PCM: of each block only what may be higher than all before it is oversampled."""

    def __init__(self, sample_rate: int) -> None:
        self._finder = PeakFinder(sample_rate, sample_rate)
        self._waiting = silence(2 * CONTEXT)
        self._height = 0.0

    def hear(self, pcm: bytes) -> None:
        """Take PCM of any length."""
        pcm = self._waiting + pcm
        self._height = max([self._height, *(peak.height for peak in self._finder.above(pcm, self._height))])
        self._waiting = pcm[-2 * CONTEXT * BYTES_PER_SAMPLE :]

    def result(self) -> float:
        """End the listening; return the amplitude (1.0: 0 dBFS)."""
        self.hear(silence(CONTEXT))
        return self._height
