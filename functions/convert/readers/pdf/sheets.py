"""What lies on one page: words where they stand, by the direction that they run in."""

from dataclasses import dataclass, field

Box = tuple[float, float, float, float]
"""Left, bottom, right, top in points."""


@dataclass(slots=True)
class Word:
    """Characters that touch each other, on one baseline and in one font.

    Positions and sizes are points, y grows upwards; `spaced` if white space is written before it; `raised` is 1 for
    superscript, -1 for subscript.
    """

    text: str
    left: float
    right: float
    base: float
    size: float
    bold: bool
    spaced: bool
    raised: int = 0


@dataclass(slots=True)
class Layer:
    """The words of a page that run in one direction, turned so that they run from left to right.

    `angle` is that direction in degrees, counterclockwise; `bottom` and `top` are the edges of the turned page.
    """

    angle: int
    bottom: float
    top: float
    words: list[Word] = field(default_factory=list)

    @property
    def characters(self) -> int:
        """Count the characters."""
        return sum(len(word.text) for word in self.words)
