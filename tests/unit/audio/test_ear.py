"""The ear hears what it is to hear, however many packets there are."""

import math
from array import array

import pytest

from functions.convert.audio.ear import Ear
from functions.convert.audio.encode import AacEncoder
from functions.convert.audio.frames import FRAME
from functions.convert.audio.measurement import Measurement, decibels
from functions.convert.audio.samples import silence
from functions.convert.audio.stretches import Stretches

RATE = 22_050
LIMIT = 0.7
TOGETHER = 32
"""Packets that are looked at as one."""

ALL = Stretches(1, 1)


def tone(samples: int, height: float) -> bytes:
    """Make a tone of 1 kHz, that rises and falls."""
    wave = (height * math.sin(math.pi * n / samples) * math.sin(2 * math.pi * 1000 * n / RATE) for n in range(samples))
    return array("h", (round(32767 * height) for height in wave)).tobytes()


def heard(pcm: bytes, stretches: Stretches = ALL) -> Measurement:
    """Listen to audio of whole packets."""
    encoder = AacEncoder(RATE)
    ear = Ear(RATE, encoder.config, stretches, LIMIT)
    ear.expect(pcm)
    for packet in encoder.encode(pcm) + encoder.finish():
        ear.listen(packet)
    assert encoder.packets * FRAME * 2 == len(pcm)
    return ear.measured()


@pytest.mark.parametrize("packets", [4 * TOGETHER - 1, 4 * TOGETHER, 4 * TOGETHER + 1, 9 * TOGETHER])
def test_any_number_of_packets_is_heard_to_its_end(packets: int) -> None:
    sound = heard(tone(packets * FRAME, 0.1))
    assert sound.loudness == pytest.approx(-25.3, abs=0.2)
    assert decibels(sound.peak) == pytest.approx(-20.0, abs=0.2)


def test_nothing_is_silence() -> None:
    encoder = AacEncoder(RATE)
    encoder.encode(bytes(2 * FRAME))
    assert Ear(RATE, encoder.config, ALL, LIMIT).measured() == Measurement({}, 0.0)


@pytest.mark.parametrize("place", [0, 3, 40, 61, 62])
def test_the_highest_peak_is_found_outside_of_the_stretches(place: int) -> None:
    soft, loud = tone(FRAME, 0.05), tone(FRAME, 0.6)
    packets = [silence(2 * FRAME), *[soft] * place, loud, *[soft] * (62 - place), silence(2 * FRAME)]
    assert decibels(heard(b"".join(packets), Stretches(2, 40)).peak) == pytest.approx(decibels(0.6), abs=0.3)


def test_stretches_sound_as_they_do_among_the_rest() -> None:
    soft, loud = tone(50 * FRAME, 0.1), tone(50 * FRAME, 0.4)
    alternating = heard((soft + loud) * 5, Stretches(50, 100))
    assert alternating.loudness == pytest.approx(heard(soft * 5).loudness, abs=0.2)
    assert decibels(alternating.peak) == pytest.approx(decibels(0.4), abs=0.2)
