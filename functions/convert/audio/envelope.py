"""The gain of a limiter over time: low enough at every peak, and never in a hurry."""

import math

SLOPE = 0.1
"""What the gain changes by at most from cell to cell: from nothing to all within ten of them."""

REACH = math.ceil(1 / SLOPE)
"""Cells ahead of a peak within which the gain has to begin to fall, however high the peak is."""


class Envelope:
    """The gain at the boundaries of cells, of which number n is the one where cell n begins; 1.0 unless lowered."""

    def __init__(self) -> None:
        self._low: dict[int, float] = {}
        self._taken = 0

    def lower(self, cell: int, gain: float) -> None:
        """Let a cell have that gain (0 … 1) at most, and its neighbours what leads there."""
        self._fall(cell, gain, -1)
        self._fall(cell + 1, gain, 1)

    def take(self, end: int) -> list[tuple[int, float, float]]:
        """Return the cells before `end` whose gain is not 1.0 throughout, in order, and their gains at both ends.

        Each is returned once, and must not be lowered later: REACH cells before all that is unknown it won't be.
        """
        low = self._low
        cells = sorted({cell for boundary in low for cell in (boundary - 1, boundary) if self._taken <= cell < end})
        taken = [(cell, low.get(cell, 1.0), low.get(cell + 1, 1.0)) for cell in cells]
        self._low = {boundary: gain for boundary, gain in low.items() if boundary >= end}
        self._taken = end
        return taken

    def _fall(self, boundary: int, gain: float, step: int) -> None:
        while gain < self._low.get(boundary, 1.0):
            self._low[boundary] = gain
            boundary, gain = boundary + step, gain + SLOPE
