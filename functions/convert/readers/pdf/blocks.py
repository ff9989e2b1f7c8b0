"""Passages → blocks: what is spoken."""

from collections.abc import Sequence
from dataclasses import replace

from ebookvoice.domain.book import NoteMark, ParagraphKind
from functions.convert.readers.markup.runs import CELL_END, settle
from functions.convert.readers.pdf.headings import levels, style
from functions.convert.readers.pdf.items import bullet_of
from functions.convert.readers.pdf.joins import Joins
from functions.convert.readers.pdf.markers import NOTED
from functions.convert.readers.pdf.passages import Passage
from functions.convert.readers.pdf.text import Line
from functions.convert.readers.structure.blocks import Block
from functions.convert.readers.wording.numerals import speak_heading
from functions.convert.readers.wording.typography import speakable


def write_blocks(passages: Sequence[Passage], joins: Joins) -> list[tuple[Block, Line]]:
    """Write what is spoken, each block with the line that it begins at."""
    ranks = levels(p.lines[0] for p in passages if p.kind is ParagraphKind.HEADING)
    written: list[tuple[Block, Line]] = []
    for passage in passages:
        row = passage.kind is ParagraphKind.TABLE_ROW
        text = joins.join(_cells(line) if row else line.text for line in passage.lines)
        if passage.kind is ParagraphKind.LIST_ITEM:
            text = text[bullet_of(text) :]
        text, marks = _take_marks(settle(text), [key for line in passage.lines for key in line.keys])
        if not speakable(text):
            continue
        block = Block(text, passage.kind, matter=passage.lines[0].matter, notes=marks)
        if passage.kind is ParagraphKind.HEADING:
            level = ranks[style(passage.lines[0])]
            block = replace(block, text=speak_heading(text), level=level, label=text, notes=())
        written.append((block, passage.lines[0]))
    return written


def _take_marks(text: str, keys: Sequence[str]) -> tuple[str, tuple[NoteMark, ...]]:
    """Take the places of note markers out of a text, and tell where they were."""
    pieces = text.split(NOTED)
    marks: list[NoteMark] = []
    length = 0
    for piece, key in zip(pieces, keys, strict=False):
        length += len(piece)
        marks.append(NoteMark(length, key))
    return "".join(pieces), tuple(marks)


def _cells(line: Line) -> str:
    """Mark the ends of a table row's cells."""
    text, end = "", len(line.text)
    for start, _ in reversed(line.cells):
        text = f"{CELL_END}{line.text[start:end]}{text}"
        end = start
    return line.text[:end] + text
