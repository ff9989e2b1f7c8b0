"""The unit of synthesis: whole paragraphs of one chapter, balanced so that segments take about the same time."""

import json
import math
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

from ebookvoice.domain.book import Book, Paragraph, ParagraphKind, Saying
from ebookvoice.domain.cutting import pieces
from ebookvoice.domain.sentences import sentence_ends

TARGET_CHARACTERS = 6_000
"""About 7 minutes of speech: large enough to hide a message's cost, small enough to finish long before a timeout."""

MAX_PARAGRAPH = 3 * TARGET_CHARACTERS
"""A longer paragraph (a book without paragraphs, mostly) is divided at its sentences."""


@dataclass(frozen=True, slots=True)
class Segment:
    """Numbered through the whole book from 0; `first`/`last` tell whether it opens or closes its chapter."""

    number: int
    chapter: int
    first: bool
    last: bool
    paragraphs: tuple[Paragraph, ...]

    @property
    def characters(self) -> int:
        """Count the characters that will be spoken."""
        return sum(len(paragraph.text) for paragraph in self.paragraphs)

    def to_json(self) -> str:
        """Write the segment as one line of `book.json`."""
        return json.dumps(
            {
                "number": self.number,
                "chapter": self.chapter,
                "first": self.first,
                "last": self.last,
                "paragraphs": [row(paragraph) for paragraph in self.paragraphs],
            },
            ensure_ascii=False,
            separators=(",", ":"),
        )

    @classmethod
    def from_json(cls, line: bytes | str) -> Self:
        """Read a line of `book.json`."""
        fields: dict[str, Any] = json.loads(line)
        paragraphs = tuple(_paragraph(*cells) for cells in fields["paragraphs"])
        return cls(fields["number"], fields["chapter"], fields["first"], fields["last"], paragraphs)


def row(paragraph: Paragraph) -> list[Any]:
    """Write what is spoken of a paragraph: its kind, text, language, and its sayings if it has any."""
    plain = [paragraph.kind, paragraph.text, paragraph.language]
    return [*plain, paragraph.sayings] if paragraph.sayings else plain


def _paragraph(kind: str, text: str, language: str | None, sayings: Sequence[Sequence[Any]] = ()) -> Paragraph:
    return Paragraph(text, ParagraphKind(kind), language, tuple(Saying(*saying) for saying in sayings))


def plan_segments(book: Book, target: int = TARGET_CHARACTERS) -> Iterator[Segment]:
    """Cut every chapter into segments of about equal length, at paragraph ends."""
    number = 0
    for index, chapter in enumerate(book.chapters):
        whole = [piece for paragraph in chapter.paragraphs for piece in _divided(paragraph)]
        parts = _balance(whole, target)
        for position, part in enumerate(parts):
            yield Segment(number, index, position == 0, position == len(parts) - 1, part)
            number += 1


def _balance(paragraphs: list[Paragraph], target: int) -> list[tuple[Paragraph, ...]]:
    total = sum(map(_length, paragraphs))
    count = max(1, math.ceil(total / target))
    parts: list[list[Paragraph]] = [[]]
    spoken = 0
    for paragraph in paragraphs:
        length = _length(paragraph)
        middle = spoken + length / 2
        if parts[-1] and middle >= total * len(parts) / count:
            parts.append([])
        parts[-1].append(paragraph)
        spoken += length
    return [tuple(part) for part in parts]


def _length(paragraph: Paragraph) -> int:
    """Count the characters that an engine gets to speak: sayings may be longer than what is written."""
    return len(paragraph.text) + sum(len(spoken) - (end - start) for start, end, spoken, _ in paragraph.sayings)


def _divided(paragraph: Paragraph) -> Iterator[Paragraph]:
    """Cut an overlong paragraph near its middle until its pieces are of bearable length.

    Only white space may go, and the marks of notes, which are spoken or left out by now. A saying stays whole.
    """
    cut = _near_middle(paragraph) if _length(paragraph) > MAX_PARAGRAPH else 0
    if 0 < cut < len(paragraph.text):
        for piece in pieces(paragraph, [cut]):
            yield from _divided(piece)
    else:
        yield replace(paragraph, notes=())


def _near_middle(paragraph: Paragraph) -> int:
    """Find the end of a sentence, else of a word, near the middle of a text; else the middle itself."""
    text = paragraph.text
    middle, quarter = len(text) // 2, len(text) // 4
    ends = [end for end in sentence_ends(text) if quarter <= end <= 3 * quarter and _outside(paragraph, end) == end]
    if ends:
        return min(ends, key=lambda end: abs(end - middle))
    space = text.rfind(" ", quarter, middle)
    return _outside(paragraph, space if space > 0 else middle)


def _outside(paragraph: Paragraph, place: int) -> int:
    """Move a place that lies within a saying to its end, or to its start if it ends the text."""
    index = bisect_right(paragraph.sayings, place, key=lambda saying: saying.start) - 1
    if index < 0 or not paragraph.sayings[index].start < place < paragraph.sayings[index].end:
        return place
    saying = paragraph.sayings[index]
    return saying.end if saying.end < len(paragraph.text) else saying.start
