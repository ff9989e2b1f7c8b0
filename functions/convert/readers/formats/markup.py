"""Which kind of markup a file is: XML of books, or a web page."""

import re
from pathlib import PurePath

from functions.convert.readers.formats.kinds import Format, unsupported
from functions.convert.readers.formats.markdown import ENDINGS as MARKDOWN_ENDINGS

_SEARCHED_BYTES = 4096

_ROOTS = (
    (re.compile(rb"<(?:\w+:)?FictionBook\b"), Format.FB2),
    (re.compile(rb"<!doctype\s+html|<html\b|<head\b|<body\b", re.IGNORECASE), Format.HTML),
)

_OPEN_DOCUMENT = re.compile(rb"<office:document\b")
_OPEN_TEXT = re.compile(rb"application/vnd\.oasis\.opendocument\.text")

_ELEMENT = re.compile(
    rb"<(?:title|meta|style|h[1-6]|p|div|article|section|main|center|table|ul|ol|blockquote|pre|br|hr|font)\b[^<>]*>",
    re.IGNORECASE,
)
"""What a page may begin with that has left out what it is allowed to leave out (HTML, 13.1.2.4)."""

_CLOSED = re.compile(rb"</(?:title|style|h[1-6]|p|div|article|section|main|center|table|ul|ol|a|b|i|em|font)>", re.I)

_WEB_ARCHIVE = re.compile(rb"\A(?:From: |MIME-Version:|Content-Type: multipart/related)[\s\S]*?multipart/related", re.I)


def tell_markup(head: bytes, filename: str) -> Format | None:
    """Tell a document of markup; None for what is none. Raises UnsupportedFormatError for other XML."""
    start = head[:_SEARCHED_BYTES].removeprefix(b"\xef\xbb\xbf").replace(b"\x00", b"").lstrip(b"\xff\xfe \t\r\n")
    if _WEB_ARCHIVE.match(start):
        raise unsupported("a web archive (MHTML)", "Save the page as HTML and upload that.")
    if not start.startswith(b"<"):
        return None
    for root, kind in _ROOTS:
        if root.search(start):
            return kind
    if _OPEN_DOCUMENT.search(start):
        if _OPEN_TEXT.search(start):
            return Format.FLAT_ODT
        raise unsupported("an OpenDocument file without text")
    if start.startswith(b"<?xml"):
        raise unsupported("an XML document")
    return Format.HTML if _is_fragment(start, filename) else None


def _is_fragment(start: bytes, filename: str) -> bool:
    """Tell whether elements of a page follow each other; Markdown may begin with some too."""
    if PurePath(filename).suffix.lower() in MARKDOWN_ENDINGS:
        return False
    first = _ELEMENT.search(start)
    return first is not None and _CLOSED.search(start) is not None
