"""A book as it will be read aloud: what every reader yields, whatever format it came in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple


class ParagraphKind(StrEnum):
    """How a paragraph is spoken: pauses follow from it."""

    HEADING = "heading"
    TEXT = "text"
    QUOTE = "quote"
    VERSE = "verse"
    LIST_ITEM = "list_item"
    TABLE_ROW = "table_row"
    PREFORMATTED = "preformatted"
    NOTE = "note"


class Saying(NamedTuple):
    """How characters `start … end` of a paragraph's text are pronounced: respelled, or in phonemes.

    `alphabet` names the phonemes' alphabet as PLS 1.0 and SSML 1.1 do, in lower case (`ipa`, `x-sampa`); None for a
    respelling, which any engine can speak.
    """

    start: int
    end: int
    spoken: str
    alphabet: str | None = None


class NoteMark(NamedTuple):
    """Where the marker of a note stood: before character `position` of the text; `key` leads to Book.notes."""

    position: int
    key: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One block of text, white space collapsed, never empty; `language` only where it differs from the book's.

    `sayings` are in order and don't overlap; `notes` are in order.
    """

    text: str
    kind: ParagraphKind = ParagraphKind.TEXT
    language: str | None = None
    sayings: tuple[Saying, ...] = ()
    notes: tuple[NoteMark, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the book as its table of contents has it; `reason` tells why it is not narrated (None: it is)."""

    title: str
    paragraphs: tuple[Paragraph, ...]
    reason: str | None = None

    @property
    def characters(self) -> int:
        """Count the characters of its text."""
        return sum(len(paragraph.text) for paragraph in self.paragraphs)


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote or an endnote. `listed`: it also lies in a part that is left out as a whole, such as the endnotes."""

    paragraphs: tuple[Paragraph, ...]
    listed: bool = False


@dataclass(frozen=True, slots=True)
class Cover:
    """The cover's bytes as they lie in the book, and their media type (image/jpeg, image/svg+xml, …)."""

    content: bytes
    media_type: str


@dataclass(frozen=True, slots=True)
class Book:
    """What a reader makes of a document: its parts in reading order, narrated or not, and the notes that they mark."""

    title: str
    authors: tuple[str, ...]
    language: str | None
    parts: tuple[Part, ...]
    notes: Mapping[str, Note] = field(default_factory=dict)
    cover: Cover | None = field(default=None, repr=False)
    publisher: str | None = None
    published: str | None = None
    description: str | None = None
    series: str | None = None
    series_part: str | None = None
    isbn: str | None = None

    @property
    def chapters(self) -> tuple[Part, ...]:
        """List the parts that are narrated."""
        return tuple(part for part in self.parts if part.reason is None)

    @property
    def skipped(self) -> tuple[Part, ...]:
        """List the parts that are left out on purpose."""
        return tuple(part for part in self.parts if part.reason is not None)

    @property
    def characters(self) -> int:
        """Count the characters that will be spoken."""
        return sum(chapter.characters for chapter in self.chapters)
