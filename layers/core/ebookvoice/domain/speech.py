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


class Quality(StrEnum):
    """How a voice sounds: natural, or put together from rules."""

    NEURAL = "neural"
    FORMANT = "formant"


@dataclass(frozen=True, slots=True)
class VoiceInfo:
    """One row of the catalogue of voices; `language` is a BCP 47 tag, `mul` for a voice that has none of its own."""

    id: str
    name: str
    language: str
    gender: str | None
    engine: str
    quality: Quality = Quality.NEURAL
    multilingual: bool = False


class Why(StrEnum):
    """Why a passage has another voice than the rest: it is in another language, or the chosen voice failed at it."""

    LANGUAGE = "language"
    FALLBACK = "fallback"


@dataclass(frozen=True, slots=True)
class Substitution:
    """Characters `offset … offset + length` are spoken by another voice, `engine:name`."""

    offset: int
    length: int
    voice: str
    why: Why


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
    """Spoken text: 16-bit little-endian mono PCM at the engine's sample rate, its marks and substitutions in order."""

    pcm: bytes
    marks: tuple[Mark, ...]
    substitutions: tuple[Substitution, ...] = ()

    @property
    def samples(self) -> int:
        return len(self.pcm) // 2
