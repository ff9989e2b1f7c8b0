"""The engine for OpenAI's protocol against a server that speaks it."""

from array import array

import pytest

from ebookvoice.domain.direction import Prosody
from ebookvoice.domain.errors import (
    EngineNotConfiguredError,
    ProviderBusyError,
    UnknownVoiceError,
)
from ebookvoice.domain.speech import MarkKind, Speech, Substitution, Why
from ebookvoice.ports.narrating import Passage
from functions.convert.speech import catalogue
from functions.convert.speech.openai import OpenAIEngine
from functions.convert.speech.openai_request import Server
from tests.standins.hum import seconds_of
from tests.standins.openai_server import SpeechServer, Spoken, speech_server

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


def engine(server: SpeechServer, voices: str = "", deadline: float = 20.0, key: str | None = None) -> OpenAIEngine:
    return OpenAIEngine(Server(server.url, key, "tts-1"), voices, deadline=deadline, pause=lambda _: 0.0)


def sentences(text: str, speech: Speech) -> list[str]:
    assert all(mark.kind is MarkKind.SENTENCE for mark in speech.marks)
    return [text[mark.offset : mark.offset + mark.length] for mark in speech.marks]


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


def test_another_language_is_spoken_by_a_voice_of_it() -> None:
    with speech_server() as server:
        speech = engine(server).speak(Passage("C’est tout.", VOICE, "fr"))
        assert server.recited == [Spoken("ff_siwis", "C’est tout.", 1.0, "tts-1")]
    assert speech.substitutions == (Substitution(0, 11, "openai:ff_siwis", Why.LANGUAGE),)


def test_a_voice_of_many_languages_keeps_what_it_is_given() -> None:
    with speech_server(voices=None) as server:
        assert engine(server).speak(Passage("C’est tout.", "nova", "fr")).substitutions == ()


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
