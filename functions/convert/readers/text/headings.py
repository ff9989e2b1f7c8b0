"""The headings of a plain text: numbered divisions, bare numerals in sequence, and names such as "Prologue"."""

import re
from collections.abc import Iterable, Sequence, Set

from functions.convert.readers.structure.outline import is_division
from functions.convert.readers.text.stanzas import Stanza
from functions.convert.readers.wording.divisions import OPENINGS
from functions.convert.readers.wording.numerals import to_number
from functions.convert.readers.wording.typography import fold

_LONGEST = 80
_MOST_LINES = 3
_MOST_LISTED = 1_000
_MOST_LEADING = 3
"""Headings that a table of contents lists, and that may come before it."""

_NUMBER = re.compile(r"[\[(]?([IVXLC]+|\d{1,3})[\])]?\.?")
_NUMBERED_TITLE = re.compile(r"([IVXLC]+|\d{1,3})[.:)]?\s*[.:—–-]?\s+(?=\S)(.{2,70})")
_SENTENCE_END = re.compile(r"[a-zà-ÿ]{2}[.,;]$")
_RUNNING_ON = re.compile(r"[,;]$|\b(?:the|a|an|of|and|to|in|that|was|were|had|has|is)$")
_AFTER_NUMBER = re.compile(r"^\W*\w+(?:\s+the)?\s+\S+?([.:;,—–-]+|$|\s)\s*(.*)$", re.DOTALL)
_PAGE = re.compile(r"[\s.…·_-]*\d*\s*$")


def find_headings(stanzas: Sequence[Stanza]) -> set[int]:
    """Find the stanzas that are headings, by index."""
    found = {i for i, stanza in enumerate(stanzas) if _is_named(stanza)}
    numbered = [(i, number) for i, stanza in enumerate(stanzas) if (number := _bare_number(stanza)) is not None]
    return found | _in_sequence(numbered)


def is_contents(stanza: Stanza, headings: Set[str]) -> bool:
    """Tell whether a stanza is a table of contents: most of its lines are headings that come later."""
    if len(stanza.lines) < 3 or max(len(line.strip()) for line in stanza.lines) > _LONGEST:
        return False
    lines = [heading_key(line.strip()) for line in stanza.lines]
    hits = sum(any(_same(line, heading) for heading in headings) for line in lines if line)
    return hits >= 0.6 * len(lines)


def find_contents(stanzas: Sequence[Stanza], headings: Iterable[int]) -> set[int]:
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


def heading_key(text: str) -> str:
    """Fold a heading, without the number of the page that a table of contents gives."""
    words = fold(text)
    return words if re.fullmatch(r"\w+(?: the)? \d+|\d+", words) else fold(_PAGE.sub("", text)) or words


def _same(one: str, other: str) -> bool:
    """Compare two keys; a title may be missing after the number."""
    return f"{one} ".startswith(f"{other} ") or f"{other} ".startswith(f"{one} ")


def _is_named(stanza: Stanza) -> bool:
    if len(stanza.lines) > _MOST_LINES or max(len(line.strip()) for line in stanza.lines) > _LONGEST:
        return False
    text = stanza.text
    if fold(text).replace(" ", "-") in OPENINGS or fold(text) in OPENINGS:
        return len(stanza.lines) == 1
    several = any(is_division(line.strip()) for line in stanza.lines[1:])
    return is_division(text) and not several and not _reads_on(text)


def _reads_on(text: str) -> bool:
    """Tell whether a text is a sentence that only begins like a heading ("Chapter two was lost, and")."""
    rest = _AFTER_NUMBER.match(text)
    if rest is None or not rest[2]:
        return bool(_RUNNING_ON.search(text))
    separated = bool(rest[1].strip())
    return bool(_RUNNING_ON.search(text)) or (not separated and rest[2][:1].islower())


def _bare_number(stanza: Stanza) -> int | None:
    """Read a numeral that stands alone, or before a short title."""
    if len(stanza.lines) > 2:
        return None
    match = _NUMBER.fullmatch(stanza.text) or _NUMBERED_TITLE.fullmatch(stanza.text)
    if match is None:
        return None
    if match.lastindex == 2 and _SENTENCE_END.search(stanza.text):
        return None
    return int(match[1]) if match[1].isdigit() else to_number(match[1])


def _in_sequence(numbered: Sequence[tuple[int, int]]) -> set[int]:
    """Keep numbers that count 1, 2, 3 … ; they may start again, as chapters do in every part."""
    found: set[int] = set()
    run: list[int] = []
    expected = 1
    for index, number in numbered:
        if number == expected:
            run.append(index)
            expected += 1
        elif number == 1:
            found.update(run if len(run) > 1 else ())
            run, expected = [index], 2
    found.update(run if len(run) > 1 else ())
    return found
