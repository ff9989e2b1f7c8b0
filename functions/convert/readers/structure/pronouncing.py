"""A book's own lexicon: which of its words are in a passage, and how they are said there."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate
from operator import attrgetter
from typing import NamedTuple

from ebookvoice.domain.book import Saying
from ebookvoice.domain.wordforms import alike, forms, joined
from functions.convert.readers.structure.blocks import Block
from functions.convert.readers.wording.typography import tidy

_LONGEST = 200
"""Characters of what a lexicon knows; what is longer is no word and no phrase."""


class Entry(NamedTuple):
    """A word or a phrase, and how it is said: in the phonemes of an alphabet, or respelled if that is None."""

    grapheme: str
    spoken: str
    alphabet: str | None


@dataclass(slots=True)
class _Node:
    """Where words that begin alike part; `said` is what ends here."""

    following: "dict[str, _Node]" = field(default_factory=dict)
    said: Entry | None = None


class Lexicon:
    """Finds its words in texts of its language, written exactly alike; of two for the same word the first one holds."""

    def __init__(self, language: str | None, entries: Iterable[Entry]) -> None:
        self._language = _tags(language)
        self._root = _Node()
        for entry in entries:
            self._add(entry)

    def knows(self, language: str | None) -> bool:
        """Tell whether it is for texts in a language; a country counts only where both name one."""
        return all(own == other for own, other in zip(self._language, _tags(language), strict=False))

    def find(self, text: str) -> Iterator[Saying]:
        """Find its words, the longest ones from left to right."""
        text = alike(text)
        written = forms(text)
        bounds = [0, *accumulate(map(len, written))]
        free = 0
        for index, form in enumerate(written):
            if index < free or form not in self._root.following or joined(text, bounds[index]):
                continue
            for end, entry in self._walk(written, index):
                if not joined(text, bounds[end], closing=True):
                    yield Saying(bounds[index], bounds[end], entry.spoken, entry.alphabet)
                    free = end
                    break

    def _walk(self, written: Sequence[str], index: int) -> list[tuple[int, Entry]]:
        """List what begins at a form, and where it ends; the longest first."""
        node, found = self._root, list[tuple[int, Entry]]()
        for end in range(index, len(written)):
            following = node.following.get(written[end])
            if following is None:
                break
            node = following
            if node.said:
                found.append((end + 1, node.said))
        return found[::-1]

    def _add(self, entry: Entry) -> None:
        word = alike(tidy(entry.grapheme))
        if not word or len(word) > _LONGEST:
            return
        node = self._root
        for form in forms(word):
            node = node.following.setdefault(form, _Node())
        node.said = node.said or entry


def pronounce(block: Block, lexicons: Iterable[Lexicon], language: str | None) -> Block:
    """Add what lexicons know to what a block's markup says; of two for the same characters the first one holds.

    `language` is the book's.
    """
    sayings = list(block.sayings)
    for lexicon in lexicons:
        if lexicon.knows(block.language or language):
            sayings = sorted([*sayings, *_free(lexicon.find(block.text), sayings)], key=attrgetter("start"))
    return block if len(sayings) == len(block.sayings) else replace(block, sayings=tuple(sayings))


def _free(found: Iterable[Saying], taken: Sequence[Saying]) -> Iterator[Saying]:
    """Yield the sayings that don't overlap with those that are taken; both are in order."""
    position = 0
    for saying in found:
        while position < len(taken) and taken[position].end <= saying.start:
            position += 1
        if position == len(taken) or saying.end <= taken[position].start:
            yield saying


def _tags(language: str | None) -> list[str]:
    return (language or "").lower().replace("_", "-").split("-") if language else []
