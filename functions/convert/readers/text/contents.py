"""The table of contents of a plain text: what it lists comes again, as headings with text below them."""

import re
from collections.abc import Iterable, Iterator, Sequence

from functions.convert.readers.structure.matter import CONTENTS, reason_by_title
from functions.convert.readers.text.stanzas import Stanza
from functions.convert.readers.wording.typography import fold

_LONGEST = 80
_MOST_LISTED = 1_000
_MOST_LEADING = 3
"""Headings that a table of contents lists, and that may come before it."""

_PAGE = re.compile(r"[\s.,…·_-]*\d*[\s.]*$")
_PLACE = re.compile(r"(?:\s{2}|[.…·_]{2})[\s.…·_]*\d+[\s.]*$")
"""A page behind a gap or dots; without these it may as well be the number of a chapter."""

_MOSTLY = 0.6


class Titles:
    """A set of titles, to look up those that a table of contents gives with a page or without the words behind the
    number.
    """

    def __init__(self, titles: Iterable[str]) -> None:
        self._whole = {key for title in titles if (key := heading_key(title))}
        self._beginnings = {beginning for key in self._whole for beginning in _beginnings(key)}

    def listed(self, line: str) -> bool:
        """Tell whether a line names one of the titles."""
        key = heading_key(line)
        return bool(key) and (key in self._beginnings or any(part in self._whole for part in _beginnings(key)))


def find_repeated(stanzas: Sequence[Stanza], headings: Iterable[int]) -> set[int]:
    """Find the headings that only list the ones which follow: a run of them that is repeated right after it."""
    places = sorted(headings)[: 2 * _MOST_LISTED]
    keys = [heading_key(stanzas[i].text) for i in places]
    for start in range(min(_MOST_LEADING, len(places))):
        run = 1
        while start + run < len(places) and places[start + run] == places[start] + run:
            run += 1
        for length in range(min(run, (len(places) - start) // 2), 1, -1):
            listed, following = keys[start : start + length], keys[start + length : start + 2 * length]
            if all(_same(a, b) for a, b in zip(listed, following, strict=True)):
                return set(places[start : start + length])
    return set()


def find_contents(stanzas: Sequence[Stanza], headings: set[int]) -> set[int]:
    """Find the stanzas of the leading table of contents, with its title."""
    found = find_repeated(stanzas, headings)
    titles = Titles(stanzas[i].text for i in headings)
    leading = sorted(headings)[2] if len(headings) > 2 else len(stanzas)
    found |= {i for i in range(leading) if i not in headings and is_contents(stanzas[i], titles)}
    return found | {i for i in range(len(stanzas)) if i + 1 in found and is_contents_title(stanzas[i])}


def find_listed(stanzas: Sequence[Stanza]) -> tuple[set[int], set[int]]:
    """Find the stanzas that a title such as "Contents" leads, and those that they list: headings of any wording."""
    title = next((i for i, stanza in enumerate(stanzas) if is_contents_title(stanza)), None)
    if title is None:
        return set(), set()
    last: dict[str, int] = {}
    for i, stanza in enumerate(stanzas):
        if i > title and len(stanza.lines) <= 2:
            last[heading_key(stanza.text)] = i
    end = _listing_end(stanzas, title + 1, last)
    names = {heading_key(line) for stanza in stanzas[title + 1 : end] for line in stanza.lines} - {""}
    first: dict[str, int] = {}
    for i in range(end, len(stanzas)):
        if len(stanzas[i].lines) <= 2 and (name := heading_key(stanzas[i].text)) in names:
            first.setdefault(name, i)
    return (set(range(title, end)), set(first.values())) if first else (set(), set())


def is_contents(stanza: Stanza, titles: Titles) -> bool:
    """Tell whether a stanza is a table of contents: most of its lines are titles that come later."""
    if len(stanza.lines) < 3 or max(len(line.strip()) for line in stanza.lines) > _LONGEST:
        return False
    lines = [line for line in stanza.lines if heading_key(line)]
    return sum(map(titles.listed, lines)) >= _MOSTLY * len(lines)


def is_contents_title(stanza: Stanza) -> bool:
    """Tell whether a stanza is the title of a table of contents."""
    return len(stanza.lines) == 1 and reason_by_title(stanza.text) == CONTENTS


def heading_key(text: str) -> str:
    """Fold a heading, without the number of the page that a table of contents gives."""
    words = fold(_PLACE.sub("", text))
    return words if re.fullmatch(r"\w+(?: the)? \d+|\d+", words) else fold(_PAGE.sub("", text)) or words


def _listing_end(stanzas: Sequence[Stanza], start: int, last: dict[str, int]) -> int:
    """Find the end of a listing, where its first entry comes again; a line may stand in it that heads some entries."""
    end = start
    names: set[str] = set()
    for i in range(start, min(start + _MOST_LISTED, len(stanzas))):
        if heading_key(stanzas[i].text) in names:
            break
        if _lists(stanzas[i], i, last):
            end = i + 1
            names.update(map(heading_key, stanzas[i].lines))
        elif i > end or len(stanzas[i].lines) > 1 or len(stanzas[i].text) > _LONGEST:
            break
    return end


def _lists(stanza: Stanza, index: int, last: dict[str, int]) -> bool:
    if last.get(heading_key(stanza.text), -1) > index:
        return True
    names = [heading_key(line) for line in stanza.lines if len(line.strip()) <= _LONGEST]
    known = sum(any(last.get(part, -1) > index for part in _beginnings(name)) for name in names)
    return known >= max(1, _MOSTLY * len(stanza.lines))


def _beginnings(key: str) -> Iterator[str]:
    """Yield what a key begins with, word by word."""
    words = key.split()
    return (" ".join(words[:count]) for count in range(1, len(words) + 1))


def _same(one: str, other: str) -> bool:
    """Compare two keys; a title may be missing after the number."""
    return f"{one} ".startswith(f"{other} ") or f"{other} ".startswith(f"{one} ")
