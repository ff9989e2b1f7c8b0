"""Voices, and what an engine yields: audio and the places of words and sentences in it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from ebookvoice.domain.errors import UnknownVoiceError


@dataclass(frozen=True, slots=True)
class Voice:
    """`engine:name`, e.g. `espeak:en-gb` or `edge:en-US-AriaNeural`."""

    engine: str
    name: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `engine:name`; raise UnknownVoiceError for anything else."""
        engine, separator, name = text.partition(":")
        if not (engine and separator and name):
            raise UnknownVoiceError
        return cls(engine, name)

    def __str__(self) -> str:
        return f"{self.engine}:{self.name}"


@dataclass(frozen=True, slots=True)
class VoiceInfo:
    """One row of the catalogue of voices; `language` is a BCP 47 tag."""

    id: str
    name: str
    language: str
    gender: str | None
    engine: str


class MarkKind(StrEnum):
    WORD = "word"
    SENTENCE = "sentence"


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a word or a sentence is: characters `offset … offset + length` of the text sound from sample `start` on."""

    kind: MarkKind
    offset: int
    length: int
    start: int


@dataclass(frozen=True, slots=True)
class Speech:
    """Spoken text: 16-bit little-endian mono PCM at the engine's sample rate, and its marks in order."""

    pcm: bytes
    marks: tuple[Mark, ...]

    @property
    def samples(self) -> int:
        return len(self.pcm) // 2
