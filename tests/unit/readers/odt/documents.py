"""Small OpenDocument texts for tests, made part by part."""

from collections.abc import Mapping
from pathlib import Path

from ebookvoice.domain.book import Book
from functions.convert.readers.odt.reader import read_flat_odt, read_odt
from tests.unit.readers.epubs import write_zip

_URN = "urn:oasis:names:tc:opendocument:xmlns"
_NAMESPACES = (
    " ".join(f'xmlns:{name}="{_URN}:{name}:1.0"' for name in ("office", "text", "style", "table", "meta", "manifest"))
    + f' xmlns:draw="{_URN}:drawing:1.0" xmlns:fo="{_URN}:xsl-fo-compatible:1.0" '
    f'xmlns:svg="{_URN}:svg-compatible:1.0" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:math="http://www.w3.org/1998/Math/MathML"'
)

STYLES = (
    '<office:styles><style:default-style style:family="paragraph">'
    '<style:text-properties fo:language="en" fo:country="GB"/></style:default-style>'
    '<style:style style:name="Standard" style:family="paragraph"/>'
    '<style:style style:name="Heading" style:family="paragraph" style:parent-style-name="Standard"/>'
    '<style:style style:name="Heading_20_1" style:display-name="Heading 1" style:family="paragraph" '
    'style:parent-style-name="Heading" style:default-outline-level="1"/>'
    '<style:style style:name="Quotations" style:family="paragraph"/>'
    '<style:style style:name="Preformatted_20_Text" style:family="paragraph"/>'
    '<text:list-style style:name="Digits"><text:list-level-style-number text:level="1" style:num-format="1" '
    'style:num-suffix="."/><text:list-level-style-number text:level="2" style:num-format="a" style:num-suffix=")"/>'
    '</text:list-style><text:list-style style:name="Dots"><text:list-level-style-bullet text:level="1" '
    'text:bullet-char="o"/></text:list-style></office:styles>'
)
AUTOMATIC = (
    '<office:automatic-styles><style:style style:name="P1" style:family="paragraph" '
    'style:parent-style-name="Quotations"/><style:style style:name="P2" style:family="paragraph" '
    'style:parent-style-name="Title"/><style:style style:name="T1" style:family="text"><style:text-properties '
    'text:display="none"/></style:style><style:style style:name="T2" style:family="text"><style:text-properties '
    'fo:language="fr" fo:country="FR"/></style:style></office:automatic-styles>'
)


def part(name: str, content: str) -> str:
    """Make a part of XML around its content."""
    return f'<?xml version="1.0" encoding="UTF-8"?><office:{name} {_NAMESPACES}>{content}</office:{name}>'


def body(content: str) -> str:
    """Make the body around the text."""
    return f"<office:body><office:text>{content}</office:text></office:body>"


def package(text: str, meta: str = "", parts: Mapping[str, str | bytes] | None = None) -> dict[str, str | bytes]:
    """Make the files of a document; `parts` are further ones by path."""
    files: dict[str, str | bytes] = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "META-INF/manifest.xml": f"<manifest:manifest {_NAMESPACES}/>",
        "content.xml": part("document-content", AUTOMATIC + body(text)),
        "styles.xml": part("document-styles", STYLES),
        "meta.xml": part("document-meta", f"<office:meta>{meta}</office:meta>"),
    }
    return files | dict(parts or {})


def read(folder: Path, text: str, meta: str = "", parts: Mapping[str, str | bytes] | None = None) -> Book:
    """Write a document and read it."""
    return read_odt(write_zip(folder / "a book.odt", package(text, meta, parts)), "a book.odt")


def read_flat(text: str, meta: str = "") -> Book:
    """Make a flat document and read it."""
    content = part("document", f"<office:meta>{meta}</office:meta>{STYLES}{AUTOMATIC}{body(text)}")
    return read_flat_odt(content.encode(), "a book.fodt")
