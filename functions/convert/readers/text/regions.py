"""What surrounds the books in a file of Project Gutenberg, line by line."""

from bisect import bisect_right
from collections.abc import Sequence

from functions.convert.readers.structure import gutenberg

_LONGEST = 30_000
"""Characters of a header or a licence; what is longer is the book."""


def find_boilerplate(lines: Sequence[str]) -> list[bool]:
    """Tell line by line what is header or licence; one file may hold several books, each with its own."""
    found = [False] * len(lines)
    opened = [i for i, line in enumerate(lines) if gutenberg.opens(line)]
    closed = [i for i, line in enumerate(lines) if gutenberg.closes(line)]
    ends = _ends(lines)
    first = closed[0] if closed else len(lines)
    start = max((i + 1 for i in opened if i < first and ends[i + 1] <= _LONGEST), default=0)
    found[:start] = [True] * start
    for close in closed:
        if close < start or found[close]:
            continue
        place = bisect_right(opened, close)
        following = opened[place] + 1 if place < len(opened) else None
        stop = following if following is not None and ends[following] - ends[close] <= 2 * _LONGEST else len(lines)
        if stop == following or ends[stop] - ends[close] <= _LONGEST:
            found[close:stop] = [True] * (stop - close)
    return found


def _ends(lines: Sequence[str]) -> list[int]:
    """Count the characters before each line, and before the end."""
    ends = [0]
    for line in lines:
        ends.append(ends[-1] + len(line))
    return ends
