"""Paragraphs → the lines that they take on paper."""

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from ebookvoice.domain.book import ParagraphKind
from functions.convert.texts.breaking import line_breaks
from functions.convert.texts.transcript.letters import Letters, Run


class Style(NamedTuple):
    """How a paragraph is set; lengths in points. `leading`: from line to line, `above`: more before the first one,
    `left`: narrower by so much, `first`: the first line's indent."""

    size: float = 11.5
    leading: float = 15.5
    above: float = 0
    left: float = 0
    first: float = 16
    centred: bool = False


TITLE = Style(30, 36, first=0, centred=True)
BYLINE = Style(16, 21, above=18, first=0, centred=True)
CHAPTER = Style(20, 26, first=0, centred=True)
SMALL = Style(9.5, 13, above=6, first=0, centred=True)
BREAK = Style(above=8, first=0, centred=True)

STYLES = {
    ParagraphKind.HEADING: Style(14, 18, above=16, first=0, centred=True),
    ParagraphKind.TEXT: Style(),
    ParagraphKind.QUOTE: Style(above=6, left=24, first=0),
    ParagraphKind.VERSE: Style(left=36, first=0),
    ParagraphKind.LIST_ITEM: Style(above=3, left=24, first=0),
    ParagraphKind.TABLE_ROW: Style(above=3, left=12, first=0),
    ParagraphKind.PREFORMATTED: Style(left=12, first=0),
    ParagraphKind.NOTE: Style(9.5, 13, above=3, left=24, first=0),
}


class Line(NamedTuple):
    """Text in one or more fonts, `width` points wide, to begin at `x` from the left margin."""

    runs: list[Run]
    x: float


class Setter:
    """Sets text in lines."""

    def __init__(self, letters: Letters) -> None:
        from reportlab.pdfbase.pdfmetrics import stringWidth

        self._letters = letters
        self._string_width = stringWidth

    def lines(self, text: str, style: Style, measure: float) -> Iterator[Line]:
        """Break a text into lines that fit between margins so many points apart, as full as they get."""
        indent = style.left + style.first
        for line in self._broken(text, style.size, measure - style.left, style.first):
            runs = self._letters.runs(line)
            yield Line(runs, (measure - self._width(line, style.size)) / 2 if style.centred else indent)
            indent = style.left

    def _broken(self, text: str, size: float, measure: float, indent: float) -> Iterator[str]:
        taken, start, end = indent, 0, 0
        for first, last in pairwise([0, *line_breaks(text), len(text)]):
            word = text[first:last]
            visible = self._width(word.rstrip(), size)
            if taken + visible > measure and end > start:
                yield text[start:end].rstrip()
                taken, start = 0, first
            if visible > measure:
                yield from self._shattered(word, size, measure - taken)
                taken, start = 0, last
            else:
                taken += self._width(word, size)
            end = last
        if text[start:].strip():
            yield text[start:].rstrip()

    def _shattered(self, word: str, size: float, measure: float) -> Iterator[str]:
        """Cut a word that is wider than any line."""
        taken, start = 0.0, 0
        for position, character in enumerate(word):
            width = self._width(character, size)
            if taken + width > measure and position > start:
                yield word[start:position]
                taken, start = 0, position
            taken += width
        yield word[start:].rstrip()

    def _width(self, text: str, size: float) -> float:
        return float(sum(self._string_width(run.text, run.font, size) for run in self._letters.runs(text)))
