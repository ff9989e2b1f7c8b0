"""Small EPUBs for tests, made file by file."""

import zipfile
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path

from ebookvoice.domain.book import Book, Part
from functions.convert.readers.document import DocumentReader

CONTAINER = """<?xml version="1.0"?>
<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0">
<rootfiles><rootfile full-path="OPS/package.opf" media-type="application/oebps-package+xml"/></rootfiles></container>"""

METADATA = "<dc:title>The Hard Book</dc:title><dc:creator>Ada Anders</dc:creator><dc:language>en</dc:language>"

TYPES = {
    "xhtml": "application/xhtml+xml",
    "svg": "image/svg+xml",
    "png": "image/png",
    "ncx": "application/x-dtbncx+xml",
    "pls": "application/pls+xml",
}


def page(body: str, attributes: str = "", head: str = "<title>Page</title>") -> str:
    """Make an XHTML document around the content of a body."""
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n<html xmlns="http://www.w3.org/1999/xhtml" '
        f'xmlns:epub="http://www.idpf.org/2007/ops"><head>{head}</head><body {attributes}>{body}</body></html>'
    )


def nav(toc: str, landmarks: str = "") -> str:
    """Make a navigation document around list items."""
    marks = f'<nav epub:type="landmarks"><ol>{landmarks}</ol></nav>' if landmarks else ""
    return page(f'<nav epub:type="toc"><h1>Contents</h1><ol>{toc}</ol></nav>{marks}')


def ncx(points: str) -> str:
    """Make an NCX around navPoints."""
    return f'<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" version="2005-1"><navMap>{points}</navMap></ncx>'


def links(entries: Mapping[str, str]) -> str:
    """Make list items of href → label."""
    return "".join(f'<li><a href="{href}">{escape(label)}</a></li>' for href, label in entries.items())


def package(
    files: Mapping[str, str | bytes],
    spine: Sequence[str],
    metadata: str = METADATA,
    guide: str = "",
    properties: Mapping[str, str] | None = None,
    nonlinear: Sequence[str] = (),
) -> str:
    """Make a package document; the manifest lists files by name, whatever order they are read in."""
    named = {"nav.xhtml": "nav"} | dict(properties or {})
    items = "".join(
        f'<item id="{name}" href="{name}" media-type="{TYPES.get(name.rpartition(".")[2], "text/css")}"'
        + (f' properties="{named[name]}"' if name in named else "")
        + "/>"
        for name in sorted(files)
    )
    itemrefs = "".join(
        f'<itemref idref="{name}"' + (' linear="no"' if name in nonlinear else "") + "/>" for name in spine
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0">'
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:opf="http://www.idpf.org/2007/opf">'
        f'{metadata}</metadata><manifest>{items}</manifest><spine toc="toc.ncx">{itemrefs}</spine>'
        f"<guide>{guide}</guide></package>"
    )


def write_zip(path: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write files into a zip file."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in files.items():
            zipped.writestr(name, content)
    return path


def write_epub(
    path: Path, files: Mapping[str, str | bytes], opf: str | bytes, extra: Mapping[str, str | bytes] | None = None
) -> Path:
    """Write an EPUB whose files lie beside its package document; `extra` are paths from the root."""
    placed = {f"OPS/{name}": content for name, content in files.items()}
    kind = {"mimetype": "application/epub+zip"}
    return write_zip(
        path, {**kind, "META-INF/container.xml": CONTAINER, "OPS/package.opf": opf, **placed, **(extra or {})}
    )


def read(path: Path) -> Book:
    """Read a document the way that conversions do."""
    return DocumentReader().read(path, path.name)


def read_pages(folder: Path, pages: Mapping[str, str], toc: str | None = None, **options: object) -> Book:
    """Make and read an EPUB of pages in the order given; a list of links in the table of contents if there is one."""
    files: dict[str, str | bytes] = dict(pages.items())
    if toc is not None:
        files["nav.xhtml"] = nav(toc)
    opf = package(files, list(pages), **options)  # type: ignore[arg-type]
    return read(write_epub(folder / "book.epub", files, opf))


def read_body(folder: Path, body: str) -> list[str]:
    """Read the paragraphs of a book of one page."""
    return [paragraph.text for paragraph in read_pages(folder, {"a.xhtml": page(body)}).chapters[0].paragraphs]


def texts(chapter: Part) -> list[str]:
    """List what is spoken in a chapter."""
    return [paragraph.text for paragraph in chapter.paragraphs]


def spoken(book: Book) -> str:
    """Join all that is spoken."""
    return "\n".join(text for chapter in book.chapters for text in texts(chapter))
