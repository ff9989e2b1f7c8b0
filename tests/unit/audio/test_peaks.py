"""Peaks are found where they are, as high as they are, without looking at everything."""

from array import array

import pytest

from functions.convert.audio.chain import Chain
from functions.convert.audio.ear import HighestPeak
from functions.convert.audio.loudness import OVERSAMPLING
from functions.convert.audio.measurement import amplitude, decibels
from functions.convert.audio.peaks import CONTEXT, PeakFinder
from functions.convert.audio.samples import wrap
from tests.unit.audio.sounds import RATE, babble, quiet, sine

CELL = RATE // 200
BETWEEN = sine(0.3, -0.1, RATE / 4, 0.785398)
SOUNDS = [
    babble(4, 0.0),
    quiet(0.3) + BETWEEN + quiet(0.3),
    quiet(0.5) + sine(0.003, 0.0, 4_000) + quiet(0.5),
    sine(1, -3, 150),
    quiet(0.1) + array("h", [32_767, -32_768] * 500).tobytes() + quiet(0.1),
    quiet(0.1) + array("h", [-32_768] * 500).tobytes() + quiet(0.1),
]
NAMES = ["babble", "between samples", "burst", "low tone", "square", "lowest"]


def everywhere(pcm: bytes, level: float) -> dict[int, float]:
    """Look for peaks above the level in all of the PCM."""
    chain = Chain(RATE, "s16", [("aformat", "sample_fmts=flt"), ("aresample", str(RATE * OVERSAMPLING))])
    wave = array("f")
    for frame in [wrap(pcm, RATE, 0), None]:
        for upsampled in chain.push(frame):
            wave.frombytes(bytes(upsampled.planes[0])[: upsampled.samples * 4])
    cells = (wave[start : start + CELL * OVERSAMPLING] for start in range(0, len(wave), CELL * OVERSAMPLING))
    heights = {cell: max(map(abs, samples)) for cell, samples in enumerate(cells)}
    return {cell: height for cell, height in heights.items() if height > level}


def found(finder: PeakFinder, pcm: bytes, level: float) -> dict[int, float]:
    peaks: dict[int, float] = {}
    for cell, height in finder.above(bytes(2 * CONTEXT) + pcm + bytes(2 * CONTEXT), level):
        peaks[cell] = max(height, peaks.get(cell, 0.0))
    return peaks


@pytest.mark.parametrize("level", [-1.0, -6.0, -20.0])
@pytest.mark.parametrize("sound", SOUNDS, ids=NAMES)
def test_the_same_peaks_are_found_as_everywhere(sound: bytes, level: float) -> None:
    sound = quiet(0.01) + sound + quiet(0.01)
    expected, peaks = everywhere(sound, amplitude(level)), found(PeakFinder(RATE, CELL), sound, amplitude(level))
    assert peaks.keys() == expected.keys()
    assert peaks == pytest.approx(expected, rel=1e-4)


def test_searches_do_not_disturb_each_other() -> None:
    finder = PeakFinder(RATE, CELL)
    alone = [found(PeakFinder(RATE, CELL), sound, 0.4) for sound in SOUNDS]
    assert [found(finder, sound, 0.4) for sound in SOUNDS] == alone
    assert found(finder, quiet(1), 0.4) == {}


@pytest.mark.parametrize("block", [200, 1_000, 30_000, 1_000_000])
@pytest.mark.parametrize("level", [0.0, -3.0, -40.0])
def test_the_highest_peak_is_found_wherever_blocks_end(level: float, block: int) -> None:
    sound = babble(0.5, level - 12) + quiet(0.01) + sine(0.003, level, 3_000) + quiet(0.1) + babble(0.5, level - 15)
    highest = HighestPeak(RATE)
    for start in range(0, len(sound), block):
        highest.hear(sound[start : start + block])
    expected = max(everywhere(sound, 0.0).values())
    assert decibels(highest.result()) == pytest.approx(decibels(expected), abs=0.02)


def test_silence_has_no_peak() -> None:
    highest = HighestPeak(RATE)
    highest.hear(quiet(1))
    assert highest.result() == 0.0
