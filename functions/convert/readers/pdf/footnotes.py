"""Footnotes: small print at the bottom of a page that begins with the marker which is raised in the text above."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from functions.convert.readers.pdf.body import Body
from functions.convert.readers.pdf.markers import drop_markers, drop_signs, is_marker, marker_of
from functions.convert.readers.pdf.pages import Page
from functions.convert.readers.pdf.text import Line, Raised

_SMALLER = 0.95
"""Times the size of the running text."""

_START = re.compile(r"([*†‡§¶#‖]{1,4}|[\[(]?\d{1,3}[\])]?)[.:]?(?=\s|[^\W\d_])")
_SIGN = re.compile(r"[*†‡§¶#‖]")
_FINISHED = re.compile(r"[.!?][\"'”’»)\]]{0,3}$")


@dataclass(slots=True)
class Footnote:
    """A note at the bottom of a page; `key` is None when nothing on the page marks it."""

    page: int
    marker: str
    lines: list[Line]
    key: str | None = None


def take_footnotes(pages: Sequence[Page], body: Body) -> list[Footnote]:
    """Take the footnotes off the pages, and their markers out of the text."""
    notes: list[Footnote] = []
    for page in pages:
        found = _take(page, body, notes[-1] if notes and notes[-1].page == page.number - 1 else None)
        keys = {note.marker: note.key for note in found if note.key}
        for line in page.lines:
            if line.raised:
                drop_markers(line, keys)
        marked = {key for line in page.lines for key in line.keys}
        drop_signs(page.lines, {marker: key for marker, key in keys.items() if key not in marked})
        marked = {key for line in page.lines for key in line.keys}
        for note in found:
            note.key = note.key if note.key in marked else None
        for line in (line for note in found for line in note.lines):
            drop_markers(line, {})
        notes += found
    return notes


def _take(page: Page, body: Body, last: Footnote | None) -> list[Footnote]:
    """Take the notes off a page; what goes on from the page before is added to that page's last note."""
    raised = {marker_of(part) for line in page.lines for part in _raised(line)}
    found: list[Footnote] = []
    taken: set[int] = set()
    for lines in _bottoms(page, body):
        starts = [i for i, line in enumerate(lines) if _starts(line, raised)]
        runs_on = last is not None and not found and _runs_on(last, lines[0])
        if starts and starts[0] > 0 and not runs_on:
            lines, starts = lines[starts[0] :], [start - starts[0] for start in starts]
        if last is not None and runs_on and (not starts or starts[0] > 0):
            before = lines[: starts[0] if starts else len(lines)]
            last.lines += before
            taken |= set(map(id, before))
        for start, end in pairwise([*starts, len(lines)]):
            marker = _strip(lines[start])
            key = f"page-{page.number + 1}-{marker}"
            found.append(Footnote(page.number, marker, lines[start:end], key))
            taken |= set(map(id, lines[start:end]))
    page.lines = [line for line in page.lines if id(line) not in taken]
    return found


def _bottoms(page: Page, body: Body) -> Iterator[list[Line]]:
    """Find the small print that ends a column, or all of a column that stands below the others."""
    columns: dict[int, list[Line]] = {}
    for line in page.lines:
        columns.setdefault(line.region, []).append(line)
    for lines in columns.values():
        start = len(lines)
        while start and lines[start - 1].size < _SMALLER * body.size and not lines[start - 1].cells:
            start -= 1
        if start < len(lines) and (start or _below(lines[0], page)):
            yield lines[start:]


def _below(first: Line, page: Page) -> bool:
    """Tell whether nothing of another column stands below a line."""
    return first.base < (page.top + page.bottom) / 2 and all(
        line.base >= first.base for line in page.lines if line.region < first.region
    )


def _runs_on(note: Footnote, line: Line) -> bool:
    """Tell whether a note goes on at the bottom of the next page."""
    return line.text[0].islower() and not _FINISHED.search(note.lines[-1].text)


def _starts(line: Line, raised: set[str]) -> bool:
    """Tell whether a line begins a note: with a raised marker, or with one that is raised in the text."""
    if line.raised and line.raised[0].start == 0 and is_marker(line.text[: line.raised[0].end]):
        return True
    match = _START.match(line.text)
    return match is not None and (marker_of(match[1]) in raised or bool(_SIGN.match(match[1])))


def _strip(line: Line) -> str:
    """Take the marker off the beginning of a note."""
    match = _START.match(line.text)
    end = line.raised[0].end if line.raised and line.raised[0].start == 0 else match.end() if match else 0
    marker = marker_of(line.text[:end])
    rest = line.text[end:]
    shift = len(line.text) - len(rest.lstrip(" .:)]"))
    line.raised = tuple(Raised(s - shift, e - shift) for s, e in line.raised if s >= shift)
    line.text = line.text[shift:]
    return marker


def _raised(line: Line) -> Iterator[str]:
    """Yield what is raised within a line, not at its beginning."""
    for start, end in line.raised:
        if start > 0:
            yield from re.split(r"[,;\s]", line.text[start:end])
