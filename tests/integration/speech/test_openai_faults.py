"""The engine for OpenAI's protocol against a server that misbehaves: the whole text, or an error that names it."""

import itertools
import re
from contextlib import AbstractContextManager

import pytest

from ebookvoice.domain.errors import (
    PassageFailedError,
    ProviderBusyError,
    SpeechError,
)
from ebookvoice.domain.speech import Substitution, Why
from ebookvoice.ports.narrating import Passage
from functions.convert.speech.openai import OpenAIEngine
from functions.convert.speech.openai_request import Server
from tests.standins.openai_server import Fault, SpeechServer, speech_server

VOICE = "af_heart"
LONG = ["The first sentence is quite a long one.", "The second sentence is a long one as well."]
FAULTS = [Fault.HALF, Fault.TORN, Fault.HUNG_UP, Fault.SILENCE, Fault.BABBLE, Fault.EMPTY, Fault.EXCUSE]


def engine(server: SpeechServer, voices: str = "", deadline: float = 20.0, key: str | None = None) -> OpenAIEngine:
    return OpenAIEngine(Server(server.url, key, "tts-1"), voices, deadline=deadline, pause=lambda _: 0.0)


def once(fault: Fault | int) -> AbstractContextManager[SpeechServer]:
    return speech_server(lambda _, attempt: fault if attempt == 1 else None)


@pytest.mark.parametrize("fault", [*FAULTS, 500, 503, 400])
def test_a_fault_is_retried_until_the_text_is_whole(fault: Fault | int) -> None:
    with speech_server() as server:
        expected = engine(server).speak(Passage(" ".join(LONG), VOICE))
    with once(fault) as server:
        assert engine(server).speak(Passage(" ".join(LONG), VOICE)) == expected
        assert server.spoken == LONG
        assert set(server.tries.values()) == {2}


def test_a_server_that_stalls_is_asked_again_after_the_deadline() -> None:
    with once(Fault.STALL) as server:
        engine(server, deadline=0.3).speak(Passage("Hello there.", VOICE))
        assert server.spoken[-1] == "Hello there."


@pytest.mark.parametrize("fault", [Fault.HALF, Fault.EMPTY, 422, 500])
def test_a_text_that_is_never_whole_fails_with_its_passage(fault: Fault | int) -> None:
    with speech_server(lambda asked, _: fault if "xyzzyplughplover" in asked.text else None) as server:
        sentence = "Then comes xyzzyplughplover and no more."
        with pytest.raises(PassageFailedError, match=re.escape(sentence)):
            engine(server).speak(Passage(f"All is well. {sentence} The end.", VOICE))


def test_a_sibling_steps_in() -> None:
    with speech_server(
        lambda asked, _: Fault.HALF if "first" in asked.text and asked.voice == VOICE else None
    ) as server:
        speech = engine(server).speak(Passage(" ".join(LONG), VOICE, siblings=True))
    assert speech.substitutions == (Substitution(0, len(LONG[0]), "openai:af_bella", Why.FALLBACK),)


@pytest.mark.parametrize("status", [401, 403, 429, 502, 503])
def test_a_server_that_takes_no_requests_is_busy(status: int) -> None:
    with speech_server(lambda *_: status) as server:
        with pytest.raises(ProviderBusyError):
            engine(server).speak(Passage(LONG[0], VOICE, siblings=True))
        assert server.requests < 10


def test_a_server_that_is_not_there_is_busy() -> None:
    with speech_server() as server:
        gone = engine(server)
    with pytest.raises(ProviderBusyError):
        gone.speak(Passage("Hello there.", VOICE))
    with pytest.raises(SpeechError):
        gone.voices()


def test_many_faults_leave_nothing_out() -> None:
    chances = itertools.cycle([Fault.HALF, None, Fault.EMPTY, None, None, 503, None])
    paragraphs = [f"“Number {number}!” said she; and went on & on. So it was, she said." for number in range(30)]
    with speech_server(lambda *_: next(chances)) as server:
        speaking = engine(server)
        spoken = [speaking.speak(Passage(text, VOICE, siblings=True)) for text in paragraphs]
        assert " ".join(server.spoken) == " ".join(paragraphs)
        assert [speech.substitutions for speech in spoken] == [()] * 30
