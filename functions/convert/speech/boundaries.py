"""Which words of a text a speech service spoke, by the boundaries that it reports, and whether it spoke them all."""

import unicodedata
from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from functions.convert.speech.words import words

_REACH = 8
"""Words that one boundary may lie ahead of the last one."""
_SURE = 4
"""Letters; shorter boundaries are looked for among the next two words only."""
_SPELLING = 3
"""Letters of the text that one letter of another spelling may stand for: "Mr" for "Mister", "12" for "twelve"."""
_QUICKEST = 0.05
"""Seconds a letter, about as fast as speech gets: a shorter time between two boundaries holds no unreported word."""


class Boundary(NamedTuple):
    """What the service says that it spoke, from `start` to `end` in seconds."""

    text: str
    start: float
    end: float


class Place(NamedTuple):
    """A boundary found in the text: characters `start … end`."""

    start: int
    end: int
    boundary: Boundary


class _Letters(NamedTuple):
    """A text's letters and digits, folded, and the character that each came from."""

    folded: str
    origins: list[int]


def locate(text: str, boundaries: Sequence[Boundary], speed: float = 1.0) -> tuple[list[Place], bool]:
    """Find the boundaries in the text, in order, and tell whether they cover it; `speed` is the voice's, 1 its own.

    The service may report words in another spelling than the text's ("1999" as "nineteen"): such a boundary has no
    place, but stands for the words around which the others have theirs.
    """
    letters = _fold(text)
    starts = [bisect_left(letters.origins, word.start) for word in words(text)]
    places: list[Place] = []
    whole = bool(boundaries)
    quickest = _QUICKEST / max(1.0, speed)
    cursor = respelled = 0
    spoken_until = 0.0
    for boundary in boundaries:
        wanted = _fold(boundary.text).folded
        found = _find(letters.folded, wanted, cursor, starts, respelled) if wanted else -1
        if found < 0:
            respelled += len(wanted)
            continue
        missing = found - cursor - respelled * _SPELLING
        whole &= missing <= 0 or missing * quickest <= boundary.start - spoken_until
        cursor = found + len(wanted)
        places.append(Place(letters.origins[found], letters.origins[cursor - 1] + 1, boundary))
        respelled, spoken_until = 0, boundary.end
    return places, whole and cursor + respelled * _SPELLING >= len(letters.folded)


def _find(letters: str, wanted: str, cursor: int, word_starts: list[int], respelled: int) -> int:
    """Find a boundary at the cursor or at the start of one of the next words; -1 if it is not there."""
    if letters.startswith(wanted, cursor):
        return cursor
    first = bisect_left(word_starts, cursor)
    reach = _REACH if respelled or len(wanted) >= _SURE else 2
    for start in word_starts[first : first + reach]:
        if letters.startswith(wanted, start):
            return start
    return -1


def _fold(text: str) -> _Letters:
    """Fold case, accents and compatibility forms away, so that two spellings of a word agree."""
    folded: list[str] = []
    origins: list[int] = []
    for index, character in enumerate(text):
        for letter in unicodedata.normalize("NFKD", character).casefold():
            if letter.isalnum():
                folded.append(letter)
                origins.append(index)
    return _Letters("".join(folded), origins)
