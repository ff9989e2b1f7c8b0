"""Who speaks: the voices of the read-aloud service, and what has an edge engine made."""

from collections.abc import Iterator

import pytest

from ebookvoice.domain.errors import SpeechError, UnknownVoiceError
from ebookvoice.domain.speech import Substitution, Why
from ebookvoice.ports.limiting import Verdict
from ebookvoice.ports.narrating import Passage
from functions.convert.speech import catalogue
from functions.convert.speech.edge import EdgeEngine
from functions.convert.speech.gated import gated
from tests.standins.edge import EdgeService, Recited, edge_service
from tests.unit.speech.services import FakeGate

VOICE = "en-US-AriaNeural"
GERMAN = "Guten Tag, wie geht es?"


def engine(service: EdgeService) -> EdgeEngine:
    return EdgeEngine(service.base, pause=lambda _: 0.0)


@pytest.fixture
def service() -> Iterator[EdgeService]:
    with edge_service() as running:
        yield running


@pytest.mark.parametrize("voice", ["nobody", "en-US-x' y='Neural", "", "Aria", "../AriaNeural"])
def test_names_that_no_voice_can_have_are_refused_without_asking(voice: str, service: EdgeService) -> None:
    with pytest.raises(UnknownVoiceError):
        engine(service).speak(Passage("Hello", voice))
    assert service.handshakes == 0


@pytest.mark.parametrize(
    ("voice", "language", "speaker"),
    [
        ("en-US-AriaNeural", "de", "de-DE-KatjaNeural"),
        ("en-US-GuyNeural", "de", "de-DE-ConradNeural"),
        ("en-US-GuyNeural", "de-AT", "de-AT-JonasNeural"),
        ("en-US-GuyNeural", "ger", "de-DE-ConradNeural"),
        ("de-DE-KatjaNeural", "en", "en-US-AriaNeural"),
    ],
)
def test_another_language_is_spoken_by_a_voice_of_it(
    voice: str, language: str, speaker: str, service: EdgeService
) -> None:
    speech = engine(service).speak(Passage(GERMAN, voice, language))
    assert service.recited == [Recited(speaker, GERMAN)]
    assert speech.substitutions == (Substitution(0, len(GERMAN), f"edge:{speaker}", Why.LANGUAGE),)


@pytest.mark.parametrize(
    "passage",
    [
        Passage(GERMAN, VOICE, "de", switch=False),
        Passage(GERMAN, "en-US-AvaMultilingualNeural", "de"),
        Passage(GERMAN, "de-AT-IngridNeural", "de-DE"),
        Passage(GERMAN, VOICE, "tlh"),
        Passage(GERMAN, VOICE),
    ],
    ids=["not wanted", "speaks it herself", "the same language", "nobody speaks it", "no language"],
)
def test_a_voice_keeps_what_it_need_not_give_away(passage: Passage, service: EdgeService) -> None:
    assert engine(service).speak(passage).substitutions == ()
    assert service.recited == [Recited(passage.voice, GERMAN)]


def test_voices_come_from_the_service(service: EdgeService) -> None:
    edge = engine(service)
    voice = next(voice for voice in edge.voices() if voice.id == "edge:en-GB-RyanNeural")
    assert (voice.language, voice.gender, voice.engine) == ("en-GB", "male", "edge")
    edge.check("en-GB-RyanNeural")
    with pytest.raises(UnknownVoiceError):
        edge.check("en-GB-NobodyNeural")


def test_a_voice_is_not_held_unknown_while_the_service_is_down() -> None:
    with edge_service() as service:
        edge = engine(service)
    edge.check("en-GB-NobodyNeural")
    with pytest.raises(SpeechError):
        edge.voices()


def test_the_catalogue_takes_the_address_from_the_environment(
    service: EdgeService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EBOOKVOICE_EDGE_URL", service.base + "/")
    monkeypatch.setenv("EBOOKVOICE_SPEECH_LANES", "7")
    catalogue.engine.cache_clear()
    try:
        assert catalogue.engine("edge").lanes == 7
        assert catalogue.engine("edge").speak(Passage("Hello there.", VOICE)).samples > 0
    finally:
        catalogue.engine.cache_clear()
    assert service.spoken == ["Hello there."]


def test_the_workers_engines_wait_for_their_turns(service: EdgeService, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EBOOKVOICE_EDGE_URL", service.base)
    catalogue.engine.cache_clear()
    gate = FakeGate()
    try:
        find = gated({"edge": gate}.get)
        find("edge").speak(Passage("Hello there.", VOICE))
        assert gate.verdicts == [Verdict.FINE]
        assert find("edge") is find("edge")
        assert find("espeak") is catalogue.engine("espeak")
    finally:
        catalogue.engine.cache_clear()
