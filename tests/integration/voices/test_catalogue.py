"""The catalogue of voices: asked for once a day, kept while an engine is down, and believed."""

from dataclasses import replace
from pathlib import Path

import pytest

from ebookvoice.domain.direction import Direction
from ebookvoice.domain.errors import (
    EngineNotConfiguredError,
    SpeechError,
    UnavailableError,
    UnknownVoiceError,
    VoiceLanguageError,
)
from ebookvoice.domain.job import Conversion, Failure
from ebookvoice.domain.speech import Quality, Voice, VoiceInfo
from ebookvoice.domain.states import JobState
from ebookvoice.usecases import voices
from ebookvoice.usecases.ingest import Reading, ingest
from ebookvoice.usecases.jobs import find_job, start_job
from ebookvoice.usecases.sweep import sweep
from ebookvoice.usecases.voices import AGAIN, FRESH, VoiceSelection
from tests.integration.voices.conftest import Parlour

ANNA = VoiceInfo("fake:anna", "Anna", "de-DE", "female", "fake", Quality.NEURAL, multilingual=True)
BEN = VoiceInfo("fake:ben", "Ben", "en-GB", "male", "fake")
CLEO = VoiceInfo("fake:cleo", "Cleo", "en-US", None, "fake", Quality.FORMANT)


def test_an_engine_is_asked_once_a_day(parlour: Parlour) -> None:
    assert sweep(parlour).engines == 1
    assert parlour.calls("voices_of") == ["fake"]
    assert parlour.refresh("fake", [ANNA, BEN]) == 2
    assert sweep(parlour).engines == 0
    parlour.clock.advance(FRESH.total_seconds() - 1)
    assert sweep(parlour).engines == 0
    parlour.clock.advance(1)
    assert sweep(parlour).engines == 1


def test_what_was_said_is_what_is_listed(parlour: Parlour) -> None:
    sweep(parlour)
    parlour.refresh("fake", [CLEO, ANNA, BEN])
    assert voices.list_voices(parlour, VoiceSelection()) == [CLEO, ANNA, BEN]
    assert voices.list_voices(parlour, VoiceSelection("en", "fake", "male")) == [BEN]


def test_voices_that_vanished_go_and_changed_ones_change(parlour: Parlour) -> None:
    sweep(parlour)
    parlour.refresh("fake", [ANNA, BEN])
    changed = replace(BEN, name="Benjamin", language="en-IE", multilingual=True)
    parlour.refresh("fake", [changed, CLEO])
    assert voices.list_voices(parlour, VoiceSelection()) == [changed, CLEO]


@pytest.mark.parametrize("answer", [SpeechError(), UnavailableError(), []])
def test_an_engine_that_is_down_keeps_its_voices_and_is_asked_again_soon(
    parlour: Parlour, answer: list[VoiceInfo] | Exception
) -> None:
    sweep(parlour)
    parlour.refresh("fake", [ANNA])
    parlour.clock.advance(FRESH.total_seconds())
    sweep(parlour)
    parlour.calls("voices_of")
    assert parlour.refresh("fake", answer) == 0
    assert parlour.known() == ["fake:anna"]
    parlour.clock.advance(AGAIN.total_seconds() - 1)
    assert sweep(parlour).engines == 0
    parlour.clock.advance(1)
    assert sweep(parlour).engines == 1


def test_an_engine_that_lost_its_settings_has_no_voices(parlour: Parlour) -> None:
    sweep(parlour)
    parlour.refresh("fake", [ANNA])
    parlour.refresh("fake", EngineNotConfiguredError())
    assert parlour.known() == []


def test_an_engine_that_is_not_set_up_any_more_goes_with_its_voices(parlour: Parlour) -> None:
    parlour.settings = replace(parlour.settings, speech_engines="fake,other")
    sweep(parlour)
    parlour.refresh("fake", [ANNA])
    parlour.refresh("other", [replace(BEN, id="other:ben", engine="other")])
    parlour.settings = replace(parlour.settings, speech_engines="fake")
    sweep(parlour)
    assert parlour.known() == ["fake:anna"]
    # A list that comes too late is nobody's.
    parlour.refresh("other", [replace(BEN, id="other:ben", engine="other")])
    assert parlour.known() == ["fake:anna"]


