"""Hostile documents of office programs, and the plain ones that they are made from."""

from collections.abc import Callable
from pathlib import Path

from tests.hostile.markup import deep, laughs
from tests.unit.readers.epubs import write_zip

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_O = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
)


def docx(folder: Path, body: str, doctype: str = "") -> Path:
    """Write a Word document."""
    document = f'<?xml version="1.0"?>{doctype}<w:document {_W}><w:body>{body}</w:body></w:document>'
    return write_zip(folder / "book.docx", {"[Content_Types].xml": "<Types/>", "word/document.xml": document})


def odt(folder: Path, body: str, doctype: str = "") -> Path:
    """Write an OpenDocument text."""
    opened, closed = (
        f"<office:document-content {_O}><office:body><office:text>",
        "</office:text></office:body></office:document-content>",
    )
    files: dict[str, str | bytes] = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": f'<?xml version="1.0"?>{doctype}{opened}{body}{closed}',
        "META-INF/manifest.xml": "<manifest/>",
    }
    return write_zip(folder / "book.odt", files)


OFFICE: dict[str, Callable[[Path], Path]] = {
    "DOCX, a billion laughs": lambda folder: docx(folder, "<w:p><w:r><w:t>Text &lol9;</w:t></w:r></w:p>", laughs("d")),
    "DOCX, tables 100,000 deep": lambda folder: docx(folder, deep("w:tbl", 100_000)),
    "DOCX, a cell over a billion columns": lambda folder: docx(
        folder,
        '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="1000000000"/></w:tcPr>'
        "<w:p><w:r><w:t>Text</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
    ),
    "ODT, a billion laughs": lambda folder: odt(folder, "<text:p>Text &lol9;</text:p>", laughs("d")),
    "ODT, sections 100,000 deep": lambda folder: odt(folder, deep("text:section", 100_000)),
    "ODT, a billion rows": lambda folder: odt(
        folder,
        '<table:table><table:table-row table:number-rows-repeated="1000000000">'
        '<table:table-cell table:number-columns-repeated="1000000000"><text:p>Text</text:p></table:table-cell>'
        "</table:table-row></table:table>",
    ),
    "ODT, a billion spaces": lambda folder: odt(folder, '<text:p>Text<text:s text:c="1000000000"/>end</text:p>'),
}
"""Documents of office programs."""
