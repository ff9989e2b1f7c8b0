"""The catalogue on the command line."""

import pytest

from local.commands.voices import check_voice, voices
from local.ending import UsageError
from local.engines import engines


def test_without_a_service_only_espeak_is_listed() -> None:
    assert {voice.engine for voice in voices(None, None, environment={})} == {"espeak"}


@pytest.mark.parametrize(("wanted", "kept"), [("en", True), ("EN", True), ("en-GB", True), ("e", False), ("de", False)])
def test_a_language_is_matched_by_whole_subtags(wanted: str, kept: bool) -> None:
    assert ("espeak:en-gb" in {voice.id for voice in voices("espeak", wanted)}) is kept


def test_a_voice_that_there_is() -> None:
    check_voice("espeak:en-gb")
    check_voice(None)


@pytest.mark.parametrize("text", ["espeak:klingon-opera", "espeak:", "espeak", "loud", "nobody:en-gb", ""])
def test_a_voice_that_there_is_not(text: str) -> None:
    with pytest.raises(UsageError, match="ebookvoice voices"):
        check_voice(text)


def test_a_voice_that_there_is_not_is_answered_with_those_that_there_are() -> None:
    with pytest.raises(UsageError, match=r"unknown_voice.*espeak:"):
        check_voice("espeak:nobody")


def test_a_voice_of_another_language_is_answered_with_those_that_speak_it() -> None:
    with pytest.raises(UsageError, match=r"voice_language.*espeak:de;"):
        check_voice("espeak:en-gb", "de")
    check_voice("espeak:de", "de-AT")


def test_a_gender_is_picked() -> None:
    found = voices("espeak", None, "male")
    assert found
    assert {voice.gender for voice in found} == {"male"}


def test_a_service_without_an_address_is_not_set_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("EBOOKVOICE_OPENAI_URL", raising=False)
    with pytest.raises(UsageError, match="EBOOKVOICE_OPENAI_URL"):
        voices("openai", None)


@pytest.mark.parametrize(
    ("environment", "voice", "set_up"),
    [
        ({}, None, "espeak"),
        ({}, "espeak:de", "espeak"),
        ({}, "edge:de-DE-KatjaNeural", "espeak,edge"),
        ({"EBOOKVOICE_EDGE_URL": "ws://x", "EBOOKVOICE_OPENAI_URL": "http://x"}, None, "espeak,edge,openai"),
        ({"EBOOKVOICE_ENGINES": "edge, openai"}, None, "edge,openai"),
    ],
)
def test_a_cloud_of_one_s_own_speaks_with_what_is_set_up(
    environment: dict[str, str], voice: str | None, set_up: str
) -> None:
    assert engines(voice, environment) == {"SPEECH_ENGINES": set_up}


def test_the_default_engine_can_be_another() -> None:
    assert engines(None, {"EBOOKVOICE_DEFAULT_ENGINE": "edge"})["DEFAULT_ENGINE"] == "edge"
