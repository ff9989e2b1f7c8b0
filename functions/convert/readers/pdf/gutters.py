"""Gutters: the white space between columns."""

from collections.abc import Iterator, Sequence

from functions.convert.readers.pdf.lines import Piece

_BIN = 0.5
"""Points: how finely a page is searched for gutters."""

FEWEST = 2
"""Lines that a column has; fewer are cells."""

Band = tuple[list[Piece], list[Piece], list[Piece]]
"""What crosses a gutter, and what stands left and right of it below."""


def find_gutter(pieces: Sequence[Piece]) -> float | None:
    """Find the place that most pieces stand left and right of, and few cross; None if there is none."""
    if len(pieces) < 2 * FEWEST:
        return None
    start, end = min(piece.left for piece in pieces), max(piece.right for piece in pieces)
    bins = min(2000, int((end - start) / _BIN) + 2)
    step = max((end - start) / (bins - 1), 0.01)
    ended, begun = [0] * (bins + 1), [0] * (bins + 1)
    for piece in pieces:
        begun[int((piece.left - start) / step)] += 1
        ended[int((piece.right - start) / step)] += 1
    best, place, length = 0.0, None, 0
    before = after = 0
    for i in range(bins):
        after += begun[i]
        sides = min(before, len(pieces) - after)
        crossing = after - before
        before += ended[i]
        score = sides - 2.0 * crossing
        if score > best:
            best, place, length = score, i, 1
        elif score == best and place is not None and i == place + length:
            length += 1
    return None if place is None else start + (place + length / 2) * step


def cut_bands(pieces: Sequence[Piece], gutter: float) -> Iterator[Band]:
    """Cut a page at the pieces that cross the gutter: those, and what stands left and right of it below them."""
    across: list[Piece] = []
    left: list[Piece] = []
    right: list[Piece] = []
    for piece in sorted(pieces, key=lambda piece: -piece.base):
        if piece.left < gutter < piece.right:
            if left or right:
                yield across, left, right
                across, left, right = [], [], []
            across.append(piece)
        elif piece.right <= gutter:
            left.append(piece)
        else:
            right.append(piece)
    yield across, left, right
