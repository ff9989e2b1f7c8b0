"""The edge engine against a service that speaks the real wire protocol to the real client, and misbehaves."""

import itertools
import time
from array import array
from collections.abc import Iterator

import pytest

from ebookvoice.domain.errors import SpeechError, SpeechIncompleteError, UnknownVoiceError
from ebookvoice.domain.speech import MarkKind, Speech
from functions.convert.speech import catalogue
from functions.convert.speech.edge import EdgeEngine, backoff
from functions.convert.speech.pieces import pieces
from tests.standins.edge import (
    LEAD_S,
    SECONDS_A_LETTER,
    EdgeService,
    Fault,
    always,
    edge_service,
    first_tries,
    sometimes,
)

VOICE = "en-US-AriaNeural"
TEXT = "“Why, my dear Mr. Bennet,” said she & laughed. It’s <naïve>; 1,200 words — café! 日本語のテキスト。 The end."
LONG = "".join(f"Sentence {number} follows the one before & is followed by the next. " for number in range(100, 250))
TRIES = 4


def engine(service: EdgeService, deadline: float = 20.0) -> EdgeEngine:
    return EdgeEngine(service.base, tries=TRIES, deadline=deadline, pause=lambda _: 0.0)


def words(text: str, speech: Speech) -> list[str]:
    return [text[m.offset : m.offset + m.length] for m in speech.marks if m.kind == MarkKind.WORD]


@pytest.fixture
def service() -> Iterator[EdgeService]:
    with edge_service() as running:
        yield running


def test_the_whole_text_is_spoken_and_every_word_has_its_place(service: EdgeService) -> None:
    speech = engine(service).speak(TEXT, VOICE)
    assert service.spoken == [TEXT]
    assert " ".join(words(TEXT, speech)) == (
        "Why my dear Mr Bennet said she laughed It’s naïve 1,200 words café 日本語のテキスト The end"
    )
    first = speech.marks[0]
    assert first.start == round(LEAD_S * 24_000)
    assert max(map(abs, array("h", speech.pcm))) > 1_000
    end = next(m for m in speech.marks if TEXT[m.offset :].startswith("end"))
    assert end.start == pytest.approx(speech.samples - (len("end.") * SECONDS_A_LETTER + 0.8) * 24_000, abs=600)


