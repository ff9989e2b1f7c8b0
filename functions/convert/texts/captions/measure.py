"""How wide text is on a screen, and how well it is cut where."""

import re
import unicodedata
from collections.abc import Iterator
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

from functions.convert.texts.breaking import line_breaks

_NARROW, _WIDE = 3, 7

LINE = 42 * _NARROW
"""42 characters a line, of Chinese, Japanese or Korean 18: what broadcasters and streaming services ask for."""

_CLAUSE = re.compile(r"[,;:.!?…–—、。，；：！？][\"'’”»)\]」』）]{0,2}\s?$")
_CLAUSE_END = 4
"""Characters that the end of a clause may take."""


class Rank(IntEnum):
    """How well a text is cut at a place: after a clause, between words, or within what has no other place."""

    CLAUSE = 0
    WORD = 1
    ANYWHERE = 2


class Break(NamedTuple):
    """A line may begin at character `position`; `width` is that of the text before it."""

    position: int
    width: int
    rank: Rank


def width_of(text: str) -> int:
    """Measure a text in thirds of a letter."""
    return _NARROW * len(text) if text.isascii() else sum(map(_advance, text))


def breaks(text: str) -> Iterator[Break]:
    """Find the places where a line may begin, in order; at least one in as much text as fills a line."""
    start = width = 0
    for position in (*line_breaks(text), len(text)):
        run = text[start:position]
        if width_of(run.rstrip()) > LINE:
            yield from _within(run.rstrip(), start, width)
        width += width_of(run)
        start = position
        if position < len(text):
            clause = _CLAUSE.search(text, max(0, position - _CLAUSE_END), position)
            yield Break(position, width, Rank.CLAUSE if clause else Rank.WORD)


def _within(run: str, start: int, width: int) -> Iterator[Break]:
    """Cut what has no other place wherever it fills a line, but not between a letter and its accents."""
    line = 0
    for position, character in enumerate(run):
        advance = _advance(character)
        if line + advance > LINE and advance:
            yield Break(start + position, width, Rank.ANYWHERE)
            line = 0
        line, width = line + advance, width + advance


@lru_cache(maxsize=8_192)
def _advance(character: str) -> int:
    if unicodedata.category(character)[0] == "M" or character == "\u200d":
        return 0
    return _WIDE if unicodedata.east_asian_width(character) in "WF" else _NARROW
