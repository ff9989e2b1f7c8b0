"""Where paragraphs begin: indentation, the room that a line leaves, and how its sentence ends."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from functions.convert.readers.pdf.body import Body
from functions.convert.readers.pdf.items import begins_item
from functions.convert.readers.pdf.stretches import Stretch
from functions.convert.readers.pdf.text import Line

INDENT = 0.7
"""Of the size: a line that begins this much further in begins a paragraph."""

_ROUNDING = 1.5
"""Points: measures that are no further apart are the same."""

FINISHED = re.compile(r"[.!?…:;。！？」』][\"'”’»)\]*†\ufdd4]{0,4}$")

_WIDE = 1.15
"""How much wider than the line's average the letters of a word may be."""


class Frame(NamedTuple):
    """Where the lines of a stretch begin and end, in points; `indent` is the document's, `hangs` tells whether first
    lines stand out to the left, as in a bibliography.
    """

    left: float
    right: float
    indent: float
    hangs: bool


def frame_of(stretch: Stretch, indent: float) -> Frame:
    """Measure a stretch."""
    left, right = stretch.left, stretch.right
    return Frame(left, right, indent, _hangs(stretch.lines, left, right))


def begins(lines: Sequence[Line], i: int, frame: Frame) -> bool:
    """Tell whether a paragraph begins at line `i` of a stretch."""
    last, line = lines[i - 1], lines[i]
    room = has_room(last, line, frame.right)
    if begins_item(last, line, room):
        return True
    if frame.hangs:
        return line.left < frame.left + INDENT * line.size
    inset = line.left - frame.left
    indented = line.left - last.left > INDENT * line.size or abs(inset - frame.indent) <= _ROUNDING
    return ((inset > INDENT * line.size and indented) or room) and not runs_on(last, line)


def has_room(last: Line, line: Line, right: float) -> bool:
    """Tell whether the first word of a line would have fitted at the end of the one before it."""
    first = line.text.split(" ", 1)[0]
    letter = line.width / max(1, len(line.text))
    return last.right + _WIDE * (len(first) + 1.5) * letter < right


def runs_on(last: Line, line: Line) -> bool:
    """Tell whether a line goes on with a sentence, whatever its layout."""
    return last.text.endswith("-") or (line.text[0].islower() and not FINISHED.search(last.text))


def measure_indent(stretches: Sequence[Stretch], body: Body) -> float:
    """Measure how far the document indents the first lines of paragraphs, in points; 0 if it doesn't."""
    insets: Counter[float] = Counter()
    total = 0
    for stretch in stretches:
        if len(stretch.lines) > 2 and body.like(stretch.lines[0]):
            inner = [round(line.left - stretch.left) for line in stretch.lines]
            inner = [inset for inset in inner if 0.7 < inset / body.size < 5]
            total += 1
            if len(inner) <= len(stretch.lines) / 2:
                insets.update(set(inner))
    inset = max(insets, key=lambda inset: insets[inset], default=0.0)
    return inset if insets[inset] > total / 5 else 0.0


def _hangs(lines: Sequence[Line], left: float, right: float) -> bool:
    """Tell whether every line that stands out to the left follows one that ended early."""
    outer = [line.left - left <= INDENT * line.size for line in lines]
    if not outer[0] or not 0 < sum(outer) < len(outer) - sum(outer):
        return False
    return all(has_room(lines[i - 1], lines[i], right) for i in range(1, len(lines)) if outer[i])
