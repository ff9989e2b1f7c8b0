"""What a listener chooses of a book before it is narrated."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from ebookvoice.domain.book import Book, Part
from ebookvoice.domain.errors import NoTextError, UnknownPartError


class NothingChosenError(NoTextError):
    """The choice leaves nothing to narrate, of a book that has text."""

    message = "Nothing is left to narrate. Choose at least one part that has text."


UNFIT = (UnknownPartError, NothingChosenError)
"""What a choice is refused for; the book is not to blame, and stays to be chosen from again."""


class NotesPolicy(StrEnum):
    """When the notes of a book are spoken: never, right after the sentence that marks them, or after their chapter."""

    OMIT = "omit"
    INLINE = "inline"
    CHAPTER_END = "chapter-end"


@dataclass(frozen=True, slots=True)
class Pronunciation:
    """How a word is to be spoken, wherever it stands as a whole word."""

    word: str
    spoken: str


@dataclass(frozen=True, slots=True)
class Choice:
    """What is narrated and how. `parts`: ids of the plan (None: what it suggests); `titles`: new ones by id.

    Of two pronunciations of the same word the later one holds.
    """

    parts: tuple[str, ...] | None = None
    titles: Mapping[str, str] = field(default_factory=dict)
    notes: NotesPolicy = NotesPolicy.OMIT
    pronunciations: tuple[Pronunciation, ...] = ()


def numbered(book: Book) -> list[tuple[str, Part]]:
    """Name the parts, in reading order: "1", "2", … are those that are narrated, "s1", "s2", … those left out."""
    named, narrated, left_out = list[tuple[str, Part]](), 0, 0
    for part in book.parts:
        if part.reason is None:
            narrated += 1
            named.append((str(narrated), part))
        else:
            left_out += 1
            named.append((f"s{left_out}", part))
    return named
