"""Running headers, footers and page numbers: what comes again at the edge of page after page."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from functions.convert.readers.pdf.numbers import Counted, alone, at_edges, believed
from functions.convert.readers.pdf.pages import Page
from functions.convert.readers.pdf.rows import Heights, Row, Typefaces, at_edge, is_short, outermost, text_of
from functions.convert.readers.wording.typography import fold

_ROUNDS = 3
"""Lines at an edge of the page that may be furniture, one below the other."""

_FEWEST = 3
"""Pages that a text comes again on at the same height; all pages of a document that has only two."""

_DIGITS = re.compile(r"\d+|\b[ivxlc]+\b", re.IGNORECASE)


def remove_furniture(pages: Sequence[Page], names: Iterable[str] = ()) -> None:
    """Take headers, footers and page numbers off the pages; where nothing else is on any page, they are the text.

    `names` are titles and authors: a header that shares its height with other headers may name them only once.
    """
    whole = [page.lines for page in pages]
    furniture = _Furniture(pages, names)
    for _ in range(_ROUNDS):
        rows = [row for page in pages for row in outermost(page) if is_short(row)]
        removed = furniture.find(rows)
        if not removed:
            break
        for page in pages:
            page.lines = [line for line in page.lines if id(line) not in removed]
    if not any(page.lines for page in pages):
        for page, lines in zip(pages, whole, strict=True):
            page.lines = lines
    _remove_asides(pages)


class _Furniture:
    """Tells furniture from text; headings, which are larger or bolder than the text, are none."""

    def __init__(self, pages: Sequence[Page], names: Iterable[str]) -> None:
        self._pages = pages
        self._typefaces = Typefaces(pages)
        headings = (line.text for page in pages for line in page.lines if self._typefaces.leads(line))
        self._titles = {fold(name) for name in (*names, *headings)} - {""}

    def find(self, rows: Sequence[Row]) -> set[int]:
        """Find the lines of the outermost rows that are furniture, by their id."""
        plain = [row for row in rows if not self._typefaces.leads(row[0])]
        found = self._numbers(plain) + self._lone_numbers(plain) + self._repeated(plain)
        removed = {id(line) for row in found for line in row}
        return removed | {id(line) for row in self._named(plain, removed) for line in row}

    def _numbers(self, rows: Sequence[Row]) -> list[Row]:
        """Find the rows that carry a page number: it counts the pages, and stands where it does on other pages."""
        votes: dict[Counted, list[Row]] = defaultdict(list)
        for row in rows:
            for counted in set(_counted(row)):
                votes[counted].append(row)
        found: dict[int, list[tuple[int, Row]]] = defaultdict(list)
        for counted in believed({counted: {row[0].page for row in voters} for counted, voters in votes.items()}):
            heights = self._heights(votes[counted])
            for row in votes[counted]:
                if heights.count(row) >= _FEWEST:
                    found[row[0].page].append((heights.count(row), row))
        return [max(candidates, key=lambda candidate: candidate[0])[1] for candidates in found.values()]

    def _lone_numbers(self, rows: Sequence[Row]) -> list[Row]:
        """Find the page numbers of a document that is too short to tell them by their sequence."""
        if len(self._pages) > _FEWEST:
            return []
        lone = (row for row in rows if len(row) == 1 and alone(row[0].text, row[0].page) == Counted(1, False))
        return [row for row in lone if at_edge(row, page := self._pages[row[0].page]) and row[0].base < page.top / 2]

    def _repeated(self, rows: Sequence[Row]) -> list[Row]:
        """Find the rows whose text comes again at the same height on other pages."""
        same: dict[str, list[Row]] = defaultdict(list)
        for row in rows:
            same[text_of(row)].append(row)
        fewest = max(2, min(_FEWEST, len(self._pages)))
        found: list[Row] = []
        for again in same.values():
            heights = self._heights(again)
            found += [row for row in again if heights.count(row) >= fewest]
        return found if len(self._pages) > 2 else [row for row in found if at_edge(row, self._pages[row[0].page])]

    def _named(self, rows: Sequence[Row], removed: set[int]) -> list[Row]:
        """Find the headers of chapters that are too short to repeat them: titles at the height of other headers."""
        named = [row for row in rows if fold(_DIGITS.sub(" ", text_of(row))) in self._titles]
        removed = removed | {id(row[0]) for row in named}
        heights = self._heights([row for row in rows if id(row[0]) in removed])
        return [row for row in named if heights.count(row) > _FEWEST]

    def _heights(self, rows: Iterable[Row]) -> Heights:
        heights = Heights(self._pages)
        for row in rows:
            heights.add(row)
        return heights


def _counted(row: Row) -> list[Counted]:
    text = text_of(row)
    number = alone(text, row[0].page)
    return [number] if number else at_edges(text, row[0].page)


def _remove_asides(pages: Sequence[Page]) -> None:
    """Take away what runs in another direction and comes again: watermarks, and stamps in the margin."""
    counts = Counter(line.text for page in pages for line in page.asides)
    for page in pages:
        page.asides = [line for line in page.asides if counts[line.text] < min(_FEWEST, max(2, len(pages)))]
