"""Peaks are held, and nothing else is touched."""

from array import array
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from functions.convert.audio.envelope import REACH, SLOPE, Envelope
from functions.convert.audio.limiter import limited
from functions.convert.audio.loudness import OVERSAMPLING, Meter
from functions.convert.audio.measurement import amplitude, decibels
from tests.unit.audio.sounds import RATE, babble, quiet, sine
from tests.unit.audio.tones import peak


def limit(pcm: bytes, level: float, *, block: int = 5_000) -> bytes:
    blocks = [pcm[start : start + block] for start in range(0, len(pcm), block)]
    return b"".join(limited(blocks, RATE, amplitude(level)))


def true_peak(pcm: bytes) -> float:
    """Measure PCM that comes from silence and goes there, as a chapter does."""
    meter = Meter(RATE, oversampling=OVERSAMPLING)
    meter.hear(quiet(0.1) + pcm + quiet(0.1))
    return decibels(meter.result().peak)


@pytest.mark.parametrize("level", [-1.0, -6.0, -20.0])
@pytest.mark.parametrize(
    "sound",
    [
        babble(4, 0.0),
        sine(1, -0.1, RATE / 4, 0.785398),
        quiet(0.5) + sine(0.003, 0.0, 4_000) + quiet(0.5),
        sine(1.0123, 0.0, 150),
        array("h", [32_767, -32_768] * 1_000).tobytes(),
    ],
    ids=["babble", "between samples", "burst", "low tone", "square"],
)
def test_no_true_peak_passes(sound: bytes, level: float) -> None:
    held = limit(sound, level)
    assert len(held) == len(sound)
    assert true_peak(held) <= level + 0.05


def test_what_stays_below_comes_out_as_it_went_in() -> None:
    sound = babble(4, -6.5)
    assert limit(sound, -5.0) == sound


def test_only_the_neighbourhood_of_a_peak_is_changed() -> None:
    """A quarter of a second is far more than it takes."""
    soft = sine(1, -20)
    sound = soft + sine(0.01, -2) + soft
    held, far = limit(sound, -8.0), RATE // 4 * 2
    assert held[: len(soft) - far] == sound[: len(soft) - far]
    assert held[-len(soft) + far :] == sound[-len(soft) + far :]
    assert held != sound


def test_limiting_makes_no_clicks() -> None:
    sound = quiet(0.2) + sine(1, -1, 200) + quiet(0.2)
    before, after = array("h", sound), array("h", limit(sound, -9.0))
    assert peak(b - a for a, b in pairwise(after)) <= peak(b - a for a, b in pairwise(before))


@pytest.mark.parametrize("block", [2, 998, 200_000])
def test_the_way_of_feeding_does_not_matter(block: int) -> None:
    sound = babble(1, 0.0)
    assert limit(sound, -8.0, block=block) == limit(sound, -8.0)


@pytest.mark.parametrize("samples", [0, 1, 119, 120, 2_399, 2_400, 2_401, 7_777])
def test_no_sample_is_lost(samples: int) -> None:
    sound = sine(1, 0.0)[: samples * 2]
    assert len(limit(sound, -12.0)) == len(sound)


@settings(max_examples=200)
@given(st.lists(st.one_of(st.just(1.0), st.floats(0.01, 1.0)), min_size=1, max_size=150), st.integers(1, 30))
def test_the_gain_is_low_enough_in_time_and_never_hurries(needed: list[float], step: int) -> None:
    envelope = Envelope()
    ends: dict[int, tuple[float, float]] = {}
    for start in range(0, len(needed) + REACH, step):
        for cell, gain in enumerate(needed[start : start + step], start):
            envelope.lower(cell, gain)
        taken = envelope.take(max(0, start + step - REACH))
        assert not ends.keys() & {cell for cell, _, _ in taken}
        ends |= {cell: (first, last) for cell, first, last in taken}
    gains = [ends.get(cell, (1.0, 1.0)) for cell in range(len(needed))]
    assert all(max(pair) <= gain for pair, gain in zip(gains, needed, strict=True))
    assert all(last == first for (_, last), (first, _) in pairwise(gains))
    assert all(abs(last - first) <= SLOPE + 1e-9 for first, last in gains)
