"""What a book would become: its parts as they would be narrated, and those that would not be, with reasons."""

from dataclasses import dataclass

from ebookvoice.domain.book import Book, Part
from ebookvoice.domain.choice import Choice, NotesPolicy, numbered
from ebookvoice.domain.errors import TooComplexError
from ebookvoice.domain.extent import Extent
from ebookvoice.domain.noting import apply_notes
from ebookvoice.domain.selection import select
from ebookvoice.domain.speech import Voice

MAX_PARTS = 10_000
"""The chapters of the largest Bibles are 1,500; a plan has to fit into one answer of the API."""

MAX_TITLE = 200
"""Characters of a title that a plan shows."""


@dataclass(frozen=True, slots=True)
class PlanItem:
    """A part; `id` is what a choice calls it, `minutes` are estimated, `reason` tells why it is not narrated."""

    id: str
    title: str
    words: int
    characters: int
    minutes: float
    narrated: bool
    reason: str | None


@dataclass(frozen=True, slots=True)
class PlannedNotes:
    """All notes of the book, and when they would be spoken."""

    policy: NotesPolicy
    count: int
    words: int
    minutes: float


@dataclass(frozen=True, slots=True)
class Plan:
    """A book's table of contents as it would be narrated; the totals are of what would be spoken, notes included.

    `voice` is the one that the minutes are estimated for.
    """

    title: str
    authors: tuple[str, ...]
    language: str | None
    voice: str
    parts: tuple[PlanItem, ...]
    words: int
    characters: int
    minutes: float
    notes: PlannedNotes


def make_plan(book: Book, choice: Choice, voice: Voice) -> Plan:
    """Plan a book as it was read. Raises UnknownPartError, and TooComplexError for one of too many parts."""
    if len(book.parts) > MAX_PARTS:
        raise TooComplexError(f"The book falls into {len(book.parts):,} parts. Export it again with fewer headings.")
    selected = select(book, choice)
    named = zip(numbered(book), selected.parts, strict=True)
    spoken = apply_notes(selected, choice.notes)
    total = sum((Extent.of(chapter.paragraphs) for chapter in spoken.chapters), Extent())
    return Plan(
        title=shortened(book.title),
        authors=book.authors,
        language=book.language,
        voice=str(voice),
        parts=tuple(_item(part_id, part, voice.engine) for (part_id, _), part in named),
        words=total.words,
        characters=total.characters,
        minutes=_minutes(total, voice.engine),
        notes=_notes(book, choice.notes, voice.engine),
    )


def shortened(title: str) -> str:
    """Show a title that may be a whole paragraph by its beginning."""
    return title if len(title) <= MAX_TITLE else f"{title[: MAX_TITLE - 1].rstrip()}…"


def _item(part_id: str, part: Part, engine: str) -> PlanItem:
    extent = Extent.of(part.paragraphs)
    return PlanItem(
        id=part_id,
        title=shortened(part.title),
        words=extent.words,
        characters=extent.characters,
        minutes=_minutes(extent, engine),
        narrated=part.reason is None,
        reason=part.reason,
    )


def _notes(book: Book, policy: NotesPolicy, engine: str) -> PlannedNotes:
    total = sum((Extent.of(note.paragraphs) for note in book.notes.values()), Extent())
    return PlannedNotes(policy, len(book.notes), total.words, _minutes(total, engine))


def _minutes(extent: Extent, engine: str) -> float:
    return round(extent.minutes(engine), 1)
