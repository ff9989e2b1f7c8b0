"""Loudness and peaks of audio while it passes by, measured by FFmpeg's `ebur128` and `astats`."""

import math
from collections import Counter
from collections.abc import Iterable

import av

from functions.convert.audio.chain import Chain
from functions.convert.audio.measurement import GRAIN, Measurement, amplitude
from functions.convert.audio.samples import silence, wrap

OVERSAMPLING = 4
"""What a true peak is looked for with (BS.1770-5, annex 2)."""

BLOCK_S = 0.4
"""Length of a gating block; there is one every 100 ms (BS.1770-5, annex 1)."""

_STEP_S = 0.1
_ABSOLUTE_GATE = -70.0
_MOMENTARY = "lavfi.r128.M"
_PEAK = "lavfi.astats.Overall.Peak_level"
_PEAK_STATISTICS = ("astats", "metadata=1:reset=1:measure_overall=Peak_level:measure_perchannel=none")


class Meter:
    """Measures audio of one rate and sample format."""

    def __init__(self, sample_rate: int, sample_format: str = "s16", *, oversampling: int = 1) -> None:
        """Prepare; with an `oversampling` of 1 the peak is the highest sample, with OVERSAMPLING the true peak."""
        upsampling = [("aformat", "sample_fmts=flt"), ("aresample", str(oversampling * sample_rate))]
        filters = [("ebur128", "metadata=1"), *(upsampling if oversampling > 1 else []), _PEAK_STATISTICS]
        self._chain = Chain(sample_rate, sample_format, filters)
        self._sample_rate = sample_rate
        self._samples = 0
        self._blocks: Counter[int] = Counter()
        self._peak = -math.inf

    def lead_in(self) -> None:
        """Say that silence precedes the audio, which the first gating blocks reach back into."""
        self.hear(silence(round((BLOCK_S - _STEP_S) * self._sample_rate)))

    def hear(self, pcm: bytes) -> None:
        """Take PCM of any length."""
        if pcm:
            self.measure(wrap(pcm, self._sample_rate, self._samples))

    def measure(self, frame: av.AudioFrame) -> None:
        """Take a frame, whatever its time stamp says."""
        frame.pts = self._samples
        self._samples += frame.samples
        self._note(self._chain.push(frame))

    def result(self) -> Measurement:
        """End the measuring."""
        self._note(self._chain.push(None))
        return Measurement(dict(self._blocks), amplitude(self._peak))

    def _note(self, measured: Iterable[av.AudioFrame]) -> None:
        for frame in measured:
            values = frame.metadata
            momentary = float(values.get(_MOMENTARY, "-inf"))
            if momentary >= _ABSOLUTE_GATE:
                self._blocks[round(momentary / GRAIN)] += 1
            self._peak = max(self._peak, float(values.get(_PEAK, "-inf")))
