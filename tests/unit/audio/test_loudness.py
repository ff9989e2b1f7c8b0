"""Loudness is what EBU Tech 3341 says that it is, and that of parts adds up to that of the whole."""

from functools import reduce
from operator import add

import pytest

from functions.convert.audio.edges import soften
from functions.convert.audio.loudness import OVERSAMPLING, Meter
from functions.convert.audio.measurement import Measurement, amplitude, decibels
from tests.unit.audio.sounds import RATE, babble, quiet, sine, sounded, wav


def measure(*parts: bytes, oversampling: int = 1, rate: int = RATE, lead_in: bool = False) -> Measurement:
    meter = Meter(rate, oversampling=oversampling)
    if lead_in:
        meter.lead_in()
    for part in parts:
        meter.hear(part)
    return meter.result()


@pytest.mark.parametrize("rate", [16_000, 22_050, 24_000, 48_000])
@pytest.mark.parametrize("loudness", [-23.0, -33.0])
def test_a_sine_of_1_khz_in_one_channel_is_3_lu_below_its_crest(rate: int, loudness: float) -> None:
    assert measure(sine(5, loudness + 3.01, rate=rate), rate=rate).loudness == pytest.approx(loudness, abs=0.1)


def test_what_is_10_lu_softer_than_the_rest_does_not_count() -> None:
    """EBU Tech 3341, case 3."""
    parts = [sine(3, -33), sine(15, -20), sine(3, -33)]
    assert measure(*parts).loudness == pytest.approx(-23.0, abs=0.1)


def test_what_is_below_minus_70_does_not_count() -> None:
    """EBU Tech 3341, case 4."""
    parts = [sine(3, -69), sine(3, -33), sine(20, -20), sine(3, -33), sine(3, -69)]
    assert measure(*parts).loudness == pytest.approx(-23.0, abs=0.1)


@pytest.mark.parametrize("cuts", [1, 2, 5])
def test_segments_add_up_to_what_ffmpeg_hears_in_the_chapter(cuts: int) -> None:
    segments = [babble(3 + n, -6 - n, seed=n) + quiet(0.45) for n in range(cuts)]
    parts = [measure(segment, lead_in=True) for segment in segments]
    heard, _ = sounded(wav(quiet(0.5) + b"".join(segments)))
    assert reduce(add, parts).loudness == pytest.approx(heard, abs=0.1)
    assert reduce(add, parts).peak == max(part.peak for part in parts)


@pytest.mark.parametrize("sound", [b"", quiet(5), sine(5, -90)])
def test_silence_has_no_loudness(sound: bytes) -> None:
    assert measure(sound).loudness is None
    assert decibels(measure(sound).peak) < -80


def test_a_true_peak_lies_between_the_samples() -> None:
    """EBU Tech 3341, case 16: samples at 45° of a sine of a quarter of the rate miss its crests by 3 dB."""
    sound = soften(sine(1, -6, RATE / 4, 0.785398), RATE)
    assert decibels(measure(sound).peak) == pytest.approx(-9, abs=0.1)
    assert decibels(measure(sound, oversampling=OVERSAMPLING).peak) == pytest.approx(-6, abs=0.4)


@pytest.mark.parametrize("level", [-60.0, -3.0, 0.0, 2.5])
def test_decibels_and_amplitudes_are_the_same_thing(level: float) -> None:
    assert decibels(amplitude(level)) == pytest.approx(level)
