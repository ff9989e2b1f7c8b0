"""The edge engine against a service that speaks the real wire protocol to the real client."""

from array import array
from collections.abc import Iterator

import pytest
from edge_tts.drm import DRM

from ebookvoice.domain.direction import Prosody
from ebookvoice.domain.speech import MarkKind, Speech
from ebookvoice.ports.narrating import Passage
from functions.convert.speech.edge import EdgeEngine
from functions.convert.speech.pieces import pieces
from tests.standins.edge import LEAD_S, SECONDS_A_LETTER, EdgeService, Recited, edge_service

VOICE = "en-US-AriaNeural"
TEXT = "“Why, my dear Mr. Bennet,” said she & laughed. It’s <naïve>; 1,200 words — café! 日本語のテキスト。 The end."
LONG = "".join(f"Sentence {number} follows the one before & is followed by the next. " for number in range(100, 250))


def engine(service: EdgeService) -> EdgeEngine:
    return EdgeEngine(service.base, pause=lambda _: 0.0)


def words(text: str, speech: Speech) -> list[str]:
    return [text[m.offset : m.offset + m.length] for m in speech.marks if m.kind == MarkKind.WORD]


@pytest.fixture
def service() -> Iterator[EdgeService]:
    with edge_service() as running:
        yield running


def test_the_whole_text_is_spoken_and_every_word_has_its_place(service: EdgeService) -> None:
    speech = engine(service).speak(Passage(TEXT, VOICE))
    assert service.recited == [Recited(VOICE, TEXT)]
    assert " ".join(words(TEXT, speech)) == (
        "Why my dear Mr Bennet said she laughed It’s naïve 1,200 words café 日本語のテキスト The end"
    )
    first = speech.marks[0]
    assert first.start == round(LEAD_S * 24_000)
    assert max(map(abs, array("h", speech.pcm))) > 1_000
    end = next(m for m in speech.marks if TEXT[m.offset :].startswith("end"))
    assert end.start == pytest.approx(speech.samples - (len("end.") * SECONDS_A_LETTER + 0.8) * 24_000, abs=600)


def test_a_long_paragraph_is_spoken_in_pieces_whose_marks_go_on(service: EdgeService) -> None:
    speech = engine(service).speak(Passage(LONG, VOICE))
    parts = [LONG[start:end] for start, end in pieces(LONG)]
    assert len(parts) > 2
    assert service.spoken == [part.strip() for part in parts]
    assert words(LONG, speech) == [word.strip(".") for word in LONG.split() if word != "&"]
    starts = [mark.start for mark in speech.marks]
    assert starts == sorted(starts)
    sentences = [mark for mark in speech.marks if mark.kind == MarkKind.SENTENCE]
    assert [mark.offset for mark in sentences] == list(range(0, len(LONG), len(LONG) // 150))


def test_pace_and_pitch_are_the_service_s_own(service: EdgeService) -> None:
    slow = engine(service).speak(Passage(TEXT, VOICE, prosody=Prosody(rate=-50, pitch=5)))
    fast = engine(service).speak(Passage(TEXT, VOICE, prosody=Prosody(rate=100, pitch=-12)))
    assert service.recited == [Recited(VOICE, TEXT, "-50%", "+5Hz"), Recited(VOICE, TEXT, "+100%", "-12Hz")]
    assert slow.samples > 3 * fast.samples


def test_a_text_without_words_is_never_sent(service: EdgeService) -> None:
    assert engine(service).speak(Passage("* * * — &", VOICE)) == Speech(b"", ())
    assert service.handshakes == 0


def test_what_xml_does_not_allow_is_not_sent(service: EdgeService) -> None:
    text = "one\x0btwo\x00three \ud83d four\uffff"
    assert words(text, engine(service).speak(Passage(text, VOICE))) == ["one", "two", "three", "four"]
    assert service.spoken == ["one two three   four"]


def test_a_clock_that_is_wrong_is_set_by_the_service(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(DRM, "clock_skew_seconds", 0.0)
    with edge_service(skew=3_600.0) as service:
        engine(service).speak(Passage("Hello there.", VOICE))
        assert service.spoken == ["Hello there."]
        assert service.refused == 1
