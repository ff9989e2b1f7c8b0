"""Glyphs that touch each other → words where they stand, by the direction that they run in."""

from collections.abc import Iterable

from functions.convert.readers.pdf.characters import meaning
from functions.convert.readers.pdf.glyphs import Glyph
from functions.convert.readers.pdf.scripts import right_to_left
from functions.convert.readers.pdf.sheets import Box, Layer, Word
from functions.convert.readers.pdf.styles import Style, turn

_SMALLEST = 2.0
"""Points: what is smaller is there for machines, not for readers."""

_APART = 0.1
"""Of the size: a gap that parts words; TeX shrinks a space to 0.22, and an overhanging f or j narrows it further."""

_LONGEST = 1_000
"""Characters that are kept together; more of them follow without a space."""


class Words:
    """Takes the glyphs of a page in the order in which they are drawn; what lies outside of its box is not seen."""

    def __init__(self, box: Box) -> None:
        self.unmapped = 0
        self._layers: dict[int, Layer] = {}
        self._box = box
        self._word: Word | None = None
        self._angle = 0
        self._spaced = False
        self._left = 0.0

    @property
    def layers(self) -> list[Layer]:
        """List the layers of the page, the one with most characters first."""
        return sorted(self._layers.values(), key=lambda layer: -layer.characters)

    def add(self, glyphs: Iterable[Glyph]) -> None:
        """Take glyphs."""
        for text, box, style in glyphs:
            if text.isspace():
                self._spaced = True
            elif style.size >= _SMALLEST and _within(box, self._box):
                self._add(text, box, style)

    def _add(self, text: str, box: Box, style: Style) -> None:
        said = meaning(text, drawn=box[2] > box[0])
        if said is None:
            self.unmapped += 1
        if not said:
            return
        left, right = _extent(box, style.angle)
        word = self._word
        if (
            word
            and not self._spaced
            and self._angle == style.angle
            and _continues(word, said, left, right, style, self._left)
        ):
            word.text += said
            word.left, word.right = min(word.left, left), max(word.right, right)
        else:
            self._word = Word(said, left, right, style.base, style.size, style.bold, self._spaced)
            self._angle = style.angle
            self._layer(style.angle).words.append(self._word)
        self._spaced, self._left = False, left

    def _layer(self, angle: int) -> Layer:
        if angle not in self._layers:
            left, bottom, right, top = self._box
            heights = [turn(x, y, angle)[1] for x in (left, right) for y in (bottom, top)]
            self._layers[angle] = Layer(angle, min(heights), max(heights))
        return self._layers[angle]


def _extent(box: Box, angle: int) -> tuple[float, float]:
    """Tell where a glyph begins and ends in the direction that it runs in."""
    left, bottom, right, top = box
    if angle == 0:
        return left, right
    along = [turn(x, y, angle)[0] for x in (left, right) for y in (bottom, top)]
    return min(along), max(along)


def _continues(word: Word, text: str, left: float, right: float, style: Style, previous: float) -> bool:
    """Tell whether a glyph touches the word before it; `previous` is where the last glyph began, which the letters of a
    ligature share.
    """
    size = style.size
    if (
        len(word.text) >= _LONGEST
        or word.size != size
        or word.bold != style.bold
        or abs(word.base - style.base) > 0.05 * size
    ):
        return False
    if right_to_left(text):
        return abs(word.left - right) < _APART * size or left == previous
    return -0.3 * size < left - word.right < _APART * size or left == previous


def _within(inner: Box, outer: Box) -> bool:
    """Tell whether the middle of a box lies within another one."""
    x, y = (inner[0] + inner[2]) / 2, (inner[1] + inner[3]) / 2
    return outer[0] <= x <= outer[2] and outer[1] <= y <= outer[3]
