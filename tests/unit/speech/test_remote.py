"""What engines that ask a service have in common: turns and verdicts, drafts, and one paragraph out of many answers."""

import pytest

from ebookvoice.domain.errors import PassageFailedError, ProviderBusyError, SpeechError, SpeechIncompleteError
from ebookvoice.domain.speech import MarkKind
from ebookvoice.ports.limiting import Verdict
from ebookvoice.ports.narrating import Passage
from functions.convert.speech.line import Line
from functions.convert.speech.remote import lanes_of
from functions.convert.speech.service import NoAudioError, RefusedError, StalledError
from tests.unit.speech.services import CONTROL, FakeGate, FakeService, engine, failing, refusing

TEXT = "One is here. Two is there. Three is gone."


@pytest.mark.parametrize(
    ("error", "verdict"),
    [
        (RefusedError(overloaded=True), Verdict.OVERLOADED),
        (NoAudioError(), Verdict.OVERLOADED),
        (RefusedError(), Verdict.FAILED),
        (SpeechIncompleteError(), Verdict.FAILED),
        (SpeechError(), Verdict.FAILED),
    ],
)
def test_every_request_has_a_turn_and_a_verdict(error: SpeechError, verdict: Verdict) -> None:
    gate = FakeGate()
    engine(failing(error), gate, tries=4).speak(Passage("Hello", "ann"))
    assert gate.verdicts == [verdict, Verdict.FINE]


def test_a_wish_to_be_left_alone_goes_to_the_gate_for_all_to_keep() -> None:
    gate = FakeGate()
    with pytest.raises(ProviderBusyError):
        engine(failing(RefusedError(overloaded=True, retry_after_s=120.0)), gate).speak(Passage("Hello", "ann"))
    assert (gate.verdicts, gate.wishes) == ([Verdict.OVERLOADED], [120.0])


def test_a_stall_is_worth_a_question_whether_the_voice_still_speaks() -> None:
    gate, service = FakeGate(), failing(StalledError())
    engine(service, gate).speak(Passage("Hello", "ann"))
    assert gate.verdicts == [Verdict.FAILED, Verdict.FINE, Verdict.FINE]
    assert service.texts == ["Hello", CONTROL, "Hello"]


def test_a_text_that_fails_while_the_voice_speaks_is_not_held_against_the_service() -> None:
    gate = FakeGate()
    with pytest.raises(PassageFailedError):
        engine(refusing("xyzzy", NoAudioError()), gate).speak(Passage("Say xyzzy", "ann"))
    assert gate.verdicts.count(Verdict.OVERLOADED) == 2
    assert Verdict.FAILED not in gate.verdicts
    assert gate.verdicts[-3:] == [Verdict.FINE] * 3


def test_a_closed_gate_is_passed_on() -> None:
    class Closed(FakeGate):
        def turn(self) -> object:  # type: ignore[override]
            raise ProviderBusyError("fake", 12.0)

    service = FakeService()
    with pytest.raises(ProviderBusyError) as busy:
        engine(service, Closed()).speak(Passage(TEXT, "ann", siblings=True))
    assert (busy.value.retry_after_s, service.asked) == (12.0, [])


def test_marks_go_on_over_the_pieces() -> None:
    speech = engine(FakeService()).speak(Passage(TEXT, "ann"))
    marked = [(mark.offset, mark.start) for mark in speech.marks if mark.kind is MarkKind.WORD]
    assert marked == [(0, 0), (13, 13), (27, 27)]
    assert speech.samples == len(TEXT)


def test_a_paragraph_of_which_hardly_anything_is_spoken_is_given_up() -> None:
    def trouble(line: Line, _: int) -> None:
        if line.text != CONTROL and " " in line.text.strip():
            raise SpeechIncompleteError

    service = FakeService(trouble)
    with pytest.raises(PassageFailedError):
        engine(service).speak(Passage("Only single words are spoken here. " * 100, "ann"))
    assert len(service.asked) < 300


def test_an_engine_has_at_least_one_lane() -> None:
    assert [lanes_of({"EBOOKVOICE_SPEECH_LANES": lanes}) for lanes in ("", "0", "9")] == [4, 1, 9]


def test_a_failing_control_ends_the_attempt_without_halving() -> None:
    service = FakeService(lambda *_: (_ for _ in ()).throw(NoAudioError()))
    with pytest.raises(ProviderBusyError):
        engine(service).speak(Passage("One two three four", "ann"))
    assert service.texts == ["One two three four"] * 2 + [CONTROL] * 3


@pytest.mark.parametrize("text", [TEXT, "One is here, two is there, three is gone."])
def test_a_service_that_falls_silent_in_the_middle_is_no_fault_of_the_text(text: str) -> None:
    """The voice was shown to speak; that it does not any more shows before the passage is blamed."""

    def trouble(_: Line, number: int) -> None:
        if number != 3:
            raise NoAudioError

    gate, service = FakeGate(), FakeService(trouble)
    with pytest.raises(ProviderBusyError):
        engine(service, gate).speak(Passage(text, "ann"))
    assert service.texts[2] == CONTROL
    assert len(service.asked) < 12
    assert gate.verdicts[-3:] == [Verdict.OVERLOADED] * 3


def test_a_sibling_that_is_mute_is_no_help_either() -> None:
    def trouble(line: Line, _: int) -> None:
        if line.voice != "cat":
            raise NoAudioError

    speech = engine(FakeService(trouble)).speak(Passage("Hello", "bob", siblings=True))
    assert [substitution.voice for substitution in speech.substitutions] == ["fake:cat"]
