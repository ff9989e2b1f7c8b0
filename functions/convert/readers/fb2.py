"""FictionBook 2 → Book."""

import codecs

from lxml import etree

from ebookvoice.domain.book import Book
from ebookvoice.domain.errors import CorruptBookError
from functions.convert.readers.encodings import decode_markup
from functions.convert.readers.fictionbook.binaries import take_binaries
from functions.convert.readers.fictionbook.bodies import read_bodies
from functions.convert.readers.fictionbook.description import cover_of, read_description
from functions.convert.readers.fictionbook.mending import mend
from functions.convert.readers.markup.xml import local_name, parse_xml
from functions.convert.readers.structure.book import Bounds, make_book
from functions.convert.readers.structure.manuscript import Manuscript


def read_fb2(content: bytes, filename: str) -> Book:
    """Read a FictionBook 2.0 or 2.1, unpacked. Raises a BookRefusedError."""
    text, binaries = take_binaries(decode_markup(content))
    root = _parse(text)
    metadata = read_description(root)
    documents, entries = read_bodies(root, metadata.language)
    bounds = Bounds()
    for document in documents:
        bounds.add(document)
    return make_book(Manuscript(documents, metadata, entries, cover=cover_of(root, binaries)), filename)


def _parse(text: str) -> etree._Element:
    """Parse the XML, mended where it isn't well-formed. Raises CorruptBookError, TooComplexError."""
    try:
        root = parse_xml(codecs.BOM_UTF8 + text.encode())
    except CorruptBookError:
        root = parse_xml(codecs.BOM_UTF8 + mend(text).encode())
    if local_name(root) != "fictionbook":
        raise CorruptBookError
    return root
