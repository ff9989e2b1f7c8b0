"""The engine for OpenAI's protocol against a server that speaks it, and misbehaves."""

import itertools
import re
from array import array
from contextlib import AbstractContextManager

import pytest

from ebookvoice.domain.direction import Prosody
from ebookvoice.domain.errors import (
    EngineNotConfiguredError,
    PassageFailedError,
    ProviderBusyError,
    SpeechError,
    UnknownVoiceError,
)
from ebookvoice.domain.speech import MarkKind, Speech, Substitution, Why
from ebookvoice.ports.narrating import Passage
from functions.convert.speech import catalogue
from functions.convert.speech.openai import OpenAIEngine
from functions.convert.speech.openai_request import Server
from tests.standins.openai_server import Fault, SpeechServer, Spoken, seconds_of, speech_server

VOICE = "af_heart"
TEXT = (
    "“Why, my dear Mr. Bennet,” said she & laughed. “It’s naïve!” — Was it? 日本語のテキストだ。 It was the end of it."
)
SENTENCES = [
    "“Why, my dear Mr. Bennet,” said she & laughed.",
    "“It’s naïve!”",
    "— Was it?",
    "日本語のテキストだ。",
    "It was the end of it.",
]
LONG = ["The first sentence is quite a long one.", "The second sentence is a long one as well."]
FAULTS = [Fault.HALF, Fault.TORN, Fault.HUNG_UP, Fault.SILENCE, Fault.BABBLE, Fault.EMPTY, Fault.EXCUSE]


def engine(server: SpeechServer, voices: str = "", deadline: float = 20.0, key: str | None = None) -> OpenAIEngine:
    return OpenAIEngine(Server(server.url, key, "tts-1"), voices, deadline=deadline, pause=lambda _: 0.0)


def sentences(text: str, speech: Speech) -> list[str]:
    assert all(mark.kind is MarkKind.SENTENCE for mark in speech.marks)
    return [text[mark.offset : mark.offset + mark.length] for mark in speech.marks]


def once(fault: Fault | int) -> AbstractContextManager[SpeechServer]:
    return speech_server(lambda _, attempt: fault if attempt == 1 else None)


@pytest.mark.parametrize("form", ["wav", "mp3", "flac", "pcm"])
def test_every_sentence_is_a_request_and_has_its_exact_place(form: str) -> None:
    with speech_server(form=form) as server:
        speech = engine(server).speak(Passage(TEXT, VOICE))
        assert server.recited == [Spoken(VOICE, sentence, 1.0, "tts-1") for sentence in SENTENCES]
    assert sentences(TEXT, speech) == SENTENCES
    pcm = array("h", speech.pcm)
    for mark in speech.marks:
        loud = next(index for index in range(max(0, mark.start - 3_000), len(pcm)) if abs(pcm[index]) > 1_000)
        assert mark.start == pytest.approx(loud, abs=0.03 * 24_000)
    assert speech.samples / 24_000 == pytest.approx(seconds_of(TEXT) + len(SENTENCES) * (0.1 + 0.35), abs=0.3)


def test_the_rate_is_the_server_s_speed() -> None:
    with speech_server() as server:
        engine(server).speak(Passage(SENTENCES[0], VOICE, prosody=Prosody(rate=25)))
        assert server.recited == [Spoken(VOICE, SENTENCES[0], 1.25, "tts-1")]


@pytest.mark.parametrize("fault", [*FAULTS, 500, 503, 400])
def test_a_fault_is_retried_until_the_text_is_whole(fault: Fault | int) -> None:
    with speech_server() as server:
        expected = engine(server).speak(Passage(" ".join(LONG), VOICE))
    with once(fault) as server:
        assert engine(server).speak(Passage(" ".join(LONG), VOICE)) == expected
        assert server.spoken == LONG
        assert set(server.tries.values()) == {2}


def test_a_server_that_stalls_is_asked_again_after_the_deadline() -> None:
    with once(Fault.STALL) as server:
        engine(server, deadline=0.3).speak(Passage("Hello there.", VOICE))
        assert server.spoken[-1] == "Hello there."


@pytest.mark.parametrize("fault", [Fault.HALF, Fault.EMPTY, 422, 500])
def test_a_text_that_is_never_whole_fails_with_its_passage(fault: Fault | int) -> None:
    with speech_server(lambda asked, _: fault if "xyzzyplughplover" in asked.text else None) as server:
        sentence = "Then comes xyzzyplughplover and no more."
        with pytest.raises(PassageFailedError, match=re.escape(sentence)):
            engine(server).speak(Passage(f"All is well. {sentence} The end.", VOICE))


