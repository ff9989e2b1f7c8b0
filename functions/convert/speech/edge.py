"""Speech from Microsoft Edge's read-aloud service: natural voices, no account, and no promise that it stays."""

import asyncio
import re
import secrets
import time
from collections.abc import Callable, Sequence
from functools import cached_property

from ebookvoice.domain.book import Saying
from ebookvoice.domain.errors import SpeechError, SpeechIncompleteError, UnknownVoiceError
from ebookvoice.domain.speech import Mark, MarkKind, Speech, VoiceInfo
from functions.convert.speech import mp3
from functions.convert.speech.edge_answer import Piece, accept
from functions.convert.speech.edge_request import list_voices, redirect, request
from functions.convert.speech.marks import with_sentences
from functions.convert.speech.pieces import pieces

_FORMAT = "mp3-24khz-48kbit-1"
_VOICE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]+){1,3}Neural")
_UNFIT = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""Characters that XML 1.0 does not allow or that the service chokes on; a space takes the place of each."""
_SECONDS_A_CHARACTER = 0.01
"""What length adds to the deadline: the service answers about ten times as fast as one listens."""


def backoff(failures: int) -> float:
    """Wait about half a second after the first failure, then twice as long each time, with jitter."""
    return 0.5 * 2.0 ** (failures - 1) * (0.5 + secrets.randbelow(1000) / 1000)


class EdgeEngine:
    """Voices have the service's own names: `en-US-AriaNeural`. One request at a time, each on a fresh connection."""

    name = "edge"
    version = _FORMAT
    sample_rate = mp3.SAMPLE_RATE

    def __init__(
        self,
        base: str | None = None,
        *,
        tries: int = 4,
        deadline: float = 20.0,
        pause: Callable[[int], float] = backoff,
    ) -> None:
        """Speak through the service at `base` (None: the public one), at most `deadline` seconds a try plus length."""
        redirect(base)
        self._tries = tries
        self._deadline = deadline
        self._pause = pause

    def voices(self) -> list[VoiceInfo]:
        """Ask the service for its voices, once. Raises SpeechError."""
        return list(self._catalogue)

    def check(self, voice: str) -> None:
        """Raise UnknownVoiceError if the service has no such voice; only the name's form counts if it is down."""
        if not _VOICE.fullmatch(voice):
            raise UnknownVoiceError
        try:
            known = {info.id for info in self._catalogue}
        except SpeechError:
            return
        if f"{self.name}:{voice}" not in known:
            raise UnknownVoiceError

    def speak(
        self,
        text: str,
        voice: str,
        language: str | None = None,  # noqa: ARG002
        sayings: Sequence[Saying] = (),  # noqa: ARG002
    ) -> Speech:
        """Speak one paragraph. The voice itself decides how to say passages in another language.

        The service takes no phonemes: it refuses all SSML that Edge itself would not send (edge-tts, "Custom SSML"), so
        words are spoken as they are written.
        """
        if not _VOICE.fullmatch(voice):
            raise UnknownVoiceError
        text = _UNFIT.sub(" ", text)
        pcm = bytearray()
        words: list[Mark] = []
        for start, end in pieces(text):
            if any(map(str.isalnum, text[start:end])):
                piece = self._speak_piece(text[start:end], voice)
                words += _words(piece, start, len(pcm) // 2)
                pcm += piece.pcm
        return Speech(bytes(pcm), with_sentences(text, words))

    def _speak_piece(self, text: str, voice: str) -> Piece:
        failures = 0
        while True:
            try:
                deadline = self._deadline + len(text) * _SECONDS_A_CHARACTER
                return accept(text, asyncio.run(request(text, voice, deadline)))
            except SpeechError as error:
                failures += 1
                if failures >= self._tries:
                    if not isinstance(error, SpeechIncompleteError):
                        self.check(voice)  # The service answers alike when it fails and when there is no such voice.
                    raise
            time.sleep(self._pause(failures))

    @cached_property
    def _catalogue(self) -> tuple[VoiceInfo, ...]:
        return tuple(
            VoiceInfo(
                f"edge:{voice['ShortName']}", voice["FriendlyName"], voice["Locale"], voice["Gender"].lower(), "edge"
            )
            for voice in asyncio.run(list_voices())
        )


def _words(piece: Piece, offset: int, sample: int) -> list[Mark]:
    """Place a piece's words in the paragraph: `offset` in characters, `sample` in samples."""
    return [
        Mark(MarkKind.WORD, offset + start, end - start, sample + round(boundary.start * mp3.SAMPLE_RATE))
        for start, end, boundary in piece.places
    ]
