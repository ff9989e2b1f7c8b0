"""Manuscript → Book: chapters, and what is suggested to be left out."""

from dataclasses import replace
from pathlib import PurePath

from ebookvoice.domain.book import Book
from ebookvoice.domain.errors import NoTextError, TooComplexError, TooLargeError
from functions.convert.readers.limits import MAX_BLOCKS, MAX_CHARACTERS
from functions.convert.readers.markup.semantics import PACKAGING, REFERENCE
from functions.convert.readers.structure.blocks import Document, characters
from functions.convert.readers.structure.chapters import Narration
from functions.convert.readers.structure.footnotes import gather_notes
from functions.convert.readers.structure.manuscript import Manuscript
from functions.convert.readers.structure.matter import (
    CONTENTS,
    OUTSIDE,
    TITLE_PAGE,
    apply_landmarks,
    judge,
    mark_boilerplate,
)
from functions.convert.readers.structure.numbering import number_headings
from functions.convert.readers.structure.outline import Piece, cut, divides, marks_of
from functions.convert.readers.structure.rewording import shorten_addresses
from functions.convert.readers.structure.unmarked import promote_headings

_NOTHING = frozenset[str]()
_LOOKED_UP = frozenset({OUTSIDE, *REFERENCE.values()})
_TITLES = frozenset({TITLE_PAGE, PACKAGING["halftitlepage"]})


def make_book(manuscript: Manuscript, filename: str) -> Book:
    """Find chapters and matter; `filename` is the title of last resort. Raises NoTextError."""
    metadata, documents = manuscript.metadata, manuscript.documents
    gather_notes(documents)
    shorten_addresses(documents)
    if not divides(manuscript.entries):
        promote_headings(documents)
    number_headings(documents)
    title = metadata.title or PurePath(filename).stem.replace("_", " ").strip() or filename
    return Book(
        title=title,
        authors=metadata.authors,
        language=metadata.language or next((d.language for d in documents if d.language), None),
        parts=_narrate(manuscript, title).parts,
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
    return list(cut(documents, marks))


def _narrate(manuscript: Manuscript, title: str) -> Narration:
    """Narrate what there is. Raises NoTextError.

    A publication of nothing but works of reference is read after all, and if there is no other text so are title pages
    and what is left out only because of its title.
    """
    pieces = _divide(manuscript, title)
    judged = [judge(piece, manuscript.metadata, manuscript.contents) for piece in pieces]
    doubtful = [verdict if _lists(verdict) else piece for piece, verdict in zip(pieces, judged, strict=True)]
    for attempt, readmitted in ((judged, _NOTHING), (judged, _LOOKED_UP), (doubtful, _LOOKED_UP | _TITLES)):
        narration = Narration(title)
        narration.add(_readmit(piece, readmitted) for piece in attempt)
        if narration.chapters:
            return narration
    raise NoTextError


def _lists(piece: Piece) -> bool:
    """Tell whether a piece is a table of contents."""
    return any(block.matter == CONTENTS for block in piece.blocks)


def _readmit(piece: Piece, reasons: frozenset[str]) -> Piece:
    blocks = (replace(b, matter=None) if b.matter in reasons else b for b in piece.blocks)
    return replace(piece, blocks=tuple(blocks))