def test_a_sibling_steps_in() -> None:
    with speech_server(
        lambda asked, _: Fault.HALF if "dear" in asked.text and asked.voice == VOICE else None
    ) as server:
        speech = engine(server).speak(Passage(TEXT, VOICE, siblings=True))
    assert speech.substitutions == (Substitution(0, len(SENTENCES[0]), "openai:af_bella", Why.FALLBACK),)


def test_another_language_is_spoken_by_a_voice_of_it() -> None:
    with speech_server() as server:
        speech = engine(server).speak(Passage("C’est tout.", VOICE, "fr"))
        assert server.recited == [Spoken("ff_siwis", "C’est tout.", 1.0, "tts-1")]
    assert speech.substitutions == (Substitution(0, 11, "openai:ff_siwis", Why.LANGUAGE),)


def test_a_voice_of_many_languages_keeps_what_it_is_given() -> None:
    with speech_server(voices=None) as server:
        assert engine(server).speak(Passage("C’est tout.", "nova", "fr")).substitutions == ()


@pytest.mark.parametrize("status", [401, 403, 429, 502, 503])
def test_a_server_that_takes_no_requests_is_busy(status: int) -> None:
    with speech_server(lambda *_: status) as server:
        with pytest.raises(ProviderBusyError):
            engine(server).speak(Passage(TEXT, VOICE, siblings=True))
        assert server.requests < 10


def test_a_server_that_is_not_there_is_busy() -> None:
    with speech_server() as server:
        gone = engine(server)
    with pytest.raises(ProviderBusyError):
        gone.speak(Passage("Hello there.", VOICE))
    with pytest.raises(SpeechError):
        gone.voices()


def test_the_key_goes_with_every_request() -> None:
    with speech_server(key="secret") as server:
        engine(server, key="secret").speak(Passage("Hello there.", VOICE))
        assert server.spoken == ["Hello there."]
        with pytest.raises(ProviderBusyError):
            engine(server, key="wrong").speak(Passage("Hello there.", VOICE))


@pytest.mark.parametrize(
    "listed",
    [
        ["af_heart", "bm_george", "custom"],
        [{"id": "af_heart", "name": "Heart"}, {"id": "bm_george"}, {"name": "custom"}],
        [{"name": "af_heart", "language": "en-US", "gender": "FEMALE"}, "bm_george", "custom", 7, {"id": 3}],
    ],
)
def test_voices_are_what_the_server_lists(listed: list[object]) -> None:
    with speech_server(voices=listed) as server:
        edge = engine(server)
        assert [(v.id, v.language, v.gender) for v in edge.voices()] == [
            ("openai:af_heart", "en-US", "female"),
            ("openai:bm_george", "en-GB", "male"),
            ("openai:custom", "mul", None),
        ]
        edge.check("custom")
        with pytest.raises(UnknownVoiceError):
            edge.check("alloy")


def test_a_server_without_a_list_has_the_documented_voices() -> None:
    with speech_server(voices=None) as server:
        assert {"openai:alloy", "openai:shimmer"} <= {voice.id for voice in engine(server).voices()}


def test_the_operator_s_list_goes_first() -> None:
    with speech_server() as server:
        voices = engine(server, "thorsten:de-DE:male, anna:de-DE").voices()
    assert [(v.id, v.language, v.gender) for v in voices] == [
        ("openai:thorsten", "de-DE", "male"),
        ("openai:anna", "de-DE", None),
    ]


def test_a_voice_that_the_server_does_not_know_says_so() -> None:
    with speech_server(lambda *_: 400) as server, pytest.raises(UnknownVoiceError):
        engine(server).speak(Passage("Hello there.", "nobody"))


def test_the_catalogue_takes_the_server_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    catalogue.engine.cache_clear()
    try:
        with pytest.raises(EngineNotConfiguredError):
            catalogue.engine("openai")
        with speech_server(key="secret") as server:
            for name, value in {"URL": f"{server.url}/v1/", "KEY": "secret", "MODEL": "kokoro"}.items():
                monkeypatch.setenv(f"EBOOKVOICE_OPENAI_{name}", value)
            catalogue.engine("openai").speak(Passage("Hello there.", VOICE))
            assert server.recited == [Spoken(VOICE, "Hello there.", 1.0, "kokoro")]
    finally:
        catalogue.engine.cache_clear()


def test_many_faults_leave_nothing_out() -> None:
    chances = itertools.cycle([Fault.HALF, None, Fault.EMPTY, None, None, 503, None])
    paragraphs = [f"“Number {number}!” said she; and went on & on. So it was, she said." for number in range(30)]
    with speech_server(lambda *_: next(chances)) as server:
        speaking = engine(server)
        spoken = [speaking.speak(Passage(text, VOICE, siblings=True)) for text in paragraphs]
        assert " ".join(server.spoken) == " ".join(paragraphs)
        assert [speech.substitutions for speech in spoken] == [()] * 30
