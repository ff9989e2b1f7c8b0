"""Manuscript → Book: chapters, and what is suggested to be left out."""

from dataclasses import replace
from pathlib import PurePath

from ebookvoice.domain.book import Book
from ebookvoice.domain.errors import NoTextError, TooComplexError, TooLargeError
from functions.convert.readers.limits import MAX_BLOCKS, MAX_CHARACTERS
from functions.convert.readers.markup.semantics import REFERENCE
from functions.convert.readers.structure.blocks import Document, characters
from functions.convert.readers.structure.chapters import Narration
from functions.convert.readers.structure.footnotes import gather_notes
from functions.convert.readers.structure.manuscript import Manuscript
from functions.convert.readers.structure.matter import OUTSIDE, apply_landmarks, judge, mark_boilerplate
from functions.convert.readers.structure.numbering import number_headings
from functions.convert.readers.structure.outline import Piece, cut, marks_of
from functions.convert.readers.structure.rewording import shorten_addresses


def make_book(manuscript: Manuscript, filename: str) -> Book:
    """Find chapters and matter; `filename` is the title of last resort. Raises NoTextError."""
    metadata, documents = manuscript.metadata, manuscript.documents
    gather_notes(documents)
    shorten_addresses(documents)
    number_headings(documents)
    title = metadata.title or PurePath(filename).stem.replace("_", " ").strip() or filename
    return Book(
        title=title,
        authors=metadata.authors,
        language=metadata.language or next((d.language for d in documents if d.language), None),
        parts=_narrate(_divide(manuscript, title), title).parts,
        notes={key: note for document in documents for key, note in document.notes.items()},
        cover=manuscript.cover,
        publisher=metadata.publisher,
        published=metadata.published,
        description=metadata.description,
        series=metadata.series,
        series_part=metadata.series_part,
        isbn=metadata.isbn,
    )


class Bounds:
    """Counts what is read, document by document."""

    def __init__(self) -> None:
        self._characters = self._blocks = 0

    def add(self, document: Document) -> None:
        """Count a document. Raises TooLargeError, TooComplexError over what any book has."""
        self._characters += characters(document.blocks)
        self._blocks += len(document.blocks)
        if self._characters > MAX_CHARACTERS:
            raise TooLargeError
        if self._blocks > MAX_BLOCKS:
            raise TooComplexError


def _divide(manuscript: Manuscript, title: str) -> list[Piece]:
    documents = manuscript.documents
    marks = marks_of(documents, manuscript.entries, title)
    apply_landmarks(documents, manuscript.landmarks, marks)
    mark_boilerplate(documents)
    return [judge(piece, manuscript.metadata, manuscript.contents) for piece in cut(documents, marks)]


def _narrate(pieces: list[Piece], title: str) -> Narration:
    """Narrate the pieces; a publication that has nothing but works of reference is read after all."""
    narration = Narration(title)
    narration.add(pieces)
    if not narration.chapters:
        narration = Narration(title)
        narration.add(map(_readmit, pieces))
    if not narration.chapters:
        raise NoTextError
    return narration


def _readmit(piece: Piece) -> Piece:
    readmitted = {OUTSIDE, *REFERENCE.values()}
    blocks = (replace(b, matter=None) if b.matter in readmitted else b for b in piece.blocks)
    return replace(piece, blocks=tuple(blocks))
