"""The outermost rows of pages, where furniture is."""

from collections import Counter
from collections.abc import Sequence

from functions.convert.readers.pdf.pages import Page
from functions.convert.readers.pdf.text import Line

Row = tuple[Line, ...]
"""The lines of a page that stand at one height."""

_DRIFT = 3.0
"""Points: how far apart two pages may have the same header."""

_EDGE = 0.15
"""Of the page's height: where furniture is in a document of very few pages."""

_LONGEST = 160
"""Characters of a header."""

_LARGER = 1.15
"""Times the size of the page's text: headings are, headers are not."""


def outermost(page: Page) -> list[Row]:
    """Find the top and the bottom row of a page."""
    if not page.lines:
        return []
    top, bottom = max(line.base for line in page.lines), min(line.base for line in page.lines)
    rows = [tuple(line for line in page.lines if abs(line.base - base) <= _DRIFT) for base in (top, bottom)]
    return rows[:1] if rows[0] == rows[1] else rows


def text_of(row: Row) -> str:
    """Put the text of a row together, in lower case."""
    return " ".join(line.text for line in row).casefold()


def is_short(row: Row) -> bool:
    """Tell whether a row is short enough for a header."""
    return sum(len(line.text) for line in row) <= _LONGEST


class Heights:
    """Counts rows by their height: from the top of their page or from its bottom, whichever is nearer."""

    def __init__(self, pages: Sequence[Page]) -> None:
        self._pages = pages
        self._counts: Counter[int] = Counter()

    def add(self, row: Row) -> None:
        """Count a row."""
        self._counts[self._height(row)] += 1

    def count(self, row: Row) -> int:
        """Tell how many of the rows counted stand at the height of this one."""
        height = self._height(row)
        return sum(self._counts[height + i] for i in (-1, 0, 1))

    def _height(self, row: Row) -> int:
        """Give the height in steps, negative from the bottom; no step is near one from the other edge."""
        page, base = self._pages[row[0].page], row[0].base
        above, below = page.top - base, base - page.bottom
        return int(above // _DRIFT) + 3 if above < below else -int(below // _DRIFT) - 3


class Typefaces:
    """Knows the type of each page's text, to tell headings from headers."""

    def __init__(self, pages: Sequence[Page]) -> None:
        self._usual = [_usual(page) for page in pages]

    def leads(self, line: Line) -> bool:
        """Tell whether a line is set larger or bolder than the text of its page: a heading."""
        size, bold = self._usual[line.page]
        return line.size > _LARGER * size or (line.bold and not bold)


def at_edge(row: Row, page: Page) -> bool:
    """Tell whether a row stands where furniture does in a document of very few pages."""
    return min(page.top - row[0].base, row[0].base - page.bottom) < _EDGE * (page.top - page.bottom)


def _usual(page: Page) -> tuple[float, bool]:
    sizes: Counter[float] = Counter()
    for line in page.lines:
        sizes[line.size] += len(line.text)
    bold = sum(len(line.text) for line in page.lines if line.bold)
    return max(sizes, key=lambda size: sizes[size], default=0.0), 2 * bold >= sizes.total()
