"""Gaps between words: letter-spacing, spaces, and the gaps between the cells of a table."""

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from functions.convert.readers.pdf.scripts import unspaced
from functions.convert.readers.pdf.sheets import Word

_SPACE = 0.1
"""Of the size: a gap that parts words though no space is written."""

_WRITTEN = 0.05
"""Of the size: the least gap at a written space; where there is less, the space is drawn for other reasons."""

_CELL = 1.2
"""Of the size: a gap that parts the cells of a table; what is less may be a word space of justified text."""

_UNLIKE = 1.6
"""Times the narrowest space of a line: justified text has spaces of one width, a table has not."""

_WIDEST = 3.0
"""Of the size: a space that is wider than this is none, even where all are of one width."""

_SPREAD = 4
"""Letters in a row, each apart from the next: they are one word with letter-spacing."""


def apart(previous: Word, word: Word, last: str, spread: float, backwards: bool) -> bool:
    """Tell whether there is a space between two words of a line."""
    gap = word.left - previous.right
    if backwards:
        gap = max(gap, previous.left - word.right)
    size = min(previous.size, word.size)
    if spread and len(word.text) == 1 and len(previous.text) == 1:
        return gap > spread
    if unspaced(last) and unspaced(word.text[0]):
        return gap > size
    return gap > _SPACE * size or (word.spaced and (gap > _WRITTEN * size or backwards))


def wide(words: Sequence[Word], size: float) -> float:
    """Find the gap that parts cells: wider than a space, and than the other gaps of a line that is spread out."""
    gaps = [word.left - before.right for before, word in pairwise(words)]
    spaces = [gap for gap in gaps if gap > _SPACE * size]
    return max(_CELL * size, min(_WIDEST * size, _UNLIKE * min(spaces)) if len(spaces) > 1 else 0.0)


def spread(words: Sequence[Word]) -> float:
    """Find the gap that parts words of a piece whose letters are spread out; 0 if they are not."""
    single = [len(word.text) == 1 and word.text.isalpha() and not unspaced(word.text) for word in words]
    if len(words) < _SPREAD or sum(single) < 0.7 * len(words):
        return 0.0
    gaps = [max(0.0, word.left - before.right) for before, word in zip(words, words[1:], strict=False)]
    return max(1.8 * median(gaps), _SPACE * words[0].size)
