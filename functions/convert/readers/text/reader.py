"""Plain text → Book."""

import re

from ebookvoice.domain.book import Book
from ebookvoice.domain.errors import TooLargeError
from functions.convert.readers.encodings import decode_text
from functions.convert.readers.limits import MAX_TEXT_BYTES
from functions.convert.readers.structure import gutenberg
from functions.convert.readers.structure.book import Bounds, make_book
from functions.convert.readers.structure.manuscript import Manuscript, Metadata
from functions.convert.readers.text.inline import without_placeholders
from functions.convert.readers.text.layout import Layout, lay_out
from functions.convert.readers.wording.typography import tidy

_LANGUAGES = {"english": "en", "german": "de", "french": "fr", "spanish": "es", "italian": "it", "portuguese": "pt"}
_LANGUAGES |= {"dutch": "nl", "danish": "da", "swedish": "sv", "finnish": "fi", "latin": "la", "chinese": "zh"}
_LANGUAGES |= {"russian": "ru", "polish": "pl", "hungarian": "hu", "greek": "el", "norwegian": "no", "czech": "cs"}
_LANGUAGES |= {"japanese": "ja", "catalan": "ca", "esperanto": "eo", "tagalog": "tl", "welsh": "cy", "icelandic": "is"}
"""As Project Gutenberg's headers name them."""

_RELEASE = re.compile(r"\[.*$")
_AND = re.compile(r"\s+(?:and|&)\s+|;\s*")


def read_text(content: bytes, filename: str) -> Book:
    """Read a plain text. Raises NotABookError, NoTextError, TooComplexError, TooLargeError over 20 MB."""
    if len(content) > MAX_TEXT_BYTES:
        raise TooLargeError
    text = without_placeholders(decode_text(content))
    metadata = _metadata(gutenberg.header_of(text))
    layout: Layout = lay_out(text.split("\n"), metadata)
    bounds = Bounds()
    for document in layout.documents:
        bounds.add(document)
    return make_book(Manuscript(layout.documents, metadata, layout.entries), filename)


def _metadata(header: dict[str, str]) -> Metadata:
    title, author = tidy(header.get("title", "")) or None, tidy(header.get("author", ""))
    authors = tuple(filter(None, _AND.split(author)))
    others = (tidy(header.get(role, "")) for role in ("translator", "editor", "illustrator"))
    return Metadata(
        title=title,
        authors=authors,
        language=_LANGUAGES.get(header.get("language", "").lower()),
        published=_RELEASE.sub("", header.get("release date", "")).strip() or None,
        titles=(title,) if title else (),
        people=(author, *authors, *filter(None, others)),
    )
