"""Which block of the original holds which paragraphs of the narration."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from os.path import commonprefix
from typing import NamedTuple

from functions.convert.texts.original.blocks import Reading
from functions.convert.texts.original.letters import letters

_TELLING = 20
"""Letters that make a text tell where in the book it stands, if it stands there only once."""

_NEAR = 20
"""Blocks in which a paragraph is looked for that stands nowhere as it is spoken."""

_ALIKE = 0.8
"""The share of the shorter text that two have in common, from both ends, to be taken for one; of the longer one it has
to be half. The rest may be an address that is spoken shortened, or the number of a page."""

Keys = Mapping[str, Reading]


class Match(NamedTuple):
    """Paragraphs, which follow one another, and the block that they are all of; both by number.

    `agreed`: so many letters from the beginning are the same on both sides.
    """

    paragraphs: range
    block: int
    quiet: bool
    agreed: int


def match(paragraphs: Sequence[str], blocks: Sequence[Keys]) -> list[Match]:
    """Match texts and blocks by their letters, both in order; what has no match on the way is left out.

    Texts that occur once and are long enough are matched first; the others only between those around them, so that a
    “Yes.” which is missing is not found three chapters on.
    """
    aligner = _Aligner([letters(text) for text in paragraphs], blocks)
    bounds = [(-1, -1), *aligner.anchors(), (len(paragraphs), len(blocks))]
    matches = list[Match]()
    for (low, before), (high, behind) in pairwise(bounds):
        matches += aligner.between(range(low + 1, high), range(before + 1, behind))
        if high < len(paragraphs):
            matches.append(aligner.exact(high, behind))
    return matches


class _Aligner:
    def __init__(self, wanted: Sequence[str], blocks: Sequence[Keys]) -> None:
        self._wanted = wanted
        self._blocks = blocks
        self._places: dict[str, list[int]] = {}
        for number, keys in enumerate(blocks):
            for key in keys:
                self._places.setdefault(key, []).append(number)

    def anchors(self) -> list[tuple[int, int]]:
        """Find the texts that occur once on both sides, as many as are in the same order on both."""
        count = Counter(self._wanted)
        sure = [
            (number, self._places[key][0])
            for number, key in enumerate(self._wanted)
            if len(key) >= _TELLING and count[key] == 1 and len(self._places.get(key, ())) == 1
        ]
        return list(_ascending(sure))[::-1]

    def exact(self, paragraph: int, block: int) -> Match:
        """Match a paragraph with a block that has its letters."""
        key = self._wanted[paragraph]
        quiet, literal = self._blocks[block][key]
        return Match(range(paragraph, paragraph + 1), block, quiet, len(key) if literal else 0)

    def between(self, paragraphs: range, blocks: range) -> Iterator[Match]:
        """Match what lies between two anchors."""
        number, free = paragraphs.start, blocks.start
        while number < paragraphs.stop:
            left = range(free, blocks.stop)
            found = self._same(number, left) or self._near(range(number, paragraphs.stop), left[:_NEAR])
            if found is not None:
                yield found
                free = found.block + 1
            number = found.paragraphs.stop if found else number + 1

    def _same(self, number: int, blocks: range) -> Match | None:
        there = self._places.get(self._wanted[number], [])
        place = bisect_left(there, blocks.start)
        return self.exact(number, there[place]) if place < len(there) and there[place] < blocks.stop else None

    def _near(self, paragraphs: range, blocks: Iterable[int]) -> Match | None:
        """Look for a block that these paragraphs make up together, or that differs from the first in a place."""
        first = self._wanted[paragraphs.start]
        for block in blocks:
            for key, (quiet, literal) in self._blocks[block].items():
                if literal and first and (end := self._together(paragraphs, key)):
                    return Match(range(paragraphs.start, end), block, quiet, len(key))
                same = commonprefix([first, key])
                if _alike(first, key, len(same) + _common_end(first, key, len(same))):
                    return Match(paragraphs[:1], block, quiet, len(same) if literal else 0)
        return None

    def _together(self, paragraphs: range, key: str) -> int | None:
        """Tell behind which paragraph a key ends that is made of all from the first on; None for another one."""
        length = 0
        for number in paragraphs:
            if not key.startswith(self._wanted[number], length):
                return None
            length += len(self._wanted[number])
            if length == len(key):
                return number + 1
        return None


def _alike(one: str, other: str, common: int) -> bool:
    shorter, longer = sorted((len(one), len(other)))
    return common >= _ALIKE * shorter and 2 * common >= longer > 0


def _common_end(one: str, other: str, passed: int) -> int:
    """Count the letters at the end that are the same, of those behind the first `passed`."""
    return len(commonprefix([one[passed:][::-1], other[passed:][::-1]]))


def _ascending(pairs: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Walk back through the longest run of pairs whose second numbers ascend."""
    lowest: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for index, (_, block) in enumerate(pairs):
        length = bisect_left(lowest, block)
        before.append(ends[length - 1] if length else -1)
        lowest[length : length + 1] = [block]
        ends[length : length + 1] = [index]
    index = ends[-1] if ends else -1
    while index >= 0:
        yield pairs[index]
        index = before[index]
