"""What the owner of an audiobook may hold its maker to: what was spoken, by whom, and what was left out on purpose."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from ebookvoice.domain.speech import Substitution, Voice, Why

MAX_PASSAGES = 500
"""Passages that are quoted of a book, from its beginning; of the others it is told how many each chapter has."""

MAX_QUOTE = 300
"""Characters of a passage that are quoted; its place and length tell the rest of a longer one."""


@dataclass(frozen=True, slots=True)
class SkippedPart:
    """What was left out on purpose, and why."""

    title: str
    reason: str
    characters: int


@dataclass(frozen=True, slots=True)
class SubstitutedPassage:
    """Characters `offset … offset + length` of a chapter's paragraph (from 0) that another voice has spoken."""

    paragraph: int
    offset: int
    length: int
    text: str
    voice: str
    why: Why

    @classmethod
    def of(cls, paragraph: int, text: str, substitution: Substitution) -> "SubstitutedPassage":
        """Quote the passage that was substituted in a paragraph of that text."""
        start, length = substitution.offset, substitution.length
        passage = text[start : start + length]
        quoted = passage if len(passage) <= MAX_QUOTE else f"{passage[: MAX_QUOTE - 1].rstrip()}…"
        return cls(paragraph, start, length, quoted, substitution.voice, substitution.why)


@dataclass(frozen=True, slots=True)
class ChapterAccount:
    """A chapter (numbered from 1): its characters, how many of them were spoken, its loudness in LUFS (None: silent),
    true peak in dBTP, and the gain in dB that was given to it. `more` substitutions than those quoted were made."""

    number: int
    title: str
    characters: int
    characters_spoken: int
    loudness: float | None
    peak: float | None
    gain: float | None
    substitutions: tuple[SubstitutedPassage, ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class Certificate:
    """An account of a whole audiobook. `voice` is `engine:name`."""

    voice: str
    chapters: tuple[ChapterAccount, ...]
    skipped: tuple[SkippedPart, ...]

    @property
    def characters(self) -> int:
        """Count the characters that went in."""
        return sum(chapter.characters for chapter in self.chapters)

    @property
    def characters_spoken(self) -> int:
        """Count the characters that were spoken."""
        return sum(chapter.characters_spoken for chapter in self.chapters)

    @property
    def characters_skipped(self) -> int:
        """Count the characters that were left out on purpose."""
        return sum(part.characters for part in self.skipped)

    @property
    def more(self) -> int:
        """Count the substitutions that are not quoted (see MAX_PASSAGES)."""
        return sum(chapter.more for chapter in self.chapters)

    def to_fields(self) -> dict[str, Any]:
        """Lay the certificate out for JSON."""
        voice = Voice.parse(self.voice)
        return {
            "engine": voice.engine,
            "voice": self.voice,
            "characters": self.characters,
            "characters_spoken": self.characters_spoken,
            "characters_skipped": self.characters_skipped,
            "more": self.more,
            "skipped": _rows(self.skipped),
            "chapters": _rows(self.chapters),
        }


def _rows(records: Sequence[Any]) -> list[dict[str, Any]]:
    return [asdict(record) for record in records]
