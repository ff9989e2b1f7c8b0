"""What engines that ask a service have in common: turns and verdicts, drafts, and one paragraph out of many answers."""

import pytest

from ebookvoice.domain.direction import Prosody
from ebookvoice.domain.errors import PassageFailedError, ProviderBusyError, SpeechError, SpeechIncompleteError
from ebookvoice.domain.speech import MarkKind
from ebookvoice.ports.limiting import Verdict
from ebookvoice.ports.narrating import Passage
from functions.convert.speech.line import Answer, Line, pack, unpack
from functions.convert.speech.remote import RemoteEngine
from functions.convert.speech.service import NoAudioError, RefusedError, StalledError
from tests.unit.speech.services import FakeDrafts, FakeGate, FakeService

TEXT = "One is here. Two is there. Three is gone."
CONTROL = "1, 2, 3, 4, 5, 6, 7, 8, 9, 10."


def engine(service: FakeService, gate: FakeGate | None = None, tries: int = 3) -> RemoteEngine:
    return RemoteEngine(service, gate=gate, tries=tries, pause=lambda _: 0.0)


def failing(*errors: SpeechError) -> FakeService:
    """Fail the first requests, each with its error."""

    def trouble(_: Line, number: int) -> None:
        if number <= len(errors):
            raise errors[number - 1]

    return FakeService(trouble)


def refusing(word: str, error: SpeechError) -> FakeService:
    """Fail every line with that word in it."""

    def trouble(line: Line, _: int) -> None:
        if word in line.text:
            raise error

    return FakeService(trouble)


def texts(service: FakeService) -> list[str]:
    return [line.text for line in service.asked]


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


def test_a_stall_is_worth_a_question_whether_the_voice_still_speaks() -> None:
    gate, service = FakeGate(), failing(StalledError())
    engine(service, gate).speak(Passage("Hello", "ann"))
    assert gate.verdicts == [Verdict.FAILED, Verdict.FINE, Verdict.FINE]
    assert texts(service) == ["Hello", CONTROL, "Hello"]


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


def test_what_was_spoken_before_is_never_asked_for_again() -> None:
    drafts = FakeDrafts()
    first = engine(refusing("Three", RefusedError(retry_after_s=60)))
    with pytest.raises(ProviderBusyError):
        first.with_drafts(drafts).speak(Passage(TEXT, "ann"))
    second = FakeService()
    speech = engine(second).with_drafts(drafts).speak(Passage(TEXT, "ann"))
    assert texts(second) == ["Three is gone."]
    assert speech == engine(FakeService()).speak(Passage(TEXT, "ann"))


def test_halves_are_found_again_as_well() -> None:
    drafts, passage = FakeDrafts(), Passage("One two three four xyzzy", "ann")
    for attempt in range(2):
        service = refusing("xyzzy", NoAudioError())
        with pytest.raises(PassageFailedError):
            engine(service).with_drafts(drafts).speak(passage)
        assert ("One two three " in texts(service)) == (attempt == 0)


@pytest.mark.parametrize(
    "other",
    [
        Passage("Hello", "bob"),
        Passage("Hello!", "ann"),
        Passage("Hello", "ann", prosody=Prosody(rate=1)),
        Passage("Hello", "ann", prosody=Prosody(pitch=1)),
    ],
)
def test_a_draft_of_something_else_is_none(other: Passage) -> None:
    service, drafts = FakeService(), FakeDrafts()
    speaking = engine(service).with_drafts(drafts)
    speaking.speak(Passage("Hello", "ann"))
    speaking.speak(other)
    assert len(service.asked) == len(drafts) == 2


@pytest.mark.parametrize("spoilt", [b"", b"\x01", b"\x02" + bytes(20), bytes(100), b"\x01\x00\x00\x00\x03abc"])
def test_a_spoilt_draft_is_asked_for_again(spoilt: bytes) -> None:
    drafts = FakeDrafts()
    engine(FakeService()).with_drafts(drafts).speak(Passage("Hello", "ann"))
    service = FakeService()
    found = dict.fromkeys(drafts, spoilt)
    speaking = engine(service).with_drafts(type("Spoilt", (FakeDrafts,), {"keep": dict.__setitem__})(found))
    assert speaking.speak(Passage("Hello", "ann")).samples == 5
    assert texts(service) == ["Hello"]


def test_an_answer_is_kept_as_it_was() -> None:
    answer = Answer(bytes(range(256)), [])
    assert unpack(pack(answer)) == answer


def test_marks_go_on_over_the_pieces() -> None:
    speech = engine(FakeService()).speak(Passage(TEXT, "ann"))
    marked = [(mark.offset, mark.start) for mark in speech.marks if mark.kind is MarkKind.WORD]
    assert marked == [(0, 0), (13, 13), (27, 27)]
    assert speech.samples == len(TEXT)


def test_an_engine_without_drafts_stays_as_it_is() -> None:
    service, drafts = FakeService(), FakeDrafts()
    plain = engine(service)
    plain.with_drafts(drafts)
    plain.speak(Passage("Hello", "ann"))
    assert not drafts


def test_a_failing_control_ends_the_attempt_without_halving() -> None:
    service = FakeService(lambda *_: (_ for _ in ()).throw(NoAudioError()))
    with pytest.raises(ProviderBusyError):
        engine(service).speak(Passage("One two three four", "ann"))
    assert texts(service) == ["One two three four"] * 2 + [CONTROL] * 3
