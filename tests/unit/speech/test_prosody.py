"""Pace and pitch of eSpeak NG."""

from array import array
from statistics import median

import pytest

from ebookvoice.domain.direction import Prosody
from ebookvoice.domain.errors import SpeechIncompleteError
from ebookvoice.domain.speech import MarkKind, Speech
from ebookvoice.ports.narrating import Passage
from functions.convert.speech.espeak import EspeakEngine

ENGINE = EspeakEngine()
TEXT = "All mellow moons will rise above the yellow lawn, when Romeo and Juliet are all alone in the room."


def speak(voice: str, rate: int = 0, pitch: int = 0, text: str = TEXT) -> Speech:
    return ENGINE.speak(Passage(text, voice, prosody=Prosody(rate, pitch)))


def words(speech: Speech) -> list[tuple[int, int]]:
    return [(mark.offset, mark.start) for mark in speech.marks if mark.kind is MarkKind.WORD]


def hertz(speech: Speech) -> float:
    """Measure the pitch: the median over pieces of 0.1 s of what correlates best with itself (22,050 / 4 Hz)."""
    samples = array("h", speech.pcm)
    thin = [sum(samples[i : i + 4]) / 4 for i in range(0, len(samples) - 4, 4)]
    found = []
    for start in range(0, len(thin) - 512, 512):
        piece = thin[start : start + 512]
        power = sum(value * value for value in piece)
        if power < 512 * 800**2:
            continue
        likeness = {lag: sum(a * b for a, b in zip(piece, piece[lag:], strict=False)) for lag in range(18, 138)}
        best = max(likeness, key=lambda lag: likeness[lag])
        if likeness[best] > power / 2:
            found.append(22_050 / 4 / best)
    return median(found)


@pytest.mark.parametrize(("rate", "times"), [(-50, 0.5), (-25, 0.75), (10, 1.1), (50, 1.5), (100, 2.0)])
@pytest.mark.parametrize("voice", ["en-gb", "de"])
def test_a_rate_is_how_much_faster_it_is(voice: str, rate: int, times: float) -> None:
    assert speak(voice).samples / speak(voice, rate).samples == pytest.approx(times, rel=0.12)


@pytest.mark.parametrize("pitch", [-30, -15, 15, 30, 50])
@pytest.mark.parametrize("voice", ["en-gb", "mi"])
def test_a_pitch_is_how_many_hertz_higher_it_is(voice: str, pitch: int) -> None:
    assert hertz(speak(voice, pitch=pitch)) - hertz(speak(voice)) == pytest.approx(pitch, abs=5)


def test_a_pitch_below_the_scale_is_as_low_as_the_voice_goes() -> None:
    assert speak("en-gb", pitch=-50).pcm == speak("en-gb", pitch=-45).pcm
    assert hertz(speak("en-gb", pitch=-50)) < hertz(speak("en-gb", pitch=-20))


def test_without_a_direction_nothing_is_changed() -> None:
    before = speak("en-gb")
    speak("en-gb", rate=100, pitch=50)
    assert speak("en-gb") == before


@pytest.mark.parametrize(("rate", "pitch"), [(100, 50), (-50, -50), (33, 0), (0, 7)])
def test_the_same_direction_sounds_the_same(rate: int, pitch: int) -> None:
    first = speak("en-gb", rate, pitch)
    speak("de", -20, 10, "Ganz etwas anderes.")
    assert speak("en-gb", rate, pitch) == first


@pytest.mark.parametrize("rate", [-50, 40, 100])
def test_words_are_where_they_sound_at_any_rate(rate: int) -> None:
    usual, other = speak("en-gb"), speak("en-gb", rate)
    assert [offset for offset, _ in words(other)] == [offset for offset, _ in words(usual)]
    scale = other.samples / usual.samples
    for (_, start), (_, before) in zip(words(other), words(usual), strict=True):
        assert start / other.samples == pytest.approx(before * scale / other.samples, abs=0.04)


def test_the_last_word_begins_where_it_sounds_alone() -> None:
    fast = speak("en-gb", 100, text="Hello. Goodbye")
    [_, (_, start)] = words(fast)
    alone = speak("en-gb", 100, text="Goodbye").samples
    assert fast.samples - start == pytest.approx(alone, rel=0.15)


def test_what_a_voice_can_not_read_is_refused_at_any_rate() -> None:
    with pytest.raises(SpeechIncompleteError):
        speak("en-gb", 100, text="ꯃꯤꯇꯩ ꯃꯌꯦꯛ " * 20)
