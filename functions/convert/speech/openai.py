"""Speech from any server that speaks OpenAI's `POST /v1/audio/speech`: Kokoro-FastAPI, Speaches, LocalAI, OpenAI."""

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple, Self

from ebookvoice.domain.errors import EngineNotConfiguredError, SpeechIncompleteError
from ebookvoice.domain.speech import VoiceInfo
from ebookvoice.ports.limiting import Gate
from functions.convert.speech.asking import TRIES, backoff
from functions.convert.speech.line import Answer, Line, Piece, Sound
from functions.convert.speech.loop import run
from functions.convert.speech.openai_audio import SAMPLE_RATE, decode
from functions.convert.speech.openai_request import Server, list_voices, request
from functions.convert.speech.openai_voices import configured, listed
from functions.convert.speech.pace import deadline, pace
from functions.convert.speech.pieces import pieces
from functions.convert.speech.remote import LANES, RemoteEngine, lanes_of
from functions.convert.speech.silence import spoken_range
from functions.convert.speech.words import Span, sentences

_SETTINGS = ("URL", "KEY", "KEY_PARAMETER", "MODEL", "VOICES")
_MODEL = "tts-1"
_FORMAT = 1
_VOICE = re.compile(r"[\w.+() -]{1,100}")
_HEAD_S = 0.1
_TAIL_S = 0.35
"""Seconds of silence before and after a sentence, whatever the server leaves there."""


class OpenAIEngine(RemoteEngine):
    """Voices have the server's own names: `alloy`, `af_heart`. Each sentence is one request, so its place is exact."""

    def __init__(
        self,
        server: Server,
        voices: str = "",
        *,
        gate: Gate | None = None,
        lanes: int = LANES,
        tries: int = TRIES,
        deadline: float = 60.0,
        pause: Callable[[int], float] = backoff,
    ) -> None:
        """Speak through a server; `voices` (`name[:language[:gender]]`, commas in between) replaces its own list."""
        super().__init__(_OpenAIService(server, voices, deadline), gate=gate, lanes=lanes, tries=tries, pause=pause)

    @classmethod
    def configured(cls, environment: Mapping[str, str]) -> Self:
        """Take the server from the variables EBOOKVOICE_OPENAI_…. Raises EngineNotConfiguredError."""
        settings = {name: environment.get(f"EBOOKVOICE_OPENAI_{name}", "") for name in _SETTINGS}
        if not settings["URL"]:
            raise EngineNotConfiguredError
        key = None
        if settings["KEY"] or settings["KEY_PARAMETER"]:
            from ebookvoice.adapters.secrets import secret

            key = secret(settings["KEY"] or None, settings["KEY_PARAMETER"] or None)
        server = Server(settings["URL"], key, settings["MODEL"] or _MODEL)
        return cls(server, settings["VOICES"], lanes=lanes_of(environment))


class _Spoken(NamedTuple):
    """Implements Whole: an answer is decoded to see how long it is."""

    decoded: Piece

    def piece(self) -> Piece:
        return self.decoded


class _OpenAIService:
    """Implements Service. The protocol knows neither pitch nor phonemes, and tells nothing about words."""

    name = "openai"
    sample_rate = SAMPLE_RATE
    tells_words = False

    def __init__(self, server: Server, voices: str, deadline: float) -> None:
        self.version = f"{_FORMAT}-{server.model}"
        self._server = server
        self._voices = voices
        self._deadline = deadline

    def cut(self, text: str) -> list[Span]:
        return [
            Span(sentence.start + start, sentence.start + end)
            for sentence in sentences(text)
            for start, end in pieces(text[sentence.start : sentence.end])
        ]

    def ask(self, line: Line) -> Answer:
        return run(request(self._server, line, deadline(line.text, line.prosody.rate, self._deadline)))

    def examine(self, line: Line, answer: Answer) -> _Spoken:
        """Take what is as long as the text may take; nothing but its length shows that it is whole."""
        limits = pace(line.text, line.prosody.rate)
        pcm = decode(answer.audio, limits.slowest)
        start, end, spoken = spoken_range(pcm, SAMPLE_RATE)
        if not limits.fastest <= spoken <= limits.slowest or not spoken:
            raise SpeechIncompleteError
        first = max(0, start - round(_HEAD_S * SAMPLE_RATE))
        tail = pcm[end * 2 : (end + round(_TAIL_S * SAMPLE_RATE)) * 2]
        silence = bytes(round(_TAIL_S * SAMPLE_RATE) * 2 - len(tail))
        return _Spoken(Piece(pcm[first * 2 : end * 2] + tail + silence, [Sound(0, len(line.text), start - first)]))

    def list_voices(self) -> list[VoiceInfo]:
        return configured(self._voices) or listed(run(list_voices(self._server)))

    def names(self, voice: str) -> bool:
        return _VOICE.fullmatch(voice) is not None
