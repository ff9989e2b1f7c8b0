"""Text of a paragraph or a heading → a block, with the notes that it marks."""

from collections.abc import Sequence

from ebookvoice.domain.book import ParagraphKind
from functions.convert.readers.markup.runs import settle
from functions.convert.readers.structure.blocks import Block
from functions.convert.readers.structure.note_marks import lift_marks
from functions.convert.readers.wording.numerals import speak_heading


def make_block(text: str, keys: Sequence[str | None], kind: ParagraphKind, level: int, language: str | None) -> Block:
    """Make a block; `keys` are those of the notes whose marks are in the text.

    A heading keeps how it is written. Where it is spoken otherwise its notes come after it.
    """
    label, marks = lift_marks(settle(text), keys)
    if kind is not ParagraphKind.HEADING:
        return Block(label, kind, language, notes=marks)
    spoken = speak_heading(label)
    if spoken != label:
        marks = tuple(mark._replace(position=len(spoken)) for mark in marks)
    return Block(spoken, kind, language, level, label=label, notes=marks)
