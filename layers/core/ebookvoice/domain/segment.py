"""The unit of synthesis: whole paragraphs of one chapter, balanced so that segments take about the same time."""

import json
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Self

from ebookvoice.domain.book import Book, Paragraph, ParagraphKind

TARGET_CHARACTERS = 6_000
"""About 7 minutes of speech: large enough to hide a message's cost, small enough to finish long before a timeout."""

MAX_PARAGRAPH = 3 * TARGET_CHARACTERS
"""A longer paragraph (a book without paragraphs, mostly) is divided at its sentences."""

_SENTENCE_END = re.compile(r"(?<![.!?…])[.!?…]++[\"'”’»)\]]*+\s+|[。！？]++[」』）]*+")


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
                "paragraphs": [[p.kind, p.text, p.language] for p in self.paragraphs],
            },
            ensure_ascii=False,
            separators=(",", ":"),
        )

    @classmethod
    def from_json(cls, line: bytes | str) -> Self:
        """Read a line of `book.json`."""
        fields: dict[str, Any] = json.loads(line)
        paragraphs = tuple(
            Paragraph(text, ParagraphKind(kind), language) for kind, text, language in fields["paragraphs"]
        )
        return cls(fields["number"], fields["chapter"], fields["first"], fields["last"], paragraphs)


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
    total = sum(len(p.text) for p in paragraphs)
    count = max(1, math.ceil(total / target))
    parts: list[list[Paragraph]] = [[]]
    spoken = 0
    for paragraph in paragraphs:
        middle = spoken + len(paragraph.text) / 2
        if parts[-1] and middle >= total * len(parts) / count:
            parts.append([])
        parts[-1].append(paragraph)
        spoken += len(paragraph.text)
    return [tuple(part) for part in parts]


def _divided(paragraph: Paragraph) -> Iterator[Paragraph]:
    """Cut an overlong paragraph near its middle until its pieces are of bearable length; only white space may go."""
    text = paragraph.text
    if len(text) <= MAX_PARAGRAPH:
        yield paragraph
        return
    cut = _near_middle(text)
    for piece in (text[:cut].rstrip(), text[cut:].lstrip()):
        yield from _divided(replace(paragraph, text=piece))


def _near_middle(text: str) -> int:
    """Find the end of a sentence, else of a word, near the middle of a text; else the middle itself."""
    middle, quarter = len(text) // 2, len(text) // 4
    ends = [match.end() for match in _SENTENCE_END.finditer(text, quarter, 3 * quarter)]
    if ends:
        return min(ends, key=lambda end: abs(end - middle))
    space = text.rfind(" ", quarter, middle)
    return space if space > 0 else middle
