"""Stretches of lines → passages: paragraphs, headings, list items, verse, rows of tables, across columns and pages."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ebookvoice.domain.book import ParagraphKind
from functions.convert.readers.pdf.body import Body, same_size
from functions.convert.readers.pdf.headings import is_heading, is_worded
from functions.convert.readers.pdf.items import is_item
from functions.convert.readers.pdf.paragraphs import (
    FINISHED,
    INDENT,
    begins,
    frame_of,
    has_room,
    measure_indent,
    runs_on,
)
from functions.convert.readers.pdf.stretches import Stretch
from functions.convert.readers.pdf.text import Line
from functions.convert.readers.pdf.verse import is_verse

_NEAR = 5.0
"""Of the size: the title of a chapter stands no further below its number."""

_REACH = 4
"""Passages that may lie between the two halves of a paragraph: tables, captions."""


@dataclass(slots=True)
class Passage:
    """Lines that make one paragraph; `right` is where its lines end if they are filled, in points."""

    lines: list[Line]
    kind: ParagraphKind
    right: float


def find_passages(stretches: Sequence[Stretch], body: Body) -> list[Passage]:
    """Find the passages in reading order."""
    indent = measure_indent(stretches, body)
    found: list[Passage] = []
    for stretch in stretches:
        for passage in _cut(stretch, indent, body):
            if _is_tail(found, passage, body):
                passage.kind = ParagraphKind.TEXT
            if _names(found, passage):
                found[-1].lines += passage.lines
                continue
            before = _unfinished(found, passage, indent > 0)
            if before is None:
                found.append(passage)
            else:
                before.lines += passage.lines
                before.right = passage.right
    return found


def _names(found: Sequence[Passage], passage: Passage) -> bool:
    """Tell whether a heading is the title of the number above it: "CHAPTER I", "The Beginning"."""
    if not found or {found[-1].kind, passage.kind} != {ParagraphKind.HEADING}:
        return False
    above, below = found[-1].lines, passage.lines
    near = above[-1].page == below[0].page and 0 < above[-1].base - below[0].base < _NEAR * below[0].size
    return near and len(above) == 1 and is_worded(above[0].text) and not is_worded(below[0].text)


def _is_tail(found: Sequence[Passage], passage: Passage, body: Body) -> bool:
    """Tell whether what is worded like a heading ends a sentence: "It all ended in", on the next page "1945."."""
    if passage.kind is not ParagraphKind.HEADING or not found or found[-1].kind is not ParagraphKind.TEXT:
        return False
    last, first = found[-1].lines[-1], passage.lines[0]
    plain = body.like(first) and first.bold == last.bold and body.like(last)
    return plain and not FINISHED.search(last.text) and not has_room(last, first, found[-1].right)


def _cut(stretch: Stretch, indent: float, body: Body) -> Iterator[Passage]:
    lines, frame = stretch.lines, frame_of(stretch, indent)
    right = frame.right
    if stretch.row:
        yield Passage(lines, ParagraphKind.TABLE_ROW, right)
    elif is_heading(lines, body):
        yield Passage(lines, ParagraphKind.HEADING, right)
    elif is_verse(stretch):
        yield Passage(lines, ParagraphKind.VERSE, right)
    else:
        start = 0
        for i in range(1, len(lines) + 1):
            if i == len(lines) or begins(lines, i, frame):
                kind = ParagraphKind.LIST_ITEM if is_item(lines[start].text) else ParagraphKind.TEXT
                yield Passage(lines[start:i], kind, right)
                start = i


def _unfinished(found: Sequence[Passage], passage: Passage, indented: bool) -> Passage | None:
    """Find the passage that this one goes on with, on the other side of a column's or page's end or of a picture."""
    first = passage.lines[0]
    if passage.kind is not ParagraphKind.TEXT or first.matter:
        return None
    for before in reversed(found[-_REACH:]):
        last = before.lines[-1]
        prose = before.kind in (ParagraphKind.TEXT, ParagraphKind.LIST_ITEM) and not last.matter
        if prose and same_size(last.size, first.size):
            return before if _goes_on(before, passage, indented) else None
        if before.kind is ParagraphKind.HEADING:
            return None
    return None


def _goes_on(before: Passage, passage: Passage, indented: bool) -> bool:
    last, first = before.lines[-1], passage.lines[0]
    if (last.page, last.region) == (first.page, first.region) and not _torn(last, first):
        return False
    if runs_on(last, first):
        return True
    if (last.page, last.region) == (first.page, first.region) or (FINISHED.search(last.text) and not indented):
        return False
    starts_in = first.left - min(line.left for line in passage.lines[1:] or [first]) > INDENT * first.size
    alone_in = len(passage.lines) == 1 and first.left - first.edges[0] > INDENT * first.size
    return not (starts_in or alone_in or has_room(last, first, before.right))


def _torn(last: Line, first: Line) -> bool:
    """Tell whether a sentence is torn apart in the middle of a column, around a picture or a change of typeface."""
    return first.text[0].islower() and not FINISHED.search(last.text)
