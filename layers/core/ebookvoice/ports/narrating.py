"""Segment → audio and timings."""

from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Protocol, runtime_checkable

from ebookvoice.domain.book import Saying
from ebookvoice.domain.direction import Direction, Prosody
from ebookvoice.domain.segment import Segment
from ebookvoice.domain.speech import Speech, Voice, VoiceInfo


@dataclass(frozen=True, slots=True)
class Passage:
    """One paragraph for an engine: the voice's name without the engine's prefix, the passage's language (BCP 47).

    `sayings`, in order, give words of the text in phonemes; those that the engine can't use are spoken as written.
    `siblings` and `switch` are those of Direction.
    """

    text: str
    voice: str
    language: str | None = None
    sayings: tuple[Saying, ...] = ()
    prosody: Prosody = Prosody()
    siblings: bool = False
    switch: bool = True


class SpeechEngine(Protocol):
    """One way to turn text into speech.

    `version` changes whenever the same text may sound different; it is part of the speech cache's digest.
    """

    name: str
    version: str
    sample_rate: int
    lanes: int
    """How many paragraphs it may be asked to speak at once, from as many threads."""

    def voices(self) -> list[VoiceInfo]:
        """List what the engine can speak with; ids are `engine:name`."""
        ...

    def speak(self, passage: Passage) -> Speech:
        """Speak one paragraph, whole or not at all.

        Raises UnknownVoiceError, ProviderBusyError when it is not the time to ask, PassageFailedError when the passage
        could not be spoken whole after all that may be tried, SpeechError otherwise.
        """
        ...


class Narration(NamedTuple):
    """A narrated segment on local disk: FLAC, and its timings as JSON (see functions/convert/audio/segment.py)."""

    audio: Path
    timings: Path
    samples: int
    sample_rate: int


class Drafts(Protocol):
    """Answers of a speech service that are whole, kept while their segment is not: none is ever asked for twice."""

    def find(self, digest: str) -> bytes | None:
        """Fetch what was kept under a digest; None if nothing was."""
        ...

    def keep(self, digest: str, content: bytes) -> None:
        """Keep an answer under the digest of what was asked."""
        ...


@runtime_checkable
class Drafting(Protocol):
    """What an engine is that can use drafts."""

    def with_drafts(self, drafts: Drafts) -> SpeechEngine:
        """Make the same engine, but for the drafts that it finds answers in and keeps them in, from any thread."""
        ...


class Narrator(Protocol):
    """Speaks whole segments."""

    def digest(self, segment: Segment, voice: Voice, direction: Direction) -> str:
        """Name the content: equal digests mean equal audio (engine, its version, voice, text, sayings, direction)."""
        ...

    def narrate(
        self, segment: Segment, voice: Voice, direction: Direction, directory: Path, drafts: Drafts
    ) -> Narration:
        """Speak the segment into files below `directory`. Raises what SpeechEngine.speak raises.

        What was spoken in an attempt that died is taken from `drafts`, and what is spoken now is kept there at once.
        """
        ...
