"""Words that are spoken otherwise than they are written, where a whole book has been read."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate
from typing import NamedTuple, TypeVar

from ebookvoice.domain.book import NoteMark, Paragraph, Saying
from functions.convert.readers.structure.blocks import Block, Document
from functions.convert.readers.wording.urls import find_addresses

Passage = TypeVar("Passage", Block, Paragraph)


class Change(NamedTuple):
    """Characters `start … end` become `text`."""

    start: int
    end: int
    text: str


def shorten_addresses(documents: Sequence[Document]) -> None:
    """Let nothing but the host of a web address be spoken, in the text and in its notes."""
    for document in documents:
        document.blocks = [_shortened(block) for block in document.blocks]
        for key, note in document.notes.items():
            document.notes[key] = replace(note, paragraphs=tuple(map(_shortened, note.paragraphs)))


def change(passage: Passage, changes: Sequence[Change]) -> Passage:
    """Change a text in places, which are in order, and move what lies behind them; a saying of half a place goes."""
    if not changes:
        return passage
    shifts = list(accumulate(len(each.text) - (each.end - each.start) for each in changes))

    def moved(position: int) -> int:
        index = bisect_right(changes, position, key=lambda each: each.start) - 1
        if index < 0:
            return position
        if position == changes[index].start:
            return position + (shifts[index - 1] if index else 0)
        return max(position, changes[index].end) + shifts[index]

    def divides(position: int) -> bool:
        index = bisect_right(changes, position, key=lambda each: each.start) - 1
        return index >= 0 and changes[index].start < position < changes[index].end

    whole = (saying for saying in passage.sayings if not divides(saying.start) and not divides(saying.end))
    return replace(
        passage,
        text=_changed(passage.text, changes),
        sayings=tuple(Saying(moved(s.start), moved(s.end), s.spoken, s.alphabet) for s in whole),
        notes=tuple(NoteMark(moved(mark.position), mark.key) for mark in passage.notes),
    )


def _changed(text: str, changes: Sequence[Change]) -> str:
    parts: list[str] = []
    position = 0
    for start, end, written in changes:
        parts += [text[position:start], written]
        position = end
    return "".join([*parts, text[position:]])


def _shortened(passage: Passage) -> Passage:
    return change(passage, [Change(*address) for address in find_addresses(passage.text)])
