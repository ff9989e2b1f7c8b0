"""A book as it will be read aloud: what every reader yields, whatever format it came in."""

from dataclasses import dataclass, field
from enum import StrEnum


class ParagraphKind(StrEnum):
    """How a paragraph is spoken: pauses follow from it."""

    HEADING = "heading"
    TEXT = "text"
    QUOTE = "quote"
    VERSE = "verse"
    LIST_ITEM = "list_item"
    TABLE_ROW = "table_row"
    PREFORMATTED = "preformatted"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One block of text, white space collapsed, never empty; `language` only where it differs from the book's."""

    text: str
    kind: ParagraphKind = ParagraphKind.TEXT
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Chapter:
    """One entry of the table of contents that is narrated."""

    title: str
    paragraphs: tuple[Paragraph, ...]

    @property
    def characters(self) -> int:
        """Count the characters that will be spoken."""
        return sum(len(paragraph.text) for paragraph in self.paragraphs)


@dataclass(frozen=True, slots=True)
class Skipped:
    """A part of the book that is left out on purpose, and why; never dropped without a trace."""

    title: str
    reason: str
    characters: int


@dataclass(frozen=True, slots=True)
class Cover:
    """The cover's bytes as they lie in the book, and their media type (image/jpeg, image/svg+xml, …)."""

    content: bytes
    media_type: str


@dataclass(frozen=True, slots=True)
class Book:
    """What a reader makes of a document: chapters in reading order, and what was left out."""

    title: str
    authors: tuple[str, ...]
    language: str | None
    chapters: tuple[Chapter, ...]
    skipped: tuple[Skipped, ...] = ()
    cover: Cover | None = field(default=None, repr=False)
    publisher: str | None = None
    published: str | None = None
    description: str | None = None

    @property
    def characters(self) -> int:
        """Count the characters that will be spoken."""
        return sum(chapter.characters for chapter in self.chapters)
