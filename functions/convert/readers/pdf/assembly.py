"""Blocks, outline and notes → a manuscript."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from itertools import groupby

from ebookvoice.domain.book import Cover
from functions.convert.readers.pdf.outline import Bookmark
from functions.convert.readers.pdf.pages import Page
from functions.convert.readers.pdf.places import Written, is_useful, place_bookmarks
from functions.convert.readers.structure.blocks import Anchor, Document
from functions.convert.readers.structure.book import Bounds
from functions.convert.readers.structure.contents import Entry
from functions.convert.readers.structure.manuscript import Manuscript, Metadata

_FRONT_WORDS = 120
"""Words of a page: the pages in front of a book that have fewer are on their own (titles, a dedication)."""

_BODY = "body"


def assemble(
    written: Sequence[Written],
    pages: Sequence[Page],
    bookmarks: Sequence[Bookmark],
    metadata: Metadata,
    cover: Cover | None,
) -> Manuscript:
    """Put pages in front of the book on their own, and all others together; chapters begin where the outline says.

    Raises TooLargeError, TooComplexError over what any book has.
    """
    front = _front(written)
    groups = groupby(enumerate(written), key=lambda item: min(item[1][1].page, front))
    documents, begins, bounds = list[Document](), list[int](), Bounds()
    for page, items in groups:
        numbered = list(items)
        path = _BODY if page == front else f"page-{page + 1}"
        documents.append(Document(path, [block for _, (block, _) in numbered]))
        begins.append(numbered[0][0])
        bounds.add(documents[-1])
    entries = _entries(bookmarks, written, pages, documents, begins) if is_useful(bookmarks, len(pages)) else ()
    return Manuscript(documents, metadata, entries, cover=cover)


def _front(written: Sequence[Written]) -> int:
    """Find the first page with more than a few words."""
    words: Counter[int] = Counter()
    for block, line in written:
        words[line.page] += len(block.text.split())
    return min((page for page, count in words.items() if count >= _FRONT_WORDS), default=0)


def _entries(
    bookmarks: Sequence[Bookmark],
    written: Sequence[Written],
    pages: Sequence[Page],
    documents: Sequence[Document],
    begins: Sequence[int],
) -> list[Entry]:
    entries: list[Entry] = []
    for number, (bookmark, place) in enumerate(zip(bookmarks, place_bookmarks(bookmarks, written, pages), strict=True)):
        if place == len(written):
            continue
        at = bisect_right(begins, place) - 1
        fragment = f"entry-{number + 1}"
        documents[at].anchors[fragment] = Anchor(place - begins[at], None)
        entries.append(Entry(bookmark.title, documents[at].path, fragment, bookmark.depth, bookmark.parent))
    return entries