def test_a_server_that_lists_nonsense_lists_the_rest(parlour: Parlour) -> None:
    sweep(parlour)
    nonsense = [
        replace(ANNA, name="Anna again"),
        replace(BEN, id="fake:" + "x" * 300),
        replace(BEN, id="fake:long", language="x" * 36),
        replace(BEN, id="fake:mute", name=""),
        replace(BEN, id="fake:nul", name="a\0b"),
    ]
    assert parlour.refresh("fake", [ANNA, *nonsense, BEN]) == 2
    assert voices.list_voices(parlour, VoiceSelection()) == [ANNA, BEN]


def test_an_empty_catalogue_is_asked_for_at_once(parlour: Parlour) -> None:
    assert voices.list_voices(parlour, VoiceSelection()) == []
    assert voices.list_voices(parlour, VoiceSelection()) == []
    assert parlour.calls("voices_of") == ["fake"]


@pytest.mark.parametrize(
    ("language", "chosen"), [("en", "fake:cleo"), ("en-GB", "fake:ben"), ("de", "fake:anna"), ("eo", "off:line")]
)
def test_the_default_voice_is_the_best_of_the_default_engine(parlour: Parlour, language: str, chosen: str) -> None:
    sweep(parlour)
    parlour.refresh("fake", [ANNA, BEN, CLEO])

    def nobody(_: str) -> list[VoiceInfo]:
        raise AssertionError

    voice = voices.default_voice(parlour, language, nobody, lambda _: Voice("off", "line"))
    assert str(voice) == chosen


def test_an_engine_that_was_never_asked_is_asked_for_a_default(parlour: Parlour) -> None:
    voice = voices.default_voice(parlour, "en-GB", lambda _: [ANNA, BEN], lambda _: Voice("off", "line"))
    assert str(voice) == "fake:ben"

    def down(_: str) -> list[VoiceInfo]:
        raise SpeechError

    with pytest.raises(SpeechError):
        voices.default_voice(parlour, "en-GB", down, lambda _: Voice("off", "line"))


def test_the_operator_s_own_choice_comes_first(parlour: Parlour) -> None:
    parlour.settings = replace(parlour.settings, default_voice="fake:ben")
    assert str(voices.default_voice(parlour, "de", lambda _: [], lambda _: Voice("off", "line"))) == "fake:ben"


def test_a_job_is_refused_before_its_credits_are_held(parlour: Parlour) -> None:
    sweep(parlour)
    parlour.refresh("fake", [ANNA, BEN])
    user = parlour.user()
    file_id = parlour.uploaded(user)
    with pytest.raises(UnknownVoiceError):
        start_job(parlour, user, file_id, Conversion("fake:bernd"))
    with pytest.raises(VoiceLanguageError):
        start_job(parlour, user, file_id, Conversion("fake:ben", direction=Direction(language="de")))
    assert parlour.rows("select from jobs") == []
    assert parlour.rows("select from credit_events where kind = 'hold'") == []


def test_the_language_that_is_named_is_the_book_s(parlour: Parlour, tmp_path: Path) -> None:
    parlour.settings = replace(parlour.settings, default_engine="")
    job_id = parlour.queued(parlour.user(), Conversion(direction=Direction(language="de")))
    parlour.queues.messages.clear()
    assert parlour.ingest(job_id, tmp_path)
    [row] = parlour.rows("select language, voice from jobs")
    assert row == {"language": "de", "voice": "fake:de"}


def test_a_voice_that_turns_out_not_to_speak_the_language_fails_the_job(parlour: Parlour, tmp_path: Path) -> None:
    user = parlour.user()
    job_id = parlour.queued(user, Conversion("fake:ben"))
    asked: list[tuple[Voice, str | None]] = []

    def check(voice: Voice, language: str | None) -> None:
        asked.append((voice, language))
        raise VoiceLanguageError("It speaks no English.", ["fake:anna"])

    reading = Reading(parlour.reader, lambda cover: cover, check, lambda _: Voice("off", "line"), lambda *_: None)
    assert ingest(parlour, job_id, reading, tmp_path, parlour.hidden.append)

    assert asked == [(Voice("fake", "ben"), "en")]
    job = find_job(parlour, user, job_id)
    assert (job.state, job.failure) == (JobState.FAILED, Failure("voice_language", "It speaks no English."))
    [row] = parlour.rows("select balance from credits")
    assert row == {"balance": parlour.settings.signup_credits}
