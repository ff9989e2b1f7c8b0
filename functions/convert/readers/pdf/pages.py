"""A page of a document → its lines in reading order."""

from dataclasses import dataclass, field
from typing import Any

from ebookvoice.domain.errors import TooLargeError
from functions.convert.readers.limits import MAX_CHARACTERS
from functions.convert.readers.pdf.columns import find_regions
from functions.convert.readers.pdf.glyphs import read_glyphs
from functions.convert.readers.pdf.lines import find_pieces
from functions.convert.readers.pdf.opening import open_page
from functions.convert.readers.pdf.pictures import pictured_area
from functions.convert.readers.pdf.sheets import Box
from functions.convert.readers.pdf.text import Line, write_lines
from functions.convert.readers.pdf.words import Words


@dataclass(slots=True)
class Page:
    """Lines in reading order; `bottom` and `top` are the edges of the page in points, turned as its text is.

    `asides` are lines that run in another direction; `angle` is the text's own in degrees; `pictured` is how much of
    the area is pictures (0–1); `unmapped` counts the characters that the fonts don't tell the meaning of.
    """

    number: int
    lines: list[Line] = field(default_factory=list)
    asides: list[Line] = field(default_factory=list)
    bottom: float = 0.0
    top: float = 0.0
    angle: int = 0
    pictured: float = 0.0
    unmapped: int = 0
    damaged: bool = False

    @property
    def characters(self) -> int:
        """Count the characters that can be read."""
        return sum(len(line.text) for line in (*self.lines, *self.asides))


def read_pages(document: Any) -> list[Page]:
    """Read all pages. Raises TooLargeError for more text than any book has, TooComplexError."""
    pages: list[Page] = []
    characters, columns = 0, list[float]()
    for number in range(len(document)):
        pages.append(read_page(document, number, columns))
        characters += pages[-1].characters
        if characters > MAX_CHARACTERS:
            raise TooLargeError
    return pages


def read_page(document: Any, number: int, columns: list[float]) -> Page:
    """Read a page, counted from 0; a damaged one is empty. `columns` are the left edges of those on earlier pages.

    Raises TooComplexError.
    """
    found = Page(number)
    with open_page(document, number) as page:
        if page is None:
            found.damaged = True
            return found
        box: Box = page.get_bbox()
        words = Words(box)
        words.add(read_glyphs(page))
        found.pictured = pictured_area(page, box)
    layers, found.unmapped = words.layers, words.unmapped
    for layer in layers:
        lines = found.asides
        if layer is layers[0]:
            lines, found.angle, found.bottom, found.top = found.lines, layer.angle, layer.bottom, layer.top
        for count, region in enumerate(find_regions(find_pieces(layer.words), columns)):
            lines += write_lines(region, number, count)
    return found
