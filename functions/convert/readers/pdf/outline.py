"""The document's outline (its bookmarks): what it calls its parts, and where they begin."""

from collections.abc import Iterator
from ctypes import addressof, byref, c_ulong
from dataclasses import dataclass
from typing import Any

from functions.convert.readers.pdf.library import pdfium
from functions.convert.readers.pdf.limits import MAX_BOOKMARKS, MAX_OUTLINE_DEPTH
from functions.convert.readers.pdf.opening import read_bookmark_title
from functions.convert.readers.wording.typography import speakable, tidy


@dataclass(frozen=True, slots=True)
class Bookmark:
    """An entry of the outline: its page, counted from 0, and its place there in points of the page as it lies."""

    title: str
    page: int
    place: tuple[float, float] | None
    depth: int
    parent: bool


def read_outline(document: Any) -> list[Bookmark]:
    """Read the entries that lead to a page of the document, in their order; what leads in circles is read once."""
    return list(_read(document, None, 0, set()))


def _read(document: Any, parent: Any, depth: int, seen: set[int]) -> Iterator[Bookmark]:
    raw = pdfium()
    bookmark = raw.FPDFBookmark_GetFirstChild(document, parent)
    while bookmark and addressof(bookmark.contents) not in seen and len(seen) < MAX_BOOKMARKS:
        seen.add(addressof(bookmark.contents))
        children = list(_read(document, bookmark, depth + 1, seen)) if depth < MAX_OUTLINE_DEPTH else []
        title = tidy("".join(c if c.isprintable() else " " for c in read_bookmark_title(bookmark)))
        target = _target(document, bookmark)
        if target is not None and speakable(title):
            yield Bookmark(title, *target, depth, bool(children))
        yield from children
        bookmark = raw.FPDFBookmark_GetNextSibling(document, bookmark)


def _target(document: Any, bookmark: Any) -> tuple[int, tuple[float, float] | None] | None:
    """Find the page that a bookmark leads to, and the place on it if it names one."""
    raw = pdfium()
    destination = raw.FPDFBookmark_GetDest(document, bookmark)
    if not destination:
        action = raw.FPDFBookmark_GetAction(bookmark)
        if action and raw.FPDFAction_GetType(action) == raw.PDFACTION_GOTO:
            destination = raw.FPDFAction_GetDest(document, action)
    page = raw.FPDFDest_GetDestPageIndex(document, destination) if destination else -1
    if not 0 <= page < len(document):
        return None
    return page, _place(destination)


def _place(destination: Any) -> tuple[float, float] | None:
    """Read the upper left corner of what a destination shows (ISO 32000-1, table 151)."""
    raw = pdfium()
    count, numbers = c_ulong(), (raw.FS_FLOAT * 4)()
    match raw.FPDFDest_GetView(destination, byref(count), numbers):
        case raw.PDFDEST_VIEW_XYZ if count.value > 1 and numbers[1]:
            return numbers[0], numbers[1]
        case raw.PDFDEST_VIEW_FITH | raw.PDFDEST_VIEW_FITBH if count.value:
            return 0.0, numbers[0]
        case raw.PDFDEST_VIEW_FITR if count.value > 3:
            return numbers[0], numbers[3]
    return None
