"""A list of pronunciations, so arranged that the longest entry at a place of a text is found in one walk."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from ebookvoice.domain.choice import Pronunciation
from ebookvoice.domain.wordforms import alike, forms


class Match(NamedTuple):
    """An entry that so many forms of the text are."""

    length: int
    spoken: str


@dataclass(slots=True)
class _Node:
    """Where entries that begin alike part. `spoken`: by spelling for what ends here, under "" for any spelling."""

    following: "dict[str, _Node]" = field(default_factory=dict)
    spoken: dict[str, str] = field(default_factory=dict)


class Lexicon:
    """Entries by their forms, case folded; false if there are none."""

    def __init__(self, pronunciations: Iterable[Pronunciation]) -> None:
        self._root = _Node()
        for pronunciation in pronunciations:
            self._add(pronunciation)

    def __bool__(self) -> bool:
        return bool(self._root.following)

    def matches(self, written: Sequence[str], folded: Sequence[str], index: int) -> Iterator[Match]:
        """Find the entries that a text's forms from `index` on begin with, the longest one first.

        `folded` are the same forms without their case.
        """
        passed: list[tuple[int, _Node]] = []
        following = self._root.following
        for end in range(index, len(folded)):
            node = following.get(folded[end])
            if node is None:
                break
            if node.spoken:
                passed.append((end + 1, node))
            following = node.following
        for end, node in reversed(passed):
            spoken = node.spoken.get("".join(written[index:end])) or node.spoken.get("")
            if spoken:
                yield Match(end - index, spoken)

    def begins(self, folded: str) -> bool:
        """Tell whether an entry begins with a form, case folded."""
        return folded in self._root.following

    def _add(self, pronunciation: Pronunciation) -> None:
        word = alike(unicodedata.normalize("NFC", " ".join(pronunciation.word.split())))
        spoken = " ".join(pronunciation.spoken.split())
        if not word or not spoken:
            return
        node = self._root
        for form in forms(word):
            node = node.following.setdefault(form.casefold(), _Node())
        node.spoken[word if any(map(str.isupper, word)) else ""] = spoken
