"""Loudness and peaks of audio while it passes by: ITU-R BS.1770-5, calculated by FFmpeg's filters."""

import math
from collections import Counter, deque

import av

from functions.convert.audio.chain import Chain
from functions.convert.audio.measurement import GRAIN, Measurement, amplitude
from functions.convert.audio.samples import silence, wrap
from functions.convert.audio.weighting import shortfall, weighting

OVERSAMPLING = 4
"""What a true peak is looked for with (BS.1770-5, annex 2)."""

BLOCK_S = 0.4
"""Length of a gating block; there is one every 100 ms (BS.1770-5, annex 1)."""

_STEP_S = 0.1
_STEPS = round(BLOCK_S / _STEP_S)
_ABSOLUTE_GATE = -70.0
_CALIBRATION = -0.691
"""LUFS of a mean square of 1 (BS.1770-5, annex 1)."""

_PEAK = "lavfi.astats.Overall.Peak_level"
_PEAK_STATISTICS = ("astats", "metadata=1:reset=1:measure_overall=Peak_level:measure_perchannel=none")
_SQUARED = (("asplit", ""), ("amultiply", ""))


class LoudnessMeter:
    """Measures the loudness of audio of one rate and sample format, fastest in long frames."""

    def __init__(self, sample_rate: int, sample_format: str = "s16") -> None:
        filters = [("aformat", "sample_fmts=dblp"), *weighting(sample_rate), *_SQUARED, ("aintegral", "")]
        self._energy = Chain(sample_rate, sample_format, filters)
        self._calibration = _CALIBRATION + shortfall(sample_rate)
        self._step = round(_STEP_S * sample_rate)
        self._summed = 0
        self._sums = deque([0.0], maxlen=_STEPS + 1)
        self._blocks: Counter[int] = Counter()

    def measure(self, frame: av.AudioFrame | None) -> None:
        """Take a frame; None ends the measuring."""
        for energies in self._energy.push(frame):
            self._note(memoryview(energies.planes[0]).cast("d")[: energies.samples])

    @property
    def blocks(self) -> dict[int, int]:
        """Return the gating blocks so far; see Measurement."""
        return dict(self._blocks)

    def _note(self, energies: "memoryview[float]") -> None:
        """Take the energy of all audio up to each sample; look at it where a step ends."""
        first = (-1 - self._summed) % self._step
        self._summed += len(energies)
        for energy in energies[first :: self._step].tolist():
            self._sums.append(energy)
            mean_square = (energy - self._sums[0]) / (_STEPS * self._step)
            if len(self._sums) > _STEPS and mean_square > 0:
                loudness = self._calibration + 10 * math.log10(mean_square)
                if loudness >= _ABSOLUTE_GATE:
                    self._blocks[round(loudness / GRAIN)] += 1


class Meter:
    """Measures PCM: its loudness and its highest peak."""

    def __init__(self, sample_rate: int, *, oversampling: int = 1) -> None:
        """Prepare; with an `oversampling` of 1 the peak is the highest sample, with OVERSAMPLING the true peak."""
        upsampling = [("aformat", "sample_fmts=flt"), ("aresample", str(oversampling * sample_rate))]
        self._peaks = Chain(sample_rate, "s16", [*(upsampling if oversampling > 1 else []), _PEAK_STATISTICS])
        self._loudness = LoudnessMeter(sample_rate)
        self._sample_rate = sample_rate
        self._samples = 0
        self._peak = -math.inf

    def lead_in(self) -> None:
        """Say that silence precedes the audio, which the first gating blocks reach back into."""
        self.hear(silence(round((BLOCK_S - _STEP_S) * self._sample_rate)))

    def hear(self, pcm: bytes) -> None:
        """Take PCM of any length."""
        if pcm:
            frame = wrap(pcm, self._sample_rate, self._samples)
            self._samples += frame.samples
            self._measure(frame)

    def result(self) -> Measurement:
        """End the measuring."""
        self._measure(None)
        return Measurement(self._loudness.blocks, amplitude(self._peak))

    def _measure(self, frame: av.AudioFrame | None) -> None:
        self._loudness.measure(frame)
        for measured in self._peaks.push(frame):
            self._peak = max(self._peak, float(measured.metadata.get(_PEAK, "-inf")))
