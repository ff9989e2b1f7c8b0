"""Which block of the original holds which paragraph of the narration."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from functions.convert.readers.wording.numerals import speak_heading
from functions.convert.texts.original.blocks import Block, letters

_TELLING = 20
"""Letters that make a text tell where in the book it stands, if it stands there only once."""


class Match(NamedTuple):
    """Paragraph and block by number; `quiet`: of the block without note marks and readings."""

    paragraph: int
    block: int
    quiet: bool


def match(paragraphs: Sequence[str], blocks: Sequence[Block]) -> list[Match]:
    """Match texts and blocks that have the same letters, both in order; what has no match on the way is left out.

    Texts that occur once and are long enough are matched first; the others only between those around them, so that a
    “Yes.” which is missing is not found three chapters on. Time is that of sorting.
    """
    wanted = [letters(text) for text in paragraphs]
    places = _places(blocks)
    matches = list[Match]()
    for (low, before), (high, behind) in pairwise([(-1, -1), *_anchors(wanted, places), (len(wanted), len(blocks))]):
        matches += _between(wanted, places, range(low + 1, high), range(before + 1, behind))
        if high < len(wanted):
            matches.append(Match(high, behind, _is_quiet(places[wanted[high]], behind)))
    return matches


_Places = dict[str, list[tuple[int, bool]]]


def _places(blocks: Iterable[Block]) -> _Places:
    """List where letters stand, by block; a heading's number may be spoken as another (“IV” as “4”)."""
    places: _Places = {}
    for number, block in enumerate(blocks):
        whole, read = block.text(quiet=False), block.text(quiet=True)
        keys = {letters(whole): False}
        keys.setdefault(letters(read), True)
        if block.heading:
            keys.setdefault(letters(speak_heading(" ".join(read.split()))), True)
        for key, quiet in keys.items():
            if key:
                places.setdefault(key, []).append((number, quiet))
    return places


def _anchors(wanted: Sequence[str], places: _Places) -> list[tuple[int, int]]:
    """Find the texts that occur once on both sides, as many as are in the same order on both."""
    count = Counter(wanted)
    sure = [
        (number, places[key][0][0])
        for number, key in enumerate(wanted)
        if len(key) >= _TELLING and count[key] == 1 and len(places.get(key, ())) == 1
    ]
    return list(_ascending(sure))[::-1]


def _ascending(pairs: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Walk back through the longest run of pairs whose second numbers ascend."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int | None] = []
    for index, (_, block) in enumerate(pairs):
        place = bisect_left(tails, block)
        before.append(ends[place - 1] if place else None)
        tails[place:], ends[place:] = (
            ([block], [index]) if place == len(tails) else ([block, *tails[place + 1 :]], [index, *ends[place + 1 :]])
        )
    index_: int | None = ends[-1] if ends else None
    while index_ is not None:
        yield pairs[index_]
        index_ = before[index_]


def _between(wanted: Sequence[str], places: _Places, paragraphs: range, blocks: range) -> Iterator[Match]:
    free = blocks.start
    for number in paragraphs:
        there = places.get(wanted[number], [])
        place = bisect_left(there, (free, False))
        if place < len(there) and there[place][0] < blocks.stop:
            yield Match(number, *there[place])
            free = there[place][0] + 1


def _is_quiet(there: Sequence[tuple[int, bool]], block: int) -> bool:
    return next(quiet for number, quiet in there if number == block)
