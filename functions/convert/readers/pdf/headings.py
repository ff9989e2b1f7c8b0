"""Headings: what is set larger or bolder than the running text, or is worded like one and stands alone."""

import re
from collections.abc import Iterable, Sequence

from functions.convert.readers.pdf.body import Body
from functions.convert.readers.pdf.text import Line
from functions.convert.readers.wording.divisions import OPENINGS, is_division
from functions.convert.readers.wording.numerals import to_number
from functions.convert.readers.wording.typography import fold

_LARGER = 1.12
"""Times the size of the running text."""

_LONGEST = 250
"""Characters: what is longer is a passage in large type."""

_SHORT = 80
"""Characters of a heading in the size of the running text."""

_DEEPEST = 6

_NUMBER = re.compile(r"[\divxlcdm]{1,7}\.?", re.IGNORECASE)
_SENTENCE = re.compile(r"[.,;:][\"'”’]?$")


def is_heading(lines: Sequence[Line], body: Body) -> bool:
    """Tell whether the lines of a stretch are a heading."""
    text = " ".join(line.text for line in lines)
    if len(text) > _LONGEST or not any(map(str.isalnum, text)):
        return False
    if lines[0].size >= _LARGER * body.size:
        return True
    if lines[0].size < 0.94 * body.size or len(text) > _SHORT or len(lines) > 2:
        return False
    if lines[0].bold and not body.bold:
        return not _SENTENCE.search(text) and len(lines) == 1
    return len(lines) == 1 and is_worded(text)


def is_worded(text: str) -> bool:
    """Tell whether a line that stands alone is a heading by its words: "Chapter IV", "12", "Epilogue"."""
    if _NUMBER.fullmatch(text):
        number = text.rstrip(".")
        return number.isdecimal() or to_number(number) is not None
    return (is_division(text) and not _SENTENCE.search(text.rstrip("."))) or fold(text) in OPENINGS


def levels(headings: Iterable[Line]) -> dict[tuple[float, bool], int]:
    """Give the styles of headings their levels, 1–6: the larger, the higher."""
    styles = sorted({style(line) for line in headings}, key=lambda style: (-style[0], not style[1]))
    return {style: min(level, _DEEPEST) for level, style in enumerate(styles, start=1)}


def style(line: Line) -> tuple[float, bool]:
    """Tell what headings of one level share: size to the half point, and weight."""
    return round(line.size * 2) / 2, line.bold
