"""The edge engine against a service that misbehaves: the whole text, or an error that names the passage."""

import re

import pytest

from ebookvoice.domain.direction import Prosody
from ebookvoice.domain.errors import PassageFailedError
from ebookvoice.domain.speech import MarkKind, Substitution, Why
from ebookvoice.ports.narrating import Passage
from functions.convert.speech.edge import EdgeEngine
from tests.standins.edge import (
    EdgeService,
    Fault,
    Recited,
    edge_service,
    first_tries,
    never,
    sometimes,
)
from tests.unit.speech.services import CONTROL

VOICE = "en-US-AriaNeural"
SIBLING = "en-US-AvaMultilingualNeural"
TEXT = "".join(f"Sentence {number} follows the one before & is followed by the next. " for number in range(100, 108))
HARD = "First comes an easy one. Then the word xyzzyplughplover comes along in the second. The third is easy again."
HARD_SENTENCE = "Then the word xyzzyplughplover comes along in the second."
INCOMPLETE = (Fault.CUT_SHORT, Fault.SHORT_AUDIO, Fault.LONG_AUDIO, Fault.BROKEN_FRAME, Fault.LEFT_OUT)


def engine(service: EdgeService, deadline: float = 20.0) -> EdgeEngine:
    return EdgeEngine(service.base, deadline=deadline, pause=lambda _: 0.0)


def letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def recited(service: EdgeService) -> str:
    """Join all that was spoken whole, but for what only showed that a voice speaks."""
    return letters("".join(text for text in service.spoken if text != CONTROL))


@pytest.mark.parametrize("fault", [*INCOMPLETE, Fault.NO_AUDIO])
def test_a_fault_is_retried_until_the_text_is_whole(fault: Fault) -> None:
    with edge_service() as service:
        expected = engine(service).speak(Passage(TEXT, VOICE))
    with edge_service(first_tries(fault)) as service:
        assert engine(service).speak(Passage(TEXT, VOICE)) == expected
        assert set(service.tries.values()) == {2}
        assert service.handshakes == sum(service.tries.values())


@pytest.mark.parametrize(
    ("fault", "share"),
    [(Fault.CUT_SHORT, 0.1), (Fault.NO_AUDIO, 0.45), (Fault.LEFT_OUT, 0.3), (Fault.SHORT_AUDIO, 0.3)],
)
@pytest.mark.parametrize("seed", range(2))
def test_many_faults_leave_nothing_out(fault: Fault, share: float, seed: int) -> None:
    paragraphs = [f"“Number {number}!” said she; and went on & on. So it was." for number in range(40)]
    with edge_service(sometimes([fault], share, seed)) as service:
        edge = engine(service)
        spoken = [edge.speak(Passage(text, VOICE, siblings=True)) for text in paragraphs]
        assert recited(service) == letters("".join(paragraphs))
        assert [speech.substitutions for speech in spoken] == [()] * 40
        assert service.handshakes > 40
    for text, speech in zip(paragraphs, spoken, strict=True):
        marked = [text[m.offset : m.offset + m.length] for m in speech.marks if m.kind == MarkKind.WORD]
        assert letters("".join(marked)) == letters(text)


@pytest.mark.parametrize("fault", [*INCOMPLETE, Fault.NO_AUDIO])
def test_a_text_that_is_never_whole_fails_with_its_passage(fault: Fault) -> None:
    with edge_service(never("xyzzyplughplover", fault)) as service:
        with pytest.raises(PassageFailedError, match=re.escape(f"“{HARD_SENTENCE}”")):
            engine(service).speak(Passage(HARD, VOICE))
        assert "xyzzyplughplover" in service.tries
        assert CONTROL in service.tries


@pytest.mark.parametrize("fault", [*INCOMPLETE, Fault.NO_AUDIO])
def test_a_sibling_steps_in_for_exactly_the_sentence_that_failed(fault: Fault) -> None:
    with edge_service(never("xyzzyplughplover", fault, [VOICE])) as service:
        speech = engine(service).speak(Passage(HARD, VOICE, siblings=True))
        assert speech.substitutions == (
            Substitution(HARD.index("Then"), len(HARD_SENTENCE), f"edge:{SIBLING}", Why.FALLBACK),
        )
        assert Recited(SIBLING, HARD_SENTENCE) in service.recited
        assert [r.text for r in service.recited if r.voice == VOICE][-1] == "The third is easy again."
    marked = [HARD[m.offset : m.offset + m.length] for m in speech.marks if m.kind == MarkKind.WORD]
    assert letters("".join(marked)) == letters(HARD)


def test_a_sibling_that_fails_as_well_is_no_help() -> None:
    with edge_service(never("xyzzyplughplover", Fault.NO_AUDIO)) as service:
        with pytest.raises(PassageFailedError, match="xyzzyplughplover"):
            engine(service).speak(Passage(HARD, VOICE, siblings=True))
        assert service.tries["xyzzyplughplover"] > 6


def test_a_passage_in_another_language_is_helped_out_by_a_voice_of_it() -> None:
    with edge_service(never("xyzzyplughplover", Fault.NO_AUDIO, ["de-DE-KatjaNeural"])) as service:
        speech = engine(service).speak(Passage(HARD, VOICE, "de", siblings=True))
    start, end = HARD.index("Then"), HARD.index(" The third")
    assert [(s.offset, s.offset + s.length, s.voice.rpartition(":")[2], s.why) for s in speech.substitutions] == [
        (0, start - 1, "de-DE-KatjaNeural", Why.LANGUAGE),
        (start, end, "de-DE-SeraphinaMultilingualNeural", Why.FALLBACK),
        (end + 1, len(HARD), "de-DE-KatjaNeural", Why.LANGUAGE),
    ]


def test_a_fault_of_one_pace_is_none_of_another() -> None:
    with edge_service(first_tries(Fault.CUT_SHORT)) as service:
        engine(service).speak(Passage("Hello there.", VOICE, prosody=Prosody(rate=20)))
        assert service.recited == [Recited(VOICE, "Hello there.", "+20%")]
