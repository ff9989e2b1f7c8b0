"""Words where they stand → pieces of lines, raised and lowered characters included."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from functions.convert.readers.pdf.initials import join_initials
from functions.convert.readers.pdf.sheets import Word

_AFTER, _BEFORE = 0.4, 0.9
"""Of the size: how far from a word raised characters may stand after it, and before it as the marker of a note."""

_GUTTER = 0.8
"""Of the size: a gap that may part columns or the cells of a table."""


@dataclass(slots=True)
class Piece:
    """Words on one baseline without a wide gap between them, from left to right."""

    words: list[Word]
    left: float
    right: float
    base: float
    size: float


def find_pieces(words: Sequence[Word]) -> list[Piece]:
    """Put words together that stand beside each other, from the top of the page to its bottom."""
    rows = _attach(_rows(join_initials(_once(words))))
    return [piece for row in rows for piece in _split(row)]


def _once(words: Iterable[Word]) -> list[Word]:
    """Keep one of several words that are drawn over each other to look bold, or to cast a shadow."""
    kept: list[Word] = []
    seen: dict[tuple[str, int, int], Word] = {}
    for word in words:
        step = max(word.size * 0.2, 0.1)
        column, row = int(word.left // step), int(word.base // step)
        around = (seen.get((word.text, column + i, row + j)) for i in (-1, 0, 1) for j in (-1, 0, 1))
        if not any(
            other and abs(other.left - word.left) < step and abs(other.base - word.base) < step for other in around
        ):
            seen[word.text, column, row] = word
            kept.append(word)
    return kept


def _rows(words: Iterable[Word]) -> list[list[Word]]:
    """Put words on rows of the same baseline, top row first; a smaller word that is off the baseline is not on it."""
    rows: list[list[Word]] = []
    largest: list[Word] = []
    for word in sorted(words, key=lambda word: (-word.base, word.left)):
        for i in range(len(rows) - 1, max(-1, len(rows) - 4), -1):
            if _level(largest[i], word):
                rows[i].append(word)
                if word.size > largest[i].size:
                    largest[i] = word
                break
        else:
            rows.append([word])
            largest.append(word)
    return rows


def _level(one: Word, other: Word) -> bool:
    small, large = sorted((one.size, other.size))
    return abs(one.base - other.base) <= (0.3 * small if small > 0.8 * large else 0.08 * large)


def _attach(rows: list[list[Word]]) -> list[list[Word]]:
    """Put raised and lowered characters on the row that they belong to."""
    for row in rows:
        row.sort(key=lambda word: word.left)
    lefts = [[word.left for word in row] for row in rows]
    for i, row in enumerate(rows):
        staying: list[Word] = []
        for piece in _split(row):
            host = next((j for j in _near(rows, i, piece) if _touches(rows[j], lefts[j], piece)), None)
            if host is None:
                staying += piece.words
                continue
            raised = 1 if rows[host][0].base < piece.base else -1
            for word in piece.words:
                word.raised = raised
                place = bisect_left(lefts[host], word.left)
                rows[host].insert(place, word)
                lefts[host].insert(place, word.left)
        rows[i], lefts[i] = staying, [word.left for word in staying]
    return [row for row in rows if row]


def _near(rows: Sequence[Sequence[Word]], i: int, piece: Piece) -> list[int]:
    """List the rows that a piece may be raised above or lowered below."""
    near = (j for j in (i + 1, i - 1, i + 2, i - 2) if 0 <= j < len(rows) and rows[j])
    return [j for j in near if 0.08 * piece.size < abs(rows[j][0].base - piece.base)]


def _touches(row: Sequence[Word], lefts: Sequence[float], piece: Piece) -> bool:
    """Tell whether a piece stands right beside a larger word of the row, and not far from its baseline."""
    place = bisect_left(lefts, piece.left)
    for word in row[max(0, place - 2) : place + 2]:
        after = abs(piece.left - word.right) < _AFTER * word.size
        before = abs(word.left - piece.right) < _BEFORE * word.size
        near = abs(word.base - piece.base) < 0.75 * word.size
        if piece.size < 0.85 * word.size and near and (after or before):
            return True
    return False


def _split(row: Sequence[Word]) -> list[Piece]:
    """Cut a row, sorted from left to right, at its wide gaps."""
    pieces: list[Piece] = []
    for word in row:
        piece = pieces[-1] if pieces else None
        if piece is None or word.left - piece.right >= _GUTTER * max(word.size, piece.size):
            pieces.append(Piece([word], word.left, word.right, word.base, word.size))
            continue
        piece.words.append(word)
        piece.right = max(piece.right, word.right)
        if not word.raised and word.size > piece.size:
            piece.size, piece.base = word.size, word.base
    return pieces
