"""Segment → encoded audio and timings."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

from ebookvoice.domain.book import Saying
from ebookvoice.domain.segment import Segment
from ebookvoice.domain.speech import Speech, Voice, VoiceInfo


class SpeechEngine(Protocol):
    """One way to turn text into speech.

    `version` changes whenever the same text may sound different; it is part of the speech cache's digest.
    """

    name: str
    version: str
    sample_rate: int

    def voices(self) -> list[VoiceInfo]:
        """List what the engine can speak with; ids are `engine:name`."""
        ...

    def speak(self, text: str, voice: str, language: str | None = None, sayings: Sequence[Saying] = ()) -> Speech:
        """Speak one paragraph with the voice of that name (without the engine's prefix).

        `sayings`, in order, give words of the text in phonemes; those that the engine can't use are spoken as written.
        Raises UnknownVoiceError, SpeechIncompleteError when not the whole text came back, SpeechError otherwise.
        """
        ...


class Narration(NamedTuple):
    """A narrated segment on local disk: an .m4a and its timings as JSON (see functions/convert/audio/segment.py)."""

    audio: Path
    timings: Path
    samples: int
    sample_rate: int


class Narrator(Protocol):
    """Speaks and encodes whole segments."""

    def digest(self, segment: Segment, voice: Voice) -> str:
        """Name the content: equal digests mean equal audio (engine, its version, voice, text, sayings, encoding)."""
        ...

    def narrate(self, segment: Segment, voice: Voice, directory: Path) -> Narration:
        """Speak the segment into files below `directory`. Raises what SpeechEngine.speak raises."""
        ...
