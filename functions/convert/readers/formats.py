"""What kind of document a file is, told by its content and never by its name."""

import re
import zipfile
from pathlib import Path

from ebookvoice.domain.errors import CorruptBookError, NotABookError, UnsupportedFormatError
from functions.convert.readers.epub.container import CONTAINER

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")

_SIGNATURES = (
    (0, b"{\\rtf", "RTF document"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Word document"),
    (60, b"BOOKMOBI", "Kindle book (MOBI or AZW)"),
    (60, b"TEXtREAd", "Palm book"),
    (0, b"\xeaDRMION\xee", "Kindle book (KFX)"),
    (0, b"CONT\x02\x00", "Kindle book (KFX)"),
    (0, b"ITOLITLS", "Microsoft Reader book (LIT)"),
    (0, b"AT&TFORM", "DjVu document"),
    (0, b"Rar!\x1a\x07", "RAR archive"),
    (0, b"7z\xbc\xaf\x27\x1c", "7-Zip archive"),
    (0, b"\x1f\x8b", "gzip archive"),
    (0, b"%!PS", "PostScript document"),
)
"""Offset, bytes, name."""

_MARKUP = (
    (re.compile(rb"<FictionBook\b"), "FB2 book"),
    (re.compile(rb"<!doctype\s+html|<html\b|<head\b|<body\b", re.IGNORECASE), "web page (HTML)"),
    (re.compile(rb"<office:document\b"), "OpenDocument text"),
    (re.compile(rb"<\?xml\b"), "XML document"),
)

_ZIPPED = (
    (re.compile(r"word/"), "Word document (DOCX)"),
    (re.compile(r"xl/"), "Excel workbook (XLSX)"),
    (re.compile(r"ppt/"), "PowerPoint presentation (PPTX)"),
    (re.compile(r"(?:content|styles)\.xml$"), "OpenDocument file (ODT)"),
    (re.compile(r"[^/]+\.fb2$", re.IGNORECASE), "FB2 book in a zip file"),
    (re.compile(r"index/document\.iwa$", re.IGNORECASE), "Pages document"),
    (re.compile(r"[^/]+\.kfx$|book\.kdf$", re.IGNORECASE), "Kindle book (KFX)"),
)

_PICTURES = re.compile(r"\.(?:jpe?g|png|gif|webp)$", re.IGNORECASE)


def is_zip(head: bytes) -> bool:
    """Tell whether a file that begins like this is a zip file."""
    return head.startswith(_ZIP)


def refuse_other_formats(head: bytes) -> None:
    """Raise UnsupportedFormatError for a document of a known format that is neither a zip file nor plain text."""
    if b"%PDF-" in head[:1024]:
        raise _unsupported("PDF")
    for offset, signature, name in _SIGNATURES:
        if head.startswith(signature, offset):
            raise _unsupported(name)
    start = head.removeprefix(b"\xef\xbb\xbf").replace(b"\x00", b"").lstrip(b"\xff\xfe \t\r\n")
    if start.startswith(b"<"):
        for pattern, name in _MARKUP:
            if pattern.search(start[:4096]):
                raise _unsupported(name)


def refuse_other_archives(path: Path) -> None:
    """Raise UnsupportedFormatError for a zip file of another known format, NotABookError if it isn't an EPUB either."""
    try:
        with zipfile.ZipFile(path) as zipped:
            names = [name.replace("\\", "/") for name in zipped.namelist()]
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError) as error:
        raise CorruptBookError from error
    if any(name.casefold() == CONTAINER.casefold() for name in names):
        return
    for pattern, kind in _ZIPPED:
        if any(pattern.match(name) for name in names):
            raise _unsupported(kind)
    files = [name for name in names if not name.endswith("/")]
    if files and all(_PICTURES.search(name) or name.endswith(".xml") for name in files):
        raise _unsupported("comic book archive (CBZ)")
    raise NotABookError("This zip file is not a book. Upload an EPUB or a plain text file.")


def _unsupported(name: str) -> UnsupportedFormatError:
    return UnsupportedFormatError(
        f"This is a {name}, which is not supported yet. Convert it to EPUB or plain text and upload that."
    )
