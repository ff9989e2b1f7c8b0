"""How long a text may take, and where speech is silent."""

import struct

import pytest

from functions.convert.speech.pace import deadline, pace
from functions.convert.speech.silence import spoken_range, without_tail

RATE = 24_000
ENGLISH = "It is a truth universally acknowledged, that a single man must be in want of a wife."
JAPANESE = "吾輩は猫である。名前はまだ無い。どこで生れたかとんと見当がつかぬ。"


@pytest.mark.parametrize(
    ("text", "seconds", "part"),
    [(ENGLISH, 5.0, 0.5), (JAPANESE, 6.5, 0.4), ("In 1813 there were 2,345 of them.", 4.0, 0.2)],
)
def test_ordinary_speech_is_plausible_and_a_part_of_it_is_not(text: str, seconds: float, part: float) -> None:
    limits = pace(text)
    assert limits.fastest < seconds < limits.slowest
    assert limits.usual == pytest.approx(seconds, rel=0.4)
    assert seconds * part < limits.fastest


def test_a_faster_voice_takes_less() -> None:
    assert pace(ENGLISH, 100).fastest == pytest.approx(pace(ENGLISH).fastest / 2)
    assert pace(ENGLISH, -50).usual == pytest.approx(pace(ENGLISH).usual * 2)


def test_a_deadline_grows_with_what_there_is_to_say() -> None:
    assert deadline("", 0, 20) == 20
    assert 20.5 < deadline(ENGLISH, 0, 20) < 21
    assert deadline(ENGLISH * 50, 0, 20) > 40
    assert deadline(ENGLISH * 50, -50, 20) > 60


def sound(seconds: float, height: int = 8_000) -> bytes:
    return struct.pack("<hh", height, -height) * round(seconds * RATE / 2)


def test_sound_is_found_between_silence() -> None:
    start, end, spoken = spoken_range(sound(0.5, 10) + sound(1) + sound(0.4, 0) + sound(1) + sound(2, 20), RATE)
    assert start == pytest.approx(0.5 * RATE, abs=0.02 * RATE)
    assert end == pytest.approx(2.9 * RATE, abs=0.02 * RATE)
    assert spoken == pytest.approx(2.4, abs=0.05)


def test_long_silence_is_no_speech() -> None:
    assert spoken_range(sound(1) + sound(30, 0) + sound(1), RATE)[2] == pytest.approx(3.5, abs=0.1)
    assert spoken_range(sound(30, 10), RATE) == (0, 0, 0.0)
    assert spoken_range(b"", RATE) == (0, 0, 0.0)


def test_only_silence_is_cut_off() -> None:
    assert without_tail(sound(1) + sound(2, 5), RATE) == sound(1)
    assert without_tail(sound(1) + sound(2, 5), 0) == sound(1)
    assert without_tail(sound(1), RATE // 2) == sound(1)
    assert without_tail(b"", 10) == b""
