"""The headings of a plain text: numbered divisions, bare numerals in sequence, and names such as "Prologue"."""

import re
from collections import Counter
from collections.abc import Sequence

from functions.convert.readers.text.stanzas import Stanza
from functions.convert.readers.wording.divisions import (
    CHAPTER_WORDS,
    DIVISION,
    OPENINGS,
    PART_WORDS,
    is_division,
    reads_on,
)
from functions.convert.readers.wording.numerals import to_number
from functions.convert.readers.wording.typography import fold

_LONGEST = 80
_MOST_LINES = 3

_NUMBER = re.compile(r"[\[(]?([IVXLC]+|\d{1,3})[\])]?\.?")
_NUMBERED_TITLE = re.compile(r"([IVXLC]+|\d{1,3})[.:)]?\s*[.:—–-]?\s+(?=\S)(.{2,70})")
_SENTENCE_END = re.compile(r"[a-zà-ÿ]{2}[.,;]$")
_BARE = re.compile(
    rf"\W*(?:(?:{DIVISION})\.?\s+(?:the\s+)?[\w-]+|[\w-]+\s+(?:{DIVISION})|第\w+[章回节節卷部篇]|[IVXLC]+|\d{{1,3}})\W*",
    re.IGNORECASE,
)
_MOSTLY = 0.6


def find_headings(stanzas: Sequence[Stanza]) -> set[int]:
    """Find the stanzas that are headings, by index."""
    found = {i for i, stanza in enumerate(stanzas) if _is_named(stanza)}
    numbered = [(i, number) for i, stanza in enumerate(stanzas) if (number := _bare_number(stanza)) is not None]
    return found | _in_sequence(numbered) | _spelled_out(stanzas)


def find_subtitles(stanzas: Sequence[Stanza], headings: set[int]) -> set[int]:
    """Find the stanzas that go on with the heading before them, if most headings have one: a number, then a name."""
    bare = [i for i in headings if i + 1 < len(stanzas) and _BARE.fullmatch(stanzas[i].text)]
    followed = {i + 1 for i in bare if not headings & {i + 1, i + 2} and _is_title(stanzas[i + 1])}
    return followed if len(followed) > 1 and len(followed) >= _MOSTLY * len(bare) else set()


def _is_title(stanza: Stanza) -> bool:
    """Tell whether a stanza may be a title: short, most of its words with capitals."""
    text = stanza.text
    if len(stanza.lines) > 2 or len(text) > _LONGEST or not text[:1].isalnum():
        return False
    words = [word for word in re.findall(r"[^\W\d_]+", text) if len(word) > 3]
    capitals = sum(word[0].isupper() for word in words)
    return not text.endswith((",", ";", ":", "!”", "?”")) and bool(words) and capitals >= _MOSTLY * len(words)


def _spelled_out(stanzas: Sequence[Stanza]) -> set[int]:
    """Find headings with numbers that are not known ("Глава первая"): the same word and another one, several times."""
    pairs: dict[int, tuple[str, str]] = {}
    for i, stanza in enumerate(stanzas):
        words = fold(stanza.text).split() if len(stanza.lines) == 1 and len(stanza.text) <= _LONGEST else []
        if (
            len(words) == 2
            and words[0] in CHAPTER_WORDS | PART_WORDS
            and not stanza.text.endswith((",", ";", "!", "?"))
        ):
            pairs[i] = (words[0], words[1])
    counts = Counter(word for word, _ in set(pairs.values()))
    return {i for i, (word, _) in pairs.items() if counts[word] > 1}


def _is_named(stanza: Stanza) -> bool:
    if len(stanza.lines) > _MOST_LINES or max(len(line.strip()) for line in stanza.lines) > _LONGEST:
        return False
    text = stanza.text
    if fold(text).replace(" ", "-") in OPENINGS or fold(text) in OPENINGS:
        return len(stanza.lines) == 1
    several = any(is_division(line.strip()) for line in stanza.lines[1:])
    return is_division(text) and not several and not reads_on(text)


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
