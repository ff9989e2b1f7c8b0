"""Footnotes → the notes of a document."""

from collections.abc import Iterable, Sequence

from ebookvoice.domain.book import Note, Paragraph, ParagraphKind
from functions.convert.readers.markup.semantics import NOTE
from functions.convert.readers.pdf.footnotes import Footnote
from functions.convert.readers.pdf.joins import Joins
from functions.convert.readers.pdf.places import Written
from functions.convert.readers.structure.blocks import Block, Document
from functions.convert.readers.wording.typography import speakable, tidy


def keep_notes(documents: Sequence[Document], notes: Iterable[Footnote], joins: Joins) -> None:
    """Add the notes that blocks mark to the documents that mark them."""
    texts = {note.key: text for note in notes if note.key and speakable(text := _text(note, joins))}
    for document in documents:
        for block in document.blocks:
            for mark in block.notes:
                if mark.key in texts:
                    document.notes[mark.key] = Note((Paragraph(texts[mark.key], ParagraphKind.NOTE),))


def with_unmarked(written: Sequence[Written], notes: Sequence[Footnote], joins: Joins) -> list[Written]:
    """Put the notes that nothing marks where they stand, so that a reader can have them read: at their page's end."""
    merged: list[Written] = []
    waiting = [note for note in reversed(notes) if note.key is None]
    for block, line in written:
        while waiting and waiting[-1].page < line.page:
            merged += _block(waiting.pop(), joins)
        merged.append((block, line))
    while waiting:
        merged += _block(waiting.pop(), joins)
    return merged


def _block(note: Footnote, joins: Joins) -> list[Written]:
    text = _text(note, joins)
    return [(Block(text, ParagraphKind.NOTE, matter=NOTE), note.lines[0])] if speakable(text) else []


def _text(note: Footnote, joins: Joins) -> str:
    return tidy(joins.join(line.text for line in note.lines))
