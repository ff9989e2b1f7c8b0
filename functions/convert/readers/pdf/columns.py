"""Pieces of lines on a page → columns in reading order."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from functions.convert.readers.pdf.gutters import FEWEST, Band, cut_bands, find_gutter
from functions.convert.readers.pdf.lines import Piece

_DEEPEST = 6
"""Columns within columns; each cut halves a page, so this is room for 64 columns side by side."""

_PROSE = 9.0
"""Of the size: the lines of a column are wider than this, those of a table's column mostly are not."""

_FULL = 0.6
"""Of the lines of a column of prose that fill most of its width; a table's cells differ more."""

_SAME = 2.0
"""Points: columns whose left edges are closer than this begin at the same place."""

_INDENT = 40.0
"""Points: a first line is indented no further."""

_RECENT = 8
"""Columns of earlier pages that are remembered."""


@dataclass(slots=True)
class Region:
    """Lines of one column, top to bottom: each a list of pieces on one baseline, left to right."""

    rows: list[list[Piece]]


def find_regions(pieces: Sequence[Piece], known: list[float]) -> list[Region]:
    """Find the columns of a page in reading order; what runs across them parts those above from those below.

    `known` are the left edges of the columns of earlier pages, and is added to: on the last page of a chapter a column
    may have but a word.
    """
    return [Region(_rows(group)) for group in _divide(list(pieces), known, 0) if group]


def _divide(pieces: list[Piece], known: list[float], depth: int) -> Iterator[list[Piece]]:
    bands = _columns(pieces, known, depth)
    if not bands:
        yield pieces
        return
    whole: list[Piece] = []
    for across, left, right in bands:
        whole += across
        if (_is_wide(left) and _is_wide(right)) or (left and _begins_at(right, known)):
            yield whole
            whole = []
            yield from _divide(left, known, depth + 1)
            yield from _divide(right, known, depth + 1)
        else:
            whole += left + right
    yield whole


def _columns(pieces: Sequence[Piece], known: list[float], depth: int) -> list[Band]:
    """Cut pieces at the best gutter if there are columns of prose on both sides of it, which may have their own."""
    gutter = find_gutter(pieces) if depth < _DEEPEST else None
    bands = list(cut_bands(pieces, gutter)) if gutter is not None else []
    for _, *sides in bands:
        left, right = sides
        wide = _is_wide(left) and _is_wide(right) and _beside(left, right)
        if wide and all(_is_column(side) or _columns(side, known, depth + 1) for side in sides):
            known.append(_edge(right))
            return bands
    return _remembered(pieces, known) if depth < _DEEPEST else []


def _remembered(pieces: Sequence[Piece], known: Sequence[float]) -> list[Band]:
    """Cut pieces where there were columns on an earlier page, if something begins there and little runs across."""
    for edge in sorted(set(known[-_RECENT:])):
        bands = list(cut_bands(pieces, edge - _SAME))
        crossing = sum(len(across) for across, _, _ in bands)
        if any(left and _begins_at(right, known) for _, left, right in bands) and crossing <= len(pieces) / 4:
            return bands
    return []


def _begins_at(pieces: Sequence[Piece], known: Sequence[float]) -> bool:
    """Tell whether the first line stands where a column did on an earlier page, or is indented there."""
    return bool(pieces) and any(-_SAME < pieces[0].left - edge < _INDENT for edge in known[-_RECENT:])


def _edge(pieces: Sequence[Piece]) -> float:
    """Find the left edge that most lines of a column share, in points."""
    lefts = Counter(round(piece.left) for piece in pieces)
    return float(max(lefts, key=lambda left: lefts[left]))


def _is_column(pieces: Sequence[Piece]) -> bool:
    """Tell whether pieces are lines of prose: several, and as wide as lines are."""
    if len(pieces) < FEWEST:
        return False
    rows = _rows(pieces)
    size = median(piece.size for piece in pieces)
    left, right = min(piece.left for piece in pieces), max(piece.right for piece in pieces)
    filled = sum(sum(p.right - p.left for p in row) > 0.7 * (right - left) for row in rows)
    return right - left > _PROSE * size and filled >= max(1, min(_FULL * len(rows), len(rows) - 2))


def _is_wide(pieces: Sequence[Piece]) -> bool:
    """Tell whether a line is long enough to be one of a column, where there are columns on the page."""
    return any(piece.right - piece.left > _PROSE * piece.size for piece in pieces)


def _beside(left: Sequence[Piece], right: Sequence[Piece]) -> bool:
    """Tell whether two columns stand beside each other for more than a line."""
    top = min(left[0].base, right[0].base)
    bottom = max(left[-1].base, right[-1].base)
    return top - bottom > 1.5 * left[0].size


def _rows(pieces: Sequence[Piece]) -> list[list[Piece]]:
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda piece: (-piece.base, piece.left)):
        if rows and abs(rows[-1][0].base - piece.base) <= 0.3 * min(piece.size, rows[-1][0].size):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    for row in rows:
        row.sort(key=lambda piece: piece.left)
    return rows
