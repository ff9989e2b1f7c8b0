"""metadata.opf: what Audiobookshelf, calibre and others read about a book that lies in a folder.

Audiobookshelf's own metadata.json has changed its form between versions; this one has not (OPF 2.0, 2.2). It looks for
the usual prefixes rather than for name spaces, so that they are written out.
"""

import re
from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from ebookvoice.ports.binding import Tags
from functions.convert.audio.tagging import GENRE

_HEAD = """<?xml version="1.0" encoding="utf-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="2.0">
  <metadata xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:opf="http://www.idpf.org/2007/opf">
"""
_TAIL = "  </metadata>\n</package>\n"
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 has no way to write (2.2)."""


def opf(tags: Tags) -> bytes:
    """Write the package document of a book, without a manifest."""
    lines = "".join(f"    {element}\n" for element in (*_dublin_core(tags), *_calibre(tags)))
    return _NO_XML.sub(" ", f"{_HEAD}{lines}{_TAIL}").encode()


def _dublin_core(tags: Tags) -> Iterator[str]:
    texts = [
        ("title", tags.title, ""),
        *(("creator", author, ' opf:role="aut"') for author in tags.authors),
        ("creator", tags.narrator, ' opf:role="nrt"'),
        ("language", tags.language, ""),
        ("publisher", tags.publisher, ""),
        ("date", tags.published, ""),
        ("description", tags.description, ""),
        ("subject", GENRE, ""),
        ("identifier", tags.isbn, ' opf:scheme="ISBN"'),
    ]
    return (f"<dc:{name}{attribute}>{escape(text)}</dc:{name}>" for name, text, attribute in texts if text)


def _calibre(tags: Tags) -> Iterator[str]:
    if tags.series:
        yield f'<meta name="calibre:series" content={quoteattr(tags.series)}/>'
        if tags.series_part:
            yield f'<meta name="calibre:series_index" content={quoteattr(tags.series_part)}/>'
