"""The catalogue on the command line."""

import pytest

from local.commands.voices import check_voice, voices
from local.ending import UsageError


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
