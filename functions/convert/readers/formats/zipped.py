"""Which kind of document a zip file is: by the files in it."""

import re
from pathlib import Path

from ebookvoice.domain.errors import BookRefusedError, NotABookError
from functions.convert.readers.archive import Archive, open_archive
from functions.convert.readers.formats.kinds import Format, unsupported
from functions.convert.readers.limits import MAX_ILLUSTRATED_BYTES

_MIMETYPE_BYTES = 200
_ODT_TYPES = re.compile(r"application/vnd\.oasis\.opendocument\.text(?:-master|-template|-web)?$")
_OPEN_DOCUMENT = re.compile(r"application/vnd\.(?:oasis\.opendocument|sun\.xml)\.([\w.-]+)$")
"""OpenDocument 1.3, part 2, 3.3: a file `mimetype` tells the kind."""

_EPUB = re.compile(r"META-INF/container\.xml$|(?:.*/)?[^/]+\.opf$", re.IGNORECASE)
"""Either tells an EPUB, whole or damaged; the type that it declares proves nothing."""

_OTHERS = (
    (re.compile(r"xl/"), "an Excel workbook (XLSX)"),
    (re.compile(r"ppt/"), "a PowerPoint presentation (PPTX)"),
    (re.compile(r"index/document\.iwa$", re.IGNORECASE), "a Pages document"),
    (re.compile(r"(?:.*/)?(?:[^/]+\.kfx|book\.kdf)$", re.IGNORECASE), "a Kindle book (KFX)"),
)

_FB2 = re.compile(r".*\.fb2$", re.IGNORECASE)
_PICTURES = re.compile(r".*\.(?:jpe?g|png|gif|webp|avif)$", re.IGNORECASE)


def tell_zipped(path: Path) -> Format:
    """Tell what a zip file holds.

    Raises UnsupportedFormatError for other known kinds, NotABookError for anything else, and what `open_archive` does.
    """
    with open_archive(path) as archive:
        declared, names = _declared(archive), _names(archive)
        if any(_EPUB.match(name) for name in names):
            return Format.EPUB
        if archive.find("[Content_Types].xml") and any(name.startswith("word/") for name in names):
            return Format.DOCX
        if _ODT_TYPES.match(declared) or (not declared and _looks_like_open_document(archive)):
            return Format.ODT
    _refuse_others(declared, names)
    books = list(filter(_FB2.match, names))
    if len(books) == 1:
        return Format.ZIPPED_FB2
    if books:
        raise unsupported("an archive of several books", "Upload them one by one.")
    raise NotABookError("This zip file is not a book. Upload the book itself, for example an EPUB.")


def read_zipped_fb2(path: Path) -> bytes:
    """Unpack the one FB2 book of an archive. Raises what `open_archive` does."""
    with open_archive(path) as archive:
        return archive.read(next(filter(_FB2.match, _names(archive))), MAX_ILLUSTRATED_BYTES)


def _names(archive: Archive) -> list[str]:
    """List the files but for those in which macOS keeps what it knows about others."""
    return [name for name in archive.names if not name.startswith("__MACOSX/")]


def _declared(archive: Archive) -> str:
    """Read the type that an archive says it has; empty if it doesn't."""
    path = archive.find("mimetype")
    try:
        return archive.read(path, _MIMETYPE_BYTES).decode("ascii", "replace").strip().lower() if path else ""
    except BookRefusedError:
        return ""


def _looks_like_open_document(archive: Archive) -> bool:
    return archive.find("content.xml") is not None and archive.find("META-INF/manifest.xml") is not None


def _refuse_others(declared: str, names: list[str]) -> None:
    if other := _OPEN_DOCUMENT.match(declared):
        raise unsupported(f"an OpenDocument file of another kind ({other[1]})")
    for pattern, kind in _OTHERS:
        if any(pattern.match(name) for name in names):
            raise unsupported(kind)
    if any(_PICTURES.match(name) for name in names) and all(_is_comic(name) for name in names):
        raise unsupported("a comic book archive (CBZ)", "Its pages are pictures; upload an edition with text.")


def _is_comic(name: str) -> bool:
    return _PICTURES.match(name) is not None or name.lower().endswith(
        (".xml", ".txt", ".nfo", "thumbs.db", ".ds_store")
    )
