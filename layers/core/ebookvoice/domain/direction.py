"""How a book is to be narrated: pace and pitch, pauses, loudness, and who may speak besides the chosen voice."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar


class Loudness(StrEnum):
    """What mastering aims at: even chapters of an audiobook's loudness, or what the engine made."""

    AUDIOBOOK = "audiobook"
    AS_SPOKEN = "as-spoken"


@dataclass(frozen=True, slots=True)
class Prosody:
    """`rate` in percent faster than the voice speaks by itself, `pitch` in Hz higher; negative: slower, lower."""

    RATES: ClassVar[tuple[int, int]] = (-50, 100)
    PITCHES: ClassVar[tuple[int, int]] = (-50, 50)

    rate: int = 0
    pitch: int = 0


@dataclass(frozen=True, slots=True)
class Pauses:
    """Milliseconds of silence after a heading, after a paragraph, and at the end of a chapter."""

    LONGEST: ClassVar[int] = 10_000

    heading_ms: int = 900
    paragraph_ms: int = 450
    chapter_ms: int = 1_500


@dataclass(frozen=True, slots=True)
class Direction:
    """`volume` in percent louder than the loudness aimed at (negative: softer).

    `siblings`: where the voice fails at a passage, another one of the same locale may speak it. `switch`: a passage in
    another language is spoken by a voice of that language. Both are told in the finished book's certificate.
    `language` (BCP 47): what the book is in, where its own metadata are wrong.
    """

    VOLUMES: ClassVar[tuple[int, int]] = (-50, 50)

    prosody: Prosody = field(default_factory=Prosody)
    pauses: Pauses = field(default_factory=Pauses)
    volume: int = 0
    loudness: Loudness = Loudness.AUDIOBOOK
    siblings: bool = False
    switch: bool = True
    language: str | None = None
