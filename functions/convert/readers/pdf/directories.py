"""Pages that are looked up and not read: tables of contents, indexes, copyright pages."""

import re
from collections.abc import Iterator, Sequence

from functions.convert.readers.pdf.body import same_size
from functions.convert.readers.pdf.pages import Page
from functions.convert.readers.pdf.text import Line
from functions.convert.readers.structure.matter import CONTENTS, COPYRIGHT, reason_by_title
from functions.convert.readers.wording.imprints import is_imprint

INDEX = "index"

_NUMBER = r"(?:\d{1,4}|[ivxlc]{1,7})"
_LEADER = re.compile(rf"(?:\.\s?){{3,}}\s*{_NUMBER}$|[…·_‥]{{2,}}\s*{_NUMBER}$", re.IGNORECASE)
_NUMBERED = re.compile(rf"(?:^|\s){_NUMBER}$", re.IGNORECASE)
_LOCATED = re.compile(r"\d[\d\s,;–\-nf.]*$|\bsee(?: also)?\b", re.IGNORECASE)

_FEWEST = 3
"""Entries of a table of contents that has a title; without one it takes twice as many."""

_APART = 3
"""Lines between two entries that may be the first lines of a longer entry."""

_FRONT = 12
"""Pages at the beginning or end where a copyright page may stand."""


def mark_directories(pages: Sequence[Page]) -> None:
    """Mark the lines that are not narrated with the reason."""
    lines = [line for page in pages for line in page.lines]
    for start, end in _contents(lines):
        _mark(lines[start:end], CONTENTS)
    _mark(_index(lines, len(pages)), INDEX)
    for page in (*pages[:_FRONT], *pages[-_FRONT // 4 :]):
        if is_imprint([line.text for line in page.lines]):
            _mark(page.lines, COPYRIGHT)


def _mark(lines: Sequence[Line], reason: str) -> None:
    for line in lines:
        line.matter = line.matter or reason


def _contents(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """Find runs of lines that end with page numbers, below a title that says so or with dots that lead there."""
    i = 0
    while i < len(lines):
        titled = reason_by_title(lines[i].text) == CONTENTS
        if not titled and not _LEADER.search(lines[i].text[-60:]):
            i += 1
            continue
        end, entries = _run(lines, i + titled)
        if entries >= (_FEWEST if titled else 2 * _FEWEST):
            yield i, end
            i = end
        else:
            i += 1


def _run(lines: Sequence[Line], start: int) -> tuple[int, int]:
    """Follow entries as long as their page numbers rise; tell where they end, and how many they are."""
    end, entries, last = start, 0, 0
    for i in range(start, len(lines)):
        if i - end > _APART:
            break
        text = lines[i].text[-60:]
        if _LEADER.search(text) or (lines[i].cells and _NUMBERED.search(text)):
            number = re.search(r"\d+$", text)
            value = int(number[0]) if number else last
            if value < last:
                break
            end, entries, last = i + 1, entries + 1, value
    return end, entries


def _index(lines: Sequence[Line], pages: int) -> Sequence[Line]:
    """Find the index: in the second half, below its title, lines of which most name pages, up to the next heading."""
    for start, line in enumerate(lines):
        if line.page < pages / 2 or reason_by_title(line.text) != INDEX:
            continue
        end = next((i for i in range(start + 1, len(lines)) if _closes(lines[i], line)), len(lines))
        entries = [line for line in lines[start + 1 : end] if len(line.text) > 1]
        located = sum(bool(_LOCATED.search(entry.text[-40:])) for entry in entries)
        if len(entries) >= 2 * _FEWEST and located >= 0.5 * len(entries):
            return lines[start:end]
    return ()


def _closes(line: Line, title: Line) -> bool:
    """Tell whether a line is a heading of the index's own rank; the letters of the alphabet are not."""
    return (
        len(line.text) > 2 and same_size(line.size, title.size) and line.bold == title.bold and line.page > title.page
    )
