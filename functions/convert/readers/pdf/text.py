"""Pieces on one baseline → a line of text, with what its layout tells."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from functions.convert.readers.pdf.columns import Region
from functions.convert.readers.pdf.directions import logical, runs_backwards
from functions.convert.readers.pdf.lines import Piece
from functions.convert.readers.pdf.sheets import Word
from functions.convert.readers.pdf.spacing import apart, spread, wide


class Raised(NamedTuple):
    """Characters `start … end` of a line's text that are raised."""

    start: int
    end: int


@dataclass(slots=True)
class Line:
    """A line of text; positions and sizes in points.

    `region` counts the columns of its page, `edges` are where its column begins and ends, `cells` are where the text
    after a wide gap starts: index of the text and position; `keys` are the notes that it marks, in order; `matter` is
    why it is not narrated.
    """

    text: str
    left: float
    right: float
    base: float
    size: float
    bold: bool
    page: int
    region: int
    edges: tuple[float, float] = (0.0, 0.0)
    raised: tuple[Raised, ...] = ()
    cells: tuple[tuple[int, float], ...] = ()
    keys: tuple[str, ...] = ()
    matter: str | None = None

    @property
    def width(self) -> float:
        """Tell how wide its text is."""
        return self.right - self.left


def write_lines(region: Region, page: int, number: int) -> Iterator[Line]:
    """Write the lines of a column; `number` counts the columns of the page."""
    for row in region.rows:
        line = _write(row, page, number)
        if line.text:
            yield line


def _write(row: Sequence[Piece], page: int, number: int) -> Line:
    words = [word for piece in row for word in piece.words]
    size, bold = _style(words)
    backwards = runs_backwards(words)
    cell, spacing = wide(words, size), spread(words)
    text, end = "", 0.0
    raised: list[Raised] = []
    cells: list[tuple[int, float]] = []
    for piece in reversed(row) if backwards else row:
        start, stop = (piece.right, piece.left) if backwards else (piece.left, piece.right)
        if text:
            text += " "
            if abs(start - end) > cell:
                cells.append((len(text), piece.left))
        end, previous = stop, None
        for word in logical(piece.words) if backwards else piece.words:
            if previous and apart(previous, word, text[-1], spacing, backwards):
                text += " "
            if word.raised > 0:
                raised.append(Raised(len(text), len(text) + len(word.text)))
            text += word.text
            previous = word
    left, right = row[0].left, max(piece.right for piece in row)
    line = Line(text, left, right, row[0].base, size, bold, page, number)
    line.raised, line.cells = tuple(raised), tuple(cells)
    return line


def _style(words: Sequence[Word]) -> tuple[float, bool]:
    """Find the size that most characters of a line have, and whether they all are bold."""
    counts: dict[float, int] = {}
    for word in words:
        counts[word.size] = counts.get(word.size, 0) + (0 if word.raised else len(word.text))
    size = max(counts, key=lambda size: counts[size])
    return size, all(word.bold for word in words if not word.raised and word.text[0].isalnum())
