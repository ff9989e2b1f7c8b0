"""Entries of the outline → the blocks that they lead to."""

import re
from collections.abc import Sequence

from functions.convert.readers.pdf.outline import Bookmark
from functions.convert.readers.pdf.pages import Page
from functions.convert.readers.pdf.styles import turn
from functions.convert.readers.pdf.text import Line
from functions.convert.readers.structure.blocks import Block
from functions.convert.readers.wording.typography import fold

Written = tuple[Block, Line]
"""A block, and the line that it begins at."""

_PAGE = re.compile(r"(?:page|p\.|seite|página|pagina)?\s*(?:\d{1,4}|[ivxlc]{1,7})", re.IGNORECASE)


def is_useful(bookmarks: Sequence[Bookmark], pages: int) -> bool:
    """Tell whether an outline names the parts of a book: more than one, and not just its pages."""
    if len({bookmark.title for bookmark in bookmarks}) < 2:
        return False
    return not (pages > 2 and len(bookmarks) >= pages and all(_PAGE.fullmatch(b.title) for b in bookmarks))


def place_bookmarks(bookmarks: Sequence[Bookmark], written: Sequence[Written], pages: Sequence[Page]) -> list[int]:
    """Find the block that each entry leads to, as an index; the number of blocks if nothing follows.

    Headings right before a heading belong to it, as "Chapter 1" above its title does, unless they have their own entry.
    """
    starts = _starts(written, len(pages))
    labels = [fold(block.label) for block, _ in written]
    titles = {fold(bookmark.title) for bookmark in bookmarks}
    found: list[int] = []
    for bookmark in bookmarks:
        first, end = starts[bookmark.page], starts[bookmark.page + 1]
        place = _titled(fold(bookmark.title), labels, first, end)
        if place is None:
            place = _below(bookmark, written, first, end, pages[bookmark.page].angle)
        while first < place < len(labels) and labels[place] and labels[place - 1] and labels[place - 1] not in titles:
            place -= 1
        found.append(place)
    return found


def _starts(written: Sequence[Written], pages: int) -> list[int]:
    """Find the first block that begins on each page or later, page by page, and one more for the end."""
    starts = [len(written)] * (pages + 1)
    for index in range(len(written) - 1, -1, -1):
        starts[written[index][1].page] = index
    for number in range(pages - 1, -1, -1):
        starts[number] = min(starts[number], starts[number + 1])
    return starts


def _titled(title: str, labels: Sequence[str], first: int, end: int) -> int | None:
    """Find the heading of a title among blocks; one of both may leave the number of the chapter out."""
    for index in range(first, end):
        label = labels[index]
        if label and (label == title or title.endswith(f" {label}") or label.endswith(f" {title}")):
            return index
    return None


def _below(bookmark: Bookmark, written: Sequence[Written], first: int, end: int, angle: int) -> int:
    """Find the first block below the place that an entry leads to, else the first block of its page."""
    if bookmark.place is None:
        return first
    height = turn(*bookmark.place, angle)[1]
    return next((index for index in range(first, end) if written[index][1].base <= height), end)
