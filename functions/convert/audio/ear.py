"""How encoded audio sounds to those who play it."""

import av

from functions.convert.audio.chain import Chain
from functions.convert.audio.loud_packets import LoudPackets
from functions.convert.audio.loudness import LoudnessMeter
from functions.convert.audio.measurement import Measurement
from functions.convert.audio.peaks import CONTEXT, PeakFinder
from functions.convert.audio.samples import BYTES_PER_SAMPLE, silence, unwrap, wrap
from functions.convert.audio.stretches import Stretches

_FLOAT = "flt"
_BYTES_PER_FLOAT = 4
_LONG_BYTES = 1 << 17
"""About 1.5 seconds of what was decoded: what comes packet by packet is looked at in long frames."""


class Ear:
    """Decodes those AAC packets that matter, as a player does, and measures what comes out.

    To listen to all would cost half as much again as encoding them does.
    """

    def __init__(self, sample_rate: int, config: bytes, stretches: Stretches, limit: float) -> None:
        """`stretches` are measured; `limit` is the amplitude (1.0: 0 dBFS) that no true peak is to exceed."""
        self._decoder = av.CodecContext.create("aac", "r")
        self._decoder.extradata = config
        self._stretches = stretches
        self._loudness = LoudnessMeter(sample_rate, _FLOAT)
        self._measured = _Gathering(sample_rate)
        self._loud = LoudPackets(limit)
        self._rounding = Chain(sample_rate, _FLOAT, [("aformat", "sample_fmts=s16")])
        self._highest = HighestPeak(sample_rate)
        self._looked_at = _Gathering(sample_rate)
        self._packets = 0
        self._skipped: bytes | None = None

    def expect(self, pcm: bytes) -> None:
        """Take what is going to be encoded next."""
        self._loud.note(pcm)

    def listen(self, packet: bytes) -> None:
        """Take the next packet."""
        measured, loud = self._stretches.hold(self._packets), self._loud.hold(self._packets)
        self._packets += 1
        if not measured and not loud:
            self._skipped = packet
            return
        if self._skipped is not None:
            # What reaches from it into the next one.
            self._decode(self._skipped)
            self._skipped = None
        wave = self._decode(packet)
        if measured:
            self._measure(self._measured.add(wave))
        if loud:
            self._look(self._looked_at.add(wave))

    def measured(self) -> Measurement:
        """End the listening: the loudness of the stretches, and the highest true peak (at least 1.0 if any sample is
        beyond full scale)."""
        self._measure(self._measured.rest())
        self._loudness.measure(None)
        self._look(self._looked_at.rest())
        return Measurement(self._loudness.blocks, self._highest.result())

    def _decode(self, packet: bytes) -> bytes:
        return b"".join(
            bytes(memoryview(frame.planes[0])[: frame.samples * _BYTES_PER_FLOAT])
            for frame in self._decoder.decode(av.Packet(packet))
        )

    def _measure(self, frame: av.AudioFrame | None) -> None:
        if frame is not None:
            self._loudness.measure(frame)

    def _look(self, frame: av.AudioFrame | None) -> None:
        if frame is not None:
            for rounded in self._rounding.push(frame):
                self._highest.hear(unwrap(rounded))


class _Gathering:
    """Makes long frames of what was decoded packet by packet."""

    def __init__(self, sample_rate: int) -> None:
        self._sample_rate = sample_rate
        self._wave = bytearray()
        self._passed = 0

    def add(self, wave: bytes) -> av.AudioFrame | None:
        """Take floats; return a frame if there is enough for a long one."""
        self._wave += wave
        return self.rest() if len(self._wave) >= _LONG_BYTES else None

    def rest(self) -> av.AudioFrame | None:
        """Return what there is, if anything."""
        if not self._wave:
            return None
        frame = wrap(bytes(self._wave), self._sample_rate, self._passed, _FLOAT)
        self._passed += frame.samples
        self._wave.clear()
        return frame


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
