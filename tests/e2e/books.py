"""Books that the tests write themselves."""

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from html import escape

CONTAINER = """<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>
<rootfile full-path="package.opf" media-type="application/oebps-package+xml"/></rootfiles></container>"""
ENCRYPTION = """<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container"
 xmlns:enc="http://www.w3.org/2001/04/xmlenc#"><enc:EncryptedData>
<enc:EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#aes128-cbc"/>
<enc:CipherData><enc:CipherReference URI="chapter-0.xhtml"/></enc:CipherData></enc:EncryptedData></encryption>"""
WORDS = ("sea", "light", "ship", "horn", "fog", "keeper", "read", "night", "page", "under", "slowly", "turned", "the")
RED = (192, 32, 32)

Chapters = Mapping[str, Sequence[str]]


def epub(
    chapters: Chapters,
    *,
    title: str = "A Book",
    author: str = "An Author",
    language: str = "en",
    encryption: str | None = None,
) -> bytes:
    """Write an EPUB 3: a document and an entry of the navigation for each chapter, and a cover."""
    entries: dict[str, str | bytes] = {"META-INF/container.xml": CONTAINER, "cover.png": png()}
    if encryption:
        entries["META-INF/encryption.xml"] = encryption
    documents = {f"chapter-{number}.xhtml": name for number, name in enumerate(chapters)}
    for path, name in documents.items():
        paragraphs = "".join(f"<p>{escape(text)}</p>" for text in chapters[name])
        entries[path] = xhtml(name, f"<h1>{escape(name)}</h1>{paragraphs}" if chapters[name] else "")
    rows = "".join(f'<li><a href="{path}">{escape(name)}</a></li>' for path, name in documents.items())
    entries["nav.xhtml"] = xhtml("Contents", f'<nav epub:type="toc"><ol>{rows}</ol></nav>')
    entries["package.opf"] = _package(list(documents), title, author, language)
    return archive(entries)


def archive(entries: Mapping[str, str | bytes]) -> bytes:
    """Zip the entries behind an EPUB's mimetype."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("mimetype", "application/epub+zip", zipfile.ZIP_STORED)
        for path, content in entries.items():
            book.writestr(path, content)
    return buffer.getvalue()


def xhtml(title: str, body: str) -> str:
    """Write a content document."""
    return (
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops">'
        f"<head><title>{escape(title)}</title></head><body>{body}</body></html>"
    )


def prose(seed: int, characters: int) -> list[str]:
    """Make up so many characters of paragraphs; the same seed always gives the same ones."""
    dice = random.Random(seed)  # noqa: S311
    paragraphs: list[str] = []
    while sum(map(len, paragraphs)) < characters:
        sentences = (" ".join(dice.choices(WORDS, k=dice.randint(6, 14))).capitalize() for _ in range(6))
        paragraphs.append(". ".join(sentences) + ".")
    return paragraphs


def novel(seed: int, chapters: int, characters: int) -> bytes:
    """Write a book of so many chapters of so many characters each."""
    return epub({f"Part {n}": prose(seed * 100 + n, characters) for n in range(1, chapters + 1)}, title=f"Novel {seed}")


def png(side: int = 90) -> bytes:
    """Draw a red square of so many pixels a side."""
    rows = (b"\0" + bytes(RED) * side) * side
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        for kind, content in chunks
    )


def _package(documents: Sequence[str], title: str, author: str, language: str) -> str:
    items = "".join(
        f'<item id="d{n}" href="{path}" media-type="application/xhtml+xml"/>' for n, path in enumerate(documents)
    )
    spine = "".join(f'<itemref idref="d{n}"/>' for n in range(len(documents)))
    return (
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id">'
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier id="id">urn:test</dc:identifier>'
        f"<dc:title>{escape(title)}</dc:title><dc:creator>{escape(author)}</dc:creator><dc:language>{language}</dc:language>"
        '<meta property="dcterms:modified">2026-01-01T00:00:00Z</meta></metadata><manifest>'
        '<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>'
        '<item id="cover" href="cover.png" media-type="image/png" properties="cover-image"/>'
        f"{items}</manifest><spine>{spine}</spine></package>"
    )
