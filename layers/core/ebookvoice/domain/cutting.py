"""A paragraph in pieces, each with the sayings and the note markers of its own text."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from ebookvoice.domain.book import NoteMark, Paragraph, Saying


def pieces(paragraph: Paragraph, cuts: Sequence[int]) -> list[Paragraph]:
    """Cut a paragraph before the characters at `cuts`, which ascend; only white space goes, and no piece is empty.

    A marker at a cut belongs to the text before it. What is said of characters on both sides of a cut can't be said in
    halves; these are spoken as they are written.
    """
    bounds = [0, *cuts, len(paragraph.text)]
    found = [_piece(paragraph, start, end) for start, end in pairwise(bounds)]
    return [piece for piece in found if piece.text]


def _piece(paragraph: Paragraph, start: int, end: int) -> Paragraph:
    text = paragraph.text[start:end]
    first = start + len(text) - len(text.lstrip())
    text = text.strip()
    return replace(
        paragraph,
        text=text,
        sayings=_sayings(paragraph.sayings, first, first + len(text)),
        notes=_marks(paragraph.notes, start, end, first, len(text)),
    )


def _sayings(sayings: Sequence[Saying], first: int, last: int) -> tuple[Saying, ...]:
    low = bisect_left(sayings, first, key=lambda saying: saying.start)
    high = bisect_left(sayings, last, key=lambda saying: saying.start)
    within = (saying for saying in sayings[low:high] if saying.end <= last)
    return tuple(saying._replace(start=saying.start - first, end=saying.end - first) for saying in within)


def _marks(marks: Sequence[NoteMark], start: int, end: int, first: int, length: int) -> tuple[NoteMark, ...]:
    low = bisect_right(marks, start, key=lambda mark: mark.position) if start else 0
    high = bisect_right(marks, end, key=lambda mark: mark.position)
    places = ((min(max(mark.position - first, 0), length), mark.key) for mark in marks[low:high])
    return tuple(NoteMark(position, key) for position, key in places)
