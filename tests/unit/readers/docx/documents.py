"""Small Word documents for tests, made part by part."""

from collections.abc import Mapping
from pathlib import Path

from ebookvoice.domain.book import Book
from functions.convert.readers.docx.reader import read_docx
from tests.unit.readers.epubs import write_zip

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"

_RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_NAMESPACES = (
    f'xmlns:r="{_RELATIONSHIPS}" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)

STYLES = (
    '<w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val="en-US" w:eastAsia="ja-JP" w:bidi="ar-SA"/></w:rPr>'
    "</w:rPrDefault></w:docDefaults>"
    '<w:style w:type="paragraph" w:default="1" w:styleId="Standard"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/><w:basedOn w:val="Standard"/>'
    '<w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Kapitel"><w:name w:val="My Chapter"/>'
    '<w:basedOn w:val="berschrift1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Titel"><w:name w:val="Title"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Untertitel"><w:name w:val="Subtitle"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Zitat"><w:name w:val="Quote"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Code"><w:name w:val="HTML Preformatted"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Vers"><w:name w:val="Verse"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Verzeichnis1"><w:name w:val="toc 1"/></w:style>'
    '<w:style w:type="character" w:styleId="Platzhalter"><w:name w:val="Placeholder Text"/></w:style>'
    '<w:style w:type="character" w:styleId="Geheim"><w:name w:val="Secret"/><w:rPr><w:vanish/></w:rPr></w:style>'
)


def p(text: str = "", style: str = "", properties: str = "") -> str:
    """Make a paragraph of plain text."""
    return paragraph(r(text), style, properties)


def paragraph(content: str, style: str = "", properties: str = "") -> str:
    """Make a paragraph of runs."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{properties}</w:pPr>{content}</w:p>"


def r(text: str, properties: str = "") -> str:
    """Make a run."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def field(instruction: str, result: str) -> str:
    """Make a field of runs: its result is runs, too."""
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>{instruction}</w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{result}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def table(*rows: str) -> str:
    """Make a table of rows."""
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def cell(content: str, properties: str = "") -> str:
    """Make a cell of a table."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


def part(name: str, content: str, namespace: str = W) -> str:
    """Make a part of XML around its content."""
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{name} xmlns:w="{namespace}" {_NAMESPACES}>{content}</w:{name}>'


def package(body: str, parts: Mapping[str, str | bytes] | None = None, namespace: str = W) -> dict[str, str | bytes]:
    """Make the files of a document; `parts` are further ones by path."""
    kinds = ("styles", "numbering", "footnotes", "endnotes")
    related = "".join(
        f'<Relationship Id="r{kind}" Type="{_RELATIONSHIPS}/{kind}" Target="{kind}.xml"/>' for kind in kinds
    )
    links = f'<Relationships xmlns="{_PACKAGE}/relationships">{related}{_others()}</Relationships>'
    files: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{_RELATIONSHIPS}/officeDocument" Target="/word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": links,
        "word/styles.xml": part("styles", STYLES, namespace),
        "word/document.xml": part("document", f"<w:body>{body}</w:body>", namespace),
    }
    return files | dict(parts or {})


def _others() -> str:
    return (
        f'<Relationship Id="picture" Type="{_RELATIONSHIPS}/image" Target="media/image1.png"/>'
        f'<Relationship Id="chunk" Type="{_RELATIONSHIPS}/aFChunk" Target="/word/chunk.dat"/>'
    )


def core(content: str) -> dict[str, str | bytes]:
    """Make the part of the core properties."""
    return {
        "docProps/core.xml": f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/">{content}</cp:coreProperties>'
    }


def read(folder: Path, body: str, parts: Mapping[str, str | bytes] | None = None, namespace: str = W) -> Book:
    """Write a document and read it."""
    return read_docx(write_zip(folder / "a book.docx", package(body, parts, namespace)), "a book.docx")
