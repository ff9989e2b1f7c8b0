"""The edge engine while the service refuses, stalls or is gone: the passage is not at fault."""

import itertools
import time

import pytest

from ebookvoice.domain.errors import ProviderBusyError, UnknownVoiceError
from ebookvoice.domain.speech import Substitution, Why
from ebookvoice.ports.narrating import Passage
from functions.convert.speech.edge import EdgeEngine
from tests.standins.edge import (
    EdgeService,
    Fault,
    Refusal,
    always,
    edge_service,
    first_tries,
    never,
)
from tests.unit.speech.services import CONTROL

VOICE = "en-US-AriaNeural"
SIBLING = "en-US-AvaMultilingualNeural"
TEXT = "".join(f"Sentence {number} follows the one before & is followed by the next. " for number in range(100, 108))
INCOMPLETE = (Fault.CUT_SHORT, Fault.SHORT_AUDIO, Fault.LONG_AUDIO, Fault.BROKEN_FRAME, Fault.LEFT_OUT)


def engine(service: EdgeService, deadline: float = 20.0) -> EdgeEngine:
    return EdgeEngine(service.base, deadline=deadline, pause=lambda _: 0.0)


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
