"""Whether the text of a document can be read at all."""

from collections.abc import Sequence

from ebookvoice.domain.errors import CorruptBookError, NoTextError, NoTextLayerError
from functions.convert.readers.pdf.pages import Page
from functions.convert.readers.wording.typography import speakable

_PICTURED = 0.5
"""Of a page's area: more than this is a scan, if there is hardly any text."""

_HARDLY = 30
"""Characters: what a scanner or an archive stamps on the picture of a page."""

_NEARLY_ALL = 0.9
"""Of the pages: the others are what an archive puts in front of a scanned book."""

_UNMAPPED = 0.3
"""Of the characters: with more of them without a meaning the rest makes no sense."""


def refuse_unreadable(pages: Sequence[Page]) -> None:
    """Raise NoTextLayerError for scans and for fonts that don't say what their glyphs mean.

    Raises NoTextError where there is nothing at all, CorruptBookError where no page opens.
    """
    if all(page.damaged for page in pages):
        raise CorruptBookError
    characters = sum(page.characters for page in pages)
    unmapped = sum(page.unmapped for page in pages)
    if unmapped > _UNMAPPED * (characters + unmapped):
        raise NoTextLayerError
    scans = sum(page.pictured > _PICTURED and page.characters < _HARDLY for page in pages)
    if scans and scans >= _NEARLY_ALL * len(pages):
        raise NoTextLayerError
    if not any(speakable(line.text) for page in pages for line in (*page.lines, *page.asides)):
        raise NoTextLayerError if any(page.pictured for page in pages) else NoTextError
