"""How the end of a line and the beginning of the next make one text: words that were broken at the end of a line."""

import re
from collections import Counter
from collections.abc import Iterable

from functions.convert.readers.pdf.scripts import unspaced
from functions.convert.readers.pdf.text import Line

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_HEAD = re.compile(r"([^\W\d_]+(?:[-'’][^\W\d_]+)*)-$")
_WHOLE = 3
"""Letters: shorter halves of a word are words by chance."""

_TAIL = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")


class Joins:
    """Joins lines as the rest of the document writes the words that they break."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self._words: Counter[str] = Counter()
        broken = False
        for line in lines:
            words = [word.group().casefold() for word in _WORD.finditer(line.text)]
            goes_on = line.text.endswith("-")
            self._words.update(words[broken : len(words) - goes_on])
            broken = goes_on

    def join(self, texts: Iterable[str]) -> str:
        """Join the lines of a paragraph."""
        parts: list[str] = []
        for text in filter(None, texts):
            if parts:
                parts[-1] = self._end(parts[-1], text)
            parts.append(text)
        return "".join(parts)

    def _end(self, before: str, after: str) -> str:
        """End a line as the one after it needs: without its hyphen, with a space, or as it is."""
        if before.endswith("-") and not before.endswith((" -", "--")):
            return before if self._keeps_hyphen(before, after) else before[:-1]
        if unspaced(before[-1]) and unspaced(after[0]):
            return before
        if before.endswith(("—", "--", "/")) and not before.endswith((" —", " --", " /")):
            return before
        return f"{before} "

    def _keeps_hyphen(self, before: str, after: str) -> bool:
        """Tell whether the hyphen belongs to the word: as the document writes it elsewhere, else if it has to."""
        head, tail = _HEAD.search(before[-80:]), _TAIL.match(after[:80])
        if head is None or tail is None or not tail[0][0].islower():
            return True
        joined, hyphenated = f"{head[1]}{tail[0]}".casefold(), f"{head[1]}-{tail[0]}".casefold()
        if self._words[joined] != self._words[hyphenated]:
            return self._words[joined] < self._words[hyphenated]
        return "-" in head[1] or "-" in tail[0] or (self._stands(head[1]) and self._stands(tail[0]))

    def _stands(self, half: str) -> bool:
        """Tell whether half of a word is one that the document writes elsewhere."""
        return len(half) >= _WHOLE and self._words[half.casefold()] > 0
