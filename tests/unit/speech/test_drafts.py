"""What was spoken whole is kept, found again, and never mistaken for something else."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from ebookvoice.domain.direction import Prosody
from ebookvoice.domain.errors import PassageFailedError, ProviderBusyError
from ebookvoice.ports.narrating import Passage
from functions.convert.speech.line import Answer, pack, unpack
from functions.convert.speech.service import NoAudioError, RefusedError
from tests.unit.speech.services import FakeDrafts, FakeGate, FakeService, engine, refusing

TEXT = "One is here. Two is there. Three is gone."


def test_what_was_spoken_before_is_never_asked_for_again() -> None:
    drafts = FakeDrafts()
    first = engine(refusing("Three", RefusedError(retry_after_s=60)))
    with pytest.raises(ProviderBusyError):
        first.with_drafts(drafts).speak(Passage(TEXT, "ann"))
    second = FakeService()
    speech = engine(second).with_drafts(drafts).speak(Passage(TEXT, "ann"))
    assert second.texts == ["Three is gone."]
    assert speech == engine(FakeService()).speak(Passage(TEXT, "ann"))


def test_a_turn_lasts_until_its_answer_is_kept() -> None:
    told: list[str] = []

    class Told(FakeGate):
        @contextmanager
        def turn(self) -> Iterator[FakeGate]:
            with super().turn() as turn:
                told.append("turn")
                yield turn
            told.append("free")

    class Keeping(FakeDrafts):
        def keep(self, digest: str, content: bytes) -> None:
            super().keep(digest, content)
            told.append("kept")

    engine(FakeService(), Told()).with_drafts(Keeping()).speak(Passage("Hello", "ann"))
    assert told == ["turn", "kept", "free"]


def test_halves_are_found_again_as_well() -> None:
    drafts, passage = FakeDrafts(), Passage("One two three four xyzzy", "ann")
    for attempt in range(2):
        service = refusing("xyzzy", NoAudioError())
        with pytest.raises(PassageFailedError):
            engine(service).with_drafts(drafts).speak(passage)
        assert ("One two three " in service.texts) == (attempt == 0)


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
    assert service.texts == ["Hello"]


def test_an_answer_is_kept_as_it_was() -> None:
    answer = Answer(bytes(range(256)), [])
    assert unpack(pack(answer)) == answer


def test_an_engine_without_drafts_stays_as_it_is() -> None:
    service, drafts = FakeService(), FakeDrafts()
    plain = engine(service)
    plain.with_drafts(drafts)
    plain.speak(Passage("Hello", "ann"))
    assert not drafts
