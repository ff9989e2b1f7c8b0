"""The ear hears all of it, however many packets there are."""

import math
from array import array

import pytest

from functions.convert.audio.ear import Ear
from functions.convert.audio.encode import AacEncoder
from functions.convert.audio.frames import FRAME
from functions.convert.audio.measurement import Measurement, decibels

RATE = 22_050
TOGETHER = 128
"""Packets that are looked at as one."""


def heard(packets: int) -> Measurement:
    """Listen to so many packets of a tone of 1 kHz, that rises and falls."""
    samples = packets * FRAME
    wave = (0.1 * math.sin(math.pi * n / samples) * math.sin(2 * math.pi * 1000 * n / RATE) for n in range(samples))
    encoder = AacEncoder(RATE)
    encoded = encoder.encode(array("h", (round(32767 * height) for height in wave)).tobytes()) + encoder.finish()
    assert len(encoded) == packets
    ear = Ear(RATE, encoder.config)
    for packet in encoded:
        ear.listen(packet)
    return ear.measured()


@pytest.mark.parametrize("packets", [TOGETHER - 1, TOGETHER, TOGETHER + 1, 2 * TOGETHER])
def test_any_number_of_packets_is_heard_to_its_end(packets: int) -> None:
    sound = heard(packets)
    assert sound.loudness == pytest.approx(-25.3, abs=0.2)
    assert decibels(sound.peak) == pytest.approx(-20.0, abs=0.2)


def test_nothing_is_silence() -> None:
    encoder = AacEncoder(RATE)
    encoder.encode(bytes(2 * FRAME))
    assert Ear(RATE, encoder.config).measured() == Measurement({}, 0.0)
