"""A web page, or a whole book as one → Book."""

import codecs
import re

from ebookvoice.domain.book import Book
from ebookvoice.domain.errors import NoTextError
from functions.convert.readers.encodings import decode_markup
from functions.convert.readers.markup.content import read_content
from functions.convert.readers.markup.xml import parse_markup
from functions.convert.readers.structure.book import Bounds, make_book
from functions.convert.readers.structure.manuscript import Manuscript
from functions.convert.readers.webpage.contents import take_contents
from functions.convert.readers.webpage.controls import take_controls_out
from functions.convert.readers.webpage.furniture import mark_furniture
from functions.convert.readers.webpage.metadata import read_metadata
from functions.convert.readers.webpage.word import mark_notes

_PATH = "page.html"

_EMBEDDED = re.compile(r"\bdata:[\w.+-]+/[\w.+-]+[^\"'<>()\s]{256,}")
"""Pictures and fonts that a page holds within itself: a parser stops at 10 MB of them, and nobody hears them."""


def read_html(content: bytes, filename: str) -> Book:
    """Read a page of HTML or XHTML, well-formed or not. Raises a BookRefusedError."""
    text = _EMBEDDED.sub("data:,", decode_markup(content))
    root = parse_markup(codecs.BOM_UTF8 + text.encode())
    if root is None:
        raise NoTextError
    metadata = read_metadata(root)
    take_controls_out(root)
    mark_notes(root)
    furniture = mark_furniture(root)
    entries = take_contents(_PATH, root)
    document = read_content(_PATH, root, metadata.language)
    furniture.leave_out(document)
    Bounds().add(document)
    return make_book(Manuscript([document], metadata, entries), filename)
