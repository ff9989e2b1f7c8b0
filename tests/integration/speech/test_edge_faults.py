"""The edge engine against a service that misbehaves: the whole text, or an error that names the passage."""

import itertools
import re
import time

import pytest

from ebookvoice.domain.direction import Prosody
from ebookvoice.domain.errors import PassageFailedError, ProviderBusyError, UnknownVoiceError
from ebookvoice.domain.speech import MarkKind, Substitution, Why
from ebookvoice.ports.narrating import Passage
from functions.convert.speech.edge import EdgeEngine
from tests.standins.edge import (
    EdgeService,
    Fault,
    Recited,
    Refusal,
    always,
    edge_service,
    first_tries,
    never,
    sometimes,
)

VOICE = "en-US-AriaNeural"
SIBLING = "en-US-AvaMultilingualNeural"
TEXT = "".join(f"Sentence {number} follows the one before & is followed by the next. " for number in range(100, 108))
HARD = "First comes an easy one. Then the word xyzzyplughplover comes along in the second. The third is easy again."
HARD_SENTENCE = "Then the word xyzzyplughplover comes along in the second."
INCOMPLETE = (Fault.CUT_SHORT, Fault.SHORT_AUDIO, Fault.LONG_AUDIO, Fault.BROKEN_FRAME, Fault.LEFT_OUT)
CONTROL = "1, 2, 3, 4, 5, 6, 7, 8, 9, 10."


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


@pytest.mark.parametrize("fault", [*INCOMPLETE, Fault.NO_AUDIO])
def test_a_service_that_says_nothing_whole_is_left_alone_for_a_while(fault: Fault) -> None:
    with edge_service(always(fault)) as service:
        with pytest.raises(ProviderBusyError) as busy:
            engine(service).speak(Passage(TEXT, VOICE))
        assert service.handshakes < 20
    assert (busy.value.provider, busy.value.retry_after_s > 0) == ("edge", True)


def test_a_voice_that_fell_silent_is_replaced_by_a_sibling() -> None:
    with edge_service(never("", Fault.NO_AUDIO, [VOICE])) as service:
        speech = engine(service).speak(Passage("Hello there.", VOICE, siblings=True))
    assert speech.substitutions == (Substitution(0, len("Hello there."), f"edge:{SIBLING}", Why.FALLBACK),)


def test_no_audio_for_a_voice_that_does_not_exist_says_so() -> None:
    with edge_service() as service, pytest.raises(UnknownVoiceError):
        engine(service).speak(Passage("Hello there.", "en-US-NobodyNeural"))


def test_a_stalled_request_ends_at_its_deadline_and_is_tried_again() -> None:
    with edge_service(first_tries(Fault.STALL)) as service:
        started = time.monotonic()
        engine(service, deadline=0.3).speak(Passage("Hello there.", VOICE))
        assert 0.3 < time.monotonic() - started < 5
        assert service.spoken == [CONTROL, "Hello there."]


def test_a_service_that_always_stalls_is_left_alone_soon() -> None:
    with edge_service(always(Fault.STALL)) as service:
        with pytest.raises(ProviderBusyError):
            engine(service, deadline=0.1).speak(Passage("Hello there.", VOICE))
        assert service.handshakes <= 4


@pytest.mark.parametrize("refusals", [[403, 403], [429, 503], [500, 403, 403, 429]])
def test_refused_handshakes_are_tried_again(refusals: list[int]) -> None:
    with edge_service(refusals=refusals) as service:
        engine(service).speak(Passage("Hello there.", VOICE))
        assert service.spoken == ["Hello there."]
        assert service.handshakes == len(refusals) + 1


@pytest.mark.parametrize("status", [403, 429, 503])
def test_an_outage_is_no_failure_of_the_passage(status: int) -> None:
    with edge_service() as service:
        service.break_down(60, status)
        with pytest.raises(ProviderBusyError):
            engine(service).speak(Passage(TEXT, VOICE, siblings=True))
        assert service.handshakes <= 12


def test_a_service_that_is_not_there_is_busy() -> None:
    with edge_service() as service:
        gone = engine(service)
    with pytest.raises(ProviderBusyError):
        gone.speak(Passage("Hello there.", VOICE))


def test_a_long_wish_to_be_left_alone_is_granted_at_once() -> None:
    with edge_service(refusals=itertools.repeat(Refusal(429, "120"))) as service:
        with pytest.raises(ProviderBusyError) as busy:
            engine(service).speak(Passage("Hello there.", VOICE))
        assert service.handshakes == 1
    assert busy.value.retry_after_s == 120


def test_a_short_wish_to_be_left_alone_is_waited_for() -> None:
    with edge_service(refusals=[Refusal(429, "1")]) as service:
        started = time.monotonic()
        engine(service).speak(Passage("Hello there.", VOICE))
        assert time.monotonic() - started >= 1


def test_a_fault_of_one_pace_is_none_of_another() -> None:
    with edge_service(first_tries(Fault.CUT_SHORT)) as service:
        engine(service).speak(Passage("Hello there.", VOICE, prosody=Prosody(rate=20)))
        assert service.recited == [Recited(VOICE, "Hello there.", "+20%")]
