"""Verse: lines that end early on purpose."""

from itertools import pairwise

from functions.convert.readers.pdf.items import is_item
from functions.convert.readers.pdf.paragraphs import FINISHED, has_room
from functions.convert.readers.pdf.stretches import Stretch

_VERSE = 0.7
"""Of the lines of a stanza, those that end early and those that begin with a capital letter."""


def is_verse(stretch: Stretch) -> bool:
    """Tell whether lines are verse: most end early, and begin with a capital letter."""
    lines = stretch.lines
    if len(lines) < 3 or any(is_item(line.text) for line in lines):
        return False
    column = lines[0].edges[1]
    early = sum(has_room(last, line, column) for last, line in pairwise(lines))
    capital = sum(not line.text.lstrip("\"'“‘«(—–-")[:1].islower() for line in lines)
    ended = sum(bool(FINISHED.search(line.text)) for line in lines)
    return (
        early >= _VERSE * (len(lines) - 1)
        and capital >= _VERSE * len(lines)
        and ended < _VERSE * len(lines)
        and max(line.right for line in lines) - lines[0].left < 0.8 * (column - lines[0].edges[0])
    )
