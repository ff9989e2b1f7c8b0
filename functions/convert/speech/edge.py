"""Speech from Microsoft Edge's read-aloud service: natural voices, no account, and no promise that it stays."""

import re
from collections.abc import Callable, Mapping
from typing import Self

from edge_tts.typing import Voice

from ebookvoice.domain.errors import SpeechError
from ebookvoice.domain.speech import VoiceInfo
from ebookvoice.ports.limiting import Gate
from functions.convert.speech import mp3
from functions.convert.speech.asking import TRIES, backoff
from functions.convert.speech.edge_answer import WholeAnswer, examine
from functions.convert.speech.edge_request import list_voices, redirect, request
from functions.convert.speech.line import Answer, Line
from functions.convert.speech.loop import run
from functions.convert.speech.pace import deadline
from functions.convert.speech.pieces import pieces
from functions.convert.speech.remote import LANES, RemoteEngine, lanes_of
from functions.convert.speech.words import Span

_FORMAT = "mp3-24khz-48kbit-1"
_VOICE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]+){1,3}Neural")
_NAME = "edge"
_ANY_LANGUAGE = "MultilingualNeural"
"""How the voices' names end that speak other languages as well."""


class EdgeEngine(RemoteEngine):
    """Voices have the service's own names: `en-US-AriaNeural`. Each request goes over a fresh connection."""

    def __init__(
        self,
        base: str | None = None,
        *,
        gate: Gate | None = None,
        lanes: int = LANES,
        tries: int = TRIES,
        deadline: float = 20.0,
        pause: Callable[[int], float] = backoff,
    ) -> None:
        """Speak through the service at `base` (None: the public one), at most `deadline` seconds a try plus length."""
        redirect(base)
        super().__init__(_EdgeService(deadline), gate=gate, lanes=lanes, tries=tries, pause=pause)

    @classmethod
    def configured(cls, environment: Mapping[str, str]) -> Self:
        """Take the address of EBOOKVOICE_EDGE_URL, if it is set, and as many lanes as EBOOKVOICE_SPEECH_LANES says."""
        return cls(environment.get("EBOOKVOICE_EDGE_URL") or None, lanes=lanes_of(environment))


class _EdgeService:
    """Implements Service.

    It takes no phonemes: the service refuses all SSML that Edge itself would not send (edge-tts, "Custom SSML").
    """

    name = _NAME
    version = _FORMAT
    sample_rate = mp3.SAMPLE_RATE
    tells_words = True

    def __init__(self, deadline: float) -> None:
        self._deadline = deadline

    def cut(self, text: str) -> list[Span]:
        return pieces(text)

    def ask(self, line: Line) -> Answer:
        return run(request(line, deadline(line.text, line.prosody.rate, self._deadline)))

    def examine(self, line: Line, answer: Answer) -> WholeAnswer:
        return examine(line.text, answer, line.prosody.rate)

    def list_voices(self) -> list[VoiceInfo]:
        """List the voices, those made for cartoons last: nobody wants a book read by one who did not ask for it."""
        try:
            return [_info(voice) for voice in sorted(run(list_voices()), key=_rank)]
        except (LookupError, TypeError, AttributeError) as error:
            raise SpeechError from error

    def names(self, voice: str) -> bool:
        return _VOICE.fullmatch(voice) is not None


def _info(voice: Voice) -> VoiceInfo:
    name = voice["ShortName"]
    return VoiceInfo(
        f"{_NAME}:{name}",
        voice["FriendlyName"],
        voice["Locale"],
        voice["Gender"].lower(),
        _NAME,
        multilingual=name.endswith(_ANY_LANGUAGE),
    )


def _rank(voice: Voice) -> tuple[bool, str]:
    return "Cartoon" in voice["VoiceTag"]["ContentCategories"], voice["ShortName"]
