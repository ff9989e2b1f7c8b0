"""What stands in a plain text beside the book: what those who typed it say, its title page, lists of illustrations."""

import re
from collections.abc import Sequence

from functions.convert.readers.structure import gutenberg
from functions.convert.readers.structure.manuscript import Metadata
from functions.convert.readers.structure.matter import reason_by_title
from functions.convert.readers.text.stanzas import Stanza
from functions.convert.readers.wording.typography import fold

_TRANSCRIBER = re.compile(
    r"\W{0,3}(?:Original\s+|E-?text\s+)?(?:Transcriber|Transcription|Proofreader)(?:['’]?s?['’]?)?\s+(?:end)?notes?\b",
    re.IGNORECASE,
)
_LONGEST = 100
"""Stanzas of a note in brackets, or in a list."""

_LISTS = frozenset({"list of illustrations", "list of tables"})
_ENTRY = re.compile(
    r"\S.{2,100}?(?:[\s.…·_-]{2,}|\s)(?:\d{1,4}|[ivxlc]{1,7}|_?(?:Frontispiece|Facing page \d+)_?)$", re.IGNORECASE
)
_MOSTLY = 0.6


def find_transcriber(stanzas: Sequence[Stanza], headings: set[int]) -> set[int]:
    """Find the notes of those who typed the text: in brackets, or from their title on, at the beginning or the end."""
    found: set[int] = set()
    for i, stanza in enumerate(stanzas):
        if i in found or not _TRANSCRIBER.match(stanza.lines[0].strip()):
            continue
        if stanza.text.startswith("["):
            found.update(range(i, _closed(stanzas, i)))
        elif len(stanza.text) <= 40:
            found.update(range(i, _section_end(stanzas, i, headings)))
        else:
            found.add(i)
    return found


def find_lists(stanzas: Sequence[Stanza], headings: set[int]) -> dict[int, str]:
    """Find the lists of illustrations and tables: below their titles, as long as lines end with pages."""
    found: dict[int, str] = {}
    for i, stanza in enumerate(stanzas):
        reason = reason_by_title(stanza.text) if len(stanza.lines) == 1 else None
        if reason not in _LISTS or reason is None:
            continue
        end = i + 1
        while end < len(stanzas) and end not in headings and _is_list(stanzas[end]):
            end += 1
        if end > i + 1:
            found.update(dict.fromkeys(range(i, end), reason))
    return found


def find_title_page(stanzas: Sequence[Stanza], start: int, metadata: Metadata) -> set[int]:
    """Find title and author where they open the text and are known from its header."""
    names = {fold(name) for name in (*metadata.titles, *metadata.people)} - {""}
    names |= {f"by {name}" for name in names} | {f"{a} by {b}" for a in names for b in names} | {"by"}
    end = start
    while names != {"by"} and end < len(stanzas) - 1 and fold(stanzas[end].text) in names:
        end += 1
    return set(range(start, end))


def find_credits(stanzas: Sequence[Stanza], start: int) -> set[int]:
    """Find who made the e-text, where the book begins in a file of Project Gutenberg."""
    return {i for i in range(start, min(start + 3, len(stanzas))) if gutenberg.credits(stanzas[i].text)}


def _closed(stanzas: Sequence[Stanza], start: int) -> int:
    """Find the stanza after the bracket that closes."""
    depth = 0
    for i in range(start, min(len(stanzas), start + _LONGEST)):
        depth += sum(line.count("[") - line.count("]") for line in stanzas[i].lines)
        if depth <= 0:
            return i + 1
    return start + 1


def _section_end(stanzas: Sequence[Stanza], start: int, headings: set[int]) -> int:
    """Find the end of a note below its title: the next heading, or that of the text; but never one far away."""
    end = next((i for i in range(start + 1, len(stanzas)) if i in headings), len(stanzas))
    return end if end - start <= _LONGEST else start + 2


def _is_list(stanza: Stanza) -> bool:
    entries = sum(_ENTRY.match(line.strip()) is not None for line in stanza.lines)
    return entries >= _MOSTLY * len(stanza.lines)