def test_a_long_paragraph_is_spoken_in_pieces_whose_marks_go_on(service: EdgeService) -> None:
    speech = engine(service).speak(LONG, VOICE)
    parts = [LONG[start:end] for start, end in pieces(LONG)]
    assert len(parts) > 2
    assert service.spoken == [part.strip() for part in parts]
    assert words(LONG, speech) == [word.strip(".") for word in LONG.split() if word != "&"]
    starts = [mark.start for mark in speech.marks]
    assert starts == sorted(starts)
    sentences = [mark for mark in speech.marks if mark.kind == MarkKind.SENTENCE]
    assert [mark.offset for mark in sentences] == list(range(0, len(LONG), len(LONG) // 150))


@pytest.mark.parametrize(
    "fault", [Fault.CUT_SHORT, Fault.NO_AUDIO, Fault.SHORT_AUDIO, Fault.BROKEN_FRAME, Fault.LEFT_OUT]
)
def test_a_fault_is_retried_until_the_text_is_whole(fault: Fault) -> None:
    with edge_service() as service:
        expected = engine(service).speak(LONG, VOICE)
    with edge_service(first_tries(fault)) as service:
        assert engine(service).speak(LONG, VOICE) == expected
        assert set(service.tries.values()) == {2}
        assert service.handshakes == sum(service.tries.values())


@pytest.mark.parametrize("fault", [Fault.CUT_SHORT, Fault.SHORT_AUDIO, Fault.BROKEN_FRAME, Fault.LEFT_OUT])
def test_speech_that_is_never_whole_is_an_error(fault: Fault) -> None:
    with edge_service(always(fault)) as service:
        with pytest.raises(SpeechIncompleteError):
            engine(service).speak(TEXT, VOICE)
        assert service.handshakes == TRIES


def test_no_audio_at_all_is_an_error() -> None:
    with edge_service(always(Fault.NO_AUDIO)) as service, pytest.raises(SpeechError):
        engine(service).speak(TEXT, VOICE)


def test_no_audio_for_a_voice_that_does_not_exist_says_so() -> None:
    with edge_service(always(Fault.NO_AUDIO)) as service, pytest.raises(UnknownVoiceError):
        engine(service).speak(TEXT, "en-US-NobodyNeural")


def test_many_faults_leave_nothing_out() -> None:
    faults = (Fault.CUT_SHORT, Fault.NO_AUDIO, Fault.LEFT_OUT)
    text = "One short sentence. "
    with edge_service(sometimes(faults, 0.4, seed=7)) as service:
        patient = EdgeEngine(service.base, tries=20, pause=lambda _: 0.0)
        for number in range(30):
            patient.speak(f"{text}{number}", VOICE)
        assert service.spoken == [f"{text}{number}" for number in range(30)]
        assert service.handshakes > 30


def test_a_stalled_request_ends_at_its_deadline_and_is_tried_again() -> None:
    with edge_service(first_tries(Fault.STALL)) as service:
        started = time.monotonic()
        engine(service, deadline=0.3).speak("Hello there.", VOICE)
        assert 0.3 < time.monotonic() - started < 5
        assert service.spoken == ["Hello there."]


def test_a_service_that_always_stalls_is_an_error() -> None:
    with edge_service(always(Fault.STALL)) as service, pytest.raises(SpeechError):
        engine(service, deadline=0.1).speak("Hello there.", VOICE)


@pytest.mark.parametrize("refusals", [[403], [429, 503], [500, 403, 429]])
def test_refused_handshakes_are_tried_again(refusals: list[int]) -> None:
    with edge_service(refusals=refusals) as service:
        engine(service).speak("Hello there.", VOICE)
        assert service.spoken == ["Hello there."]
        assert service.handshakes == len(refusals) + 1


@pytest.mark.parametrize("status", [403, 429])
def test_a_service_that_refuses_for_ever_is_an_error(status: int) -> None:
    with edge_service(refusals=itertools.repeat(status)) as service, pytest.raises(SpeechError):
        engine(service).speak("Hello there.", VOICE)


def test_a_service_that_is_not_there_is_an_error() -> None:
    with edge_service() as service:
        gone = engine(service)
    with pytest.raises(SpeechError):
        gone.speak("Hello there.", VOICE)
    with pytest.raises(SpeechError):
        gone.voices()


def test_a_text_without_words_is_never_sent(service: EdgeService) -> None:
    assert engine(service).speak("* * * — &", VOICE) == Speech(b"", ())
    assert service.handshakes == 0


def test_what_xml_does_not_allow_is_not_sent(service: EdgeService) -> None:
    text = "one\x0btwo\x00three \ud83d four\uffff"
    assert words(text, engine(service).speak(text, VOICE)) == ["one", "two", "three", "four"]
    assert service.spoken == ["one two three   four"]


@pytest.mark.parametrize("voice", ["nobody", "en-US-x' y='Neural", "", "Aria", "../AriaNeural"])
def test_names_that_no_voice_can_have_are_refused_without_asking(voice: str, service: EdgeService) -> None:
    with pytest.raises(UnknownVoiceError):
        engine(service).speak("Hello", voice)
    assert service.handshakes == 0


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


def test_the_catalogue_takes_the_address_from_the_environment(
    service: EdgeService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EBOOKVOICE_EDGE_URL", service.base + "/")
    catalogue.engine.cache_clear()
    try:
        assert catalogue.engine("edge").speak("Hello there.", VOICE).samples > 0
    finally:
        catalogue.engine.cache_clear()
    assert service.spoken == ["Hello there."]


def test_pauses_between_tries_grow_and_differ() -> None:
    assert all(0.25 <= backoff(1) < 0.75 and 1 <= backoff(3) < 3 for _ in range(20))
    assert len({backoff(1) for _ in range(20)}) > 1
