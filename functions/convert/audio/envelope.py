"""The gain of a limiter over time: low enough at every peak, and never in a hurry."""

import math
from collections.abc import Sequence
from itertools import pairwise

SLOPE = 0.1
"""What the gain changes by at most from cell to cell: from nothing to all within ten of them."""

REACH = math.ceil(1 / SLOPE)
"""Cells ahead of a peak within which the gain has to begin to fall, however high the peak is."""


class Envelope:
    """Follows the gains that are needed, cell by cell."""

    def __init__(self) -> None:
        self._needed = 1.0
        self._node: float | None = None

    @property
    def open(self) -> bool:
        """Tell whether nothing that came before still calls for less than all."""
        return self._needed == 1.0 and self._node in (None, 1.0)

    def advance(self, cells: int, needed: Sequence[float]) -> list[float]:
        """Move on by so many cells; return the gain at their cells + 1 boundaries.

        `needed` tells the gain (0 … 1) that each of them needs, and of at least REACH more unless the audio ends.
        """
        levels = [min(pair) for pair in pairwise([self._needed, *needed, 1.0])]
        for index in range(len(levels) - 2, -1, -1):
            levels[index] = min(levels[index], levels[index + 1] + SLOPE)
        nodes = [levels[0] if self._node is None else self._node]
        for level in levels[1 : cells + 1]:
            nodes.append(min(level, nodes[-1] + SLOPE))
        self._needed, self._node = needed[cells - 1], nodes[-1]
        return nodes
