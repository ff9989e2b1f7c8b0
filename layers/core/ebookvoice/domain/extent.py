"""How much text there is, and how long it takes to say it."""

import re
from dataclasses import dataclass
from typing import Self

from ebookvoice.domain.book import Paragraph
from ebookvoice.domain.scripts import UNSPACED

_UNSPACED = re.compile(rf"(?=[^\W\d_])[{UNSPACED}]")
"""To find words in scripts without spaces takes a dictionary, so each letter counts as a word, as word processors count
them."""

CHARACTERS_PER_SECOND = {"espeak": 17.4, "edge": 15.0}
"""Spaces, punctuation and the pauses between paragraphs included. eSpeak NG: measured over three chapters of The Time
Machine, 39,742 characters in 2,283.7 s. Edge: what comparisons of its clients reckon with."""

UNSPACED_AS_LONG_AS = 5.0
"""A letter of those scripts takes as long as so many characters of others: eSpeak NG says 3.5 Han characters a second
(measured over four paragraphs of Lu Xun, 444 characters in 112.1 s)."""


@dataclass(frozen=True, slots=True)
class Extent:
    """An amount of text; `unspaced` counts the letters that are words of their own."""

    words: int = 0
    characters: int = 0
    unspaced: int = 0

    def __add__(self, other: Self) -> "Extent":
        return Extent(self.words + other.words, self.characters + other.characters, self.unspaced + other.unspaced)

    @classmethod
    def of(cls, paragraphs: tuple[Paragraph, ...]) -> "Extent":
        """Measure paragraphs."""
        return sum((_extent(paragraph.text) for paragraph in paragraphs), cls())

    def minutes(self, engine: str) -> float:
        """Estimate how long an engine speaks, in minutes; one that is not measured is held to be slow."""
        pace = CHARACTERS_PER_SECOND.get(engine, min(CHARACTERS_PER_SECOND.values()))
        weight = self.characters + self.unspaced * (UNSPACED_AS_LONG_AS - 1)
        return weight / pace / 60


def _extent(text: str) -> Extent:
    unspaced = 0 if text.isascii() else len(_UNSPACED.findall(text))
    if not unspaced:
        return Extent(len(text.split()), len(text))
    others = sum(any(map(str.isalnum, run)) for run in _UNSPACED.sub(" ", text).split())
    return Extent(unspaced + others, len(text), unspaced)
