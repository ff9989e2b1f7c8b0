"""The stretches of a chapter that tell what mastering did to its loudness."""

from collections.abc import Iterable, Iterator
from typing import Self

from functions.convert.audio.frames import FRAME
from functions.convert.audio.loudness import LoudnessMeter
from functions.convert.audio.measurement import Measurement
from functions.convert.audio.samples import BYTES_PER_SAMPLE, wrap

_LENGTH_S, _PERIOD_S, _SHORT_S = 1, 8, 300
"""Of 20 minutes of each of twelve of eSpeak's voices, they tell the loudness to 0.06 LU."""


class Stretches:
    """All of a short chapter; _LENGTH_S out of every _PERIOD_S of a longer one."""

    def __init__(self, length: int, period: int) -> None:
        """`length` and `period` are counted in packets."""
        self._length = length
        self._period = period

    @classmethod
    def of(cls, samples: int, sample_rate: int) -> Self:
        """Choose those of a chapter."""
        if samples <= _SHORT_S * sample_rate:
            return cls(1, 1)
        return cls(_LENGTH_S * sample_rate // FRAME, _PERIOD_S * sample_rate // FRAME)

    @property
    def all(self) -> bool:
        """Tell whether they are the whole chapter."""
        return self._length == self._period

    def hold(self, packet: int) -> bool:
        """Tell whether a packet, counted from 0, is in one of them."""
        return packet % self._period < self._length

    def within(self, pcm: bytes, start: int) -> bytes:
        """Return what is in them of PCM that begins at sample `start`."""
        length, period = self._length * FRAME, self._period * FRAME
        ends = range(start - start % period + length, start + len(pcm) // BYTES_PER_SAMPLE + length, period)
        places = ((max(0, end - length - start), max(0, end - start)) for end in ends)
        return b"".join(pcm[BYTES_PER_SAMPLE * first : BYTES_PER_SAMPLE * last] for first, last in places)


class Eavesdropper:
    """Measures the loudness of stretches of PCM that others pass on."""

    def __init__(self, sample_rate: int, stretches: Stretches) -> None:
        self._meter = LoudnessMeter(sample_rate)
        self._sample_rate = sample_rate
        self._stretches = stretches
        self._measured = 0

    def passing(self, blocks: Iterable[bytes]) -> Iterator[bytes]:
        """Pass blocks on as they are; fastest with long ones."""
        position = 0
        for block in blocks:
            stretch = self._stretches.within(block, position)
            position += len(block) // BYTES_PER_SAMPLE
            if stretch:
                frame = wrap(stretch, self._sample_rate, self._measured)
                self._measured += frame.samples
                self._meter.measure(frame)
            yield block
        self._meter.measure(None)

    @property
    def measured(self) -> Measurement:
        """Return the loudness of what has passed; peaks are not looked for."""
        return Measurement(self._meter.blocks)
