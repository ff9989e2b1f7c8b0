"""Who speaks for whom, and how often a service is asked for its list."""

import pytest

from ebookvoice.domain.errors import SpeechError, UnknownVoiceError
from ebookvoice.domain.speech import VoiceInfo, Why
from ebookvoice.ports.narrating import Passage
from functions.convert.speech.roster import Role, Roster
from tests.unit.speech.services import FakeService


class Listing(FakeService):
    """Counts how often it is asked, and fails while it is `down`."""

    def __init__(self, *names: str, down: bool = False) -> None:
        super().__init__()
        self.listed = 0
        self.down = down
        self._rows = [name.split("/") for name in names]

    def list_voices(self) -> list[VoiceInfo]:
        self.listed += 1
        if self.down:
            raise SpeechError
        return [VoiceInfo(f"fake:{name}", name, language, gender, "fake") for name, language, gender in self._rows]


VOICES = ("Ann/en-GB/f", "Bob/en-US/m", "Cat/en-US/f", "Dan/en-US/m", "Eve/de-AT/f", "Fay/de-DE/f", "Gus/de-DE/m")


@pytest.mark.parametrize(
    ("voice", "language", "speaker"),
    [
        ("Cat", "de", "Fay"),
        ("Cat", "de-AT", "Eve"),
        ("Cat", "de-CH", "Fay"),
        ("Bob", "de-AT", "Gus"),
        ("Fay", "en", "Cat"),
        ("Fay", "en-GB", "Ann"),
        ("Fay", "en_AU", "Cat"),
    ],
)
def test_the_same_gender_goes_first_then_the_locale(voice: str, language: str, speaker: str) -> None:
    assert Roster(Listing(*VOICES)).cast(Passage("x", voice, language)) == Role(speaker, Why.LANGUAGE)


def test_siblings_are_of_the_locale_and_first_of_the_gender() -> None:
    assert Roster(Listing(*VOICES)).siblings("Bob") == ["Dan", "Cat"]
    assert Roster(Listing(*VOICES)).siblings("Ann") == []
    assert Roster(Listing(*VOICES)).siblings("Nobody") == []


def test_without_a_list_everybody_stays_where_they_are() -> None:
    silent = Roster(Listing(*VOICES, down=True))
    assert silent.cast(Passage("x", "Cat", "de")) == Role("Cat")
    assert silent.siblings("Cat") == []
    silent.check("Nobody")


def test_a_voice_that_is_not_listed_is_unknown() -> None:
    with pytest.raises(UnknownVoiceError):
        Roster(Listing(*VOICES)).check("Nobody")
    with pytest.raises(UnknownVoiceError):
        Roster(Listing(*VOICES)).check("x' y")


def test_the_list_is_asked_for_once_a_day() -> None:
    hours, service = [100.0], Listing(*VOICES)
    known = Roster(service, lambda: hours[0] * 3600)
    for after in (0.0, 23.0, 2.0):
        hours[0] += after
        assert len(known.voices()) == len(VOICES)
    assert service.listed == 2


def test_a_service_that_is_down_is_not_asked_for_its_list_all_the_time() -> None:
    minutes, service = [0.0], Listing(*VOICES, down=True)
    known = Roster(service, lambda: minutes[0] * 60)
    for _ in range(3):
        with pytest.raises(SpeechError):
            known.voices()
    assert service.listed == 1
    service.down = False
    minutes[0] += 2
    assert len(known.voices()) == len(VOICES)
