"""What surrounds the books in a file of Project Gutenberg, line by line or paragraph by paragraph."""

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from itertools import accumulate

from functions.convert.readers.structure import gutenberg

_LONGEST = 30_000
"""Characters of a header or a licence; what is longer is the book."""

_LAST_WORDS = re.compile(r"\bhear about new e-?(?:books|texts)\W*$", re.IGNORECASE)
"""Of the licence: how to subscribe to a newsletter."""

_SAME_END = 2_000
"""Characters: the end of a book is often told twice, with a note of who typed it in between."""


def find_boilerplate(lines: Sequence[str]) -> list[bool]:
    """Tell line by line what is header or licence; one file may hold several books, each with its own."""
    file = _File(lines)
    found = [False] * len(lines)
    start = file.first_book
    found[:start] = [True] * start
    for close in file.closings:
        if close >= start and not found[close]:
            stop = file.end_of_licence(close)
            found[close:stop] = [True] * (stop - close)
    return found


class _File:
    """Where its books begin and end, as their lines say; `_before` is how many characters precede each line."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.closings = _indexes(lines, gutenberg.closes)
        self._openings = _indexes(lines, gutenberg.opens)
        self._licences = _indexes(lines, _ends_licence)
        self._before = [0, *accumulate(map(len, lines))]
        self._end = len(lines)

    @property
    def first_book(self) -> int:
        """Find the line after the first header."""
        closing = self.closings[0] if self.closings else self._end
        headers = (i + 1 for i in self._openings if i < closing and self._before[i + 1] <= _LONGEST)
        return max(headers, default=0)

    def end_of_licence(self, closing: int) -> int:
        """Find the end of what follows a book: where the next one says that it begins, else the licence's last words.

        Without them it is the end of the file, if that is not far and no other book ends before it; else nothing but
        the closing line itself.
        """
        following = _after(self._openings, closing, self._end)
        place = bisect_right(self.closings, self._before[closing] + _SAME_END, key=self._before.__getitem__)
        another = self.closings[place] if place < len(self.closings) else self._end
        if following <= another and following < self._end and self._length(closing, following) <= 2 * _LONGEST:
            return following
        last_words = _after(self._licences, closing, self._end)
        limit = min(following, another)
        if last_words <= limit and self._length(closing, last_words) <= _LONGEST:
            return last_words
        return closing + 1

    def _length(self, start: int, end: int) -> int:
        return self._before[end] - self._before[start]


def _after(places: Sequence[int], line: int, end: int) -> int:
    """Find what lies behind the next of some places; the end if there is none."""
    index = bisect_right(places, line)
    return places[index] + 1 if index < len(places) else end


def _ends_licence(line: str) -> bool:
    return bool(_LAST_WORDS.search(line))


def _indexes(lines: Sequence[str], is_one: Callable[[str], bool]) -> list[int]:
    return [i for i, line in enumerate(lines) if is_one(line)]
