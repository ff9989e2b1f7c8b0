"""Any document → Book: the reader that works in the reading room."""

from pathlib import Path

from ebookvoice.domain.book import Book
from ebookvoice.domain.errors import NoTextError, TooLargeError
from functions.convert.readers.formats.kinds import Format
from functions.convert.readers.formats.telling import tell_format
from functions.convert.readers.formats.zipped import read_zipped_fb2
from functions.convert.readers.limits import MAX_ILLUSTRATED_BYTES, MAX_TEXT_BYTES

_CONTAINERS = frozenset({Format.EPUB, Format.PDF, Format.DOCX, Format.ODT})
_PLAIN = frozenset({Format.TEXT, Format.MARKDOWN})


class DocumentReader:
    """Reads a document of any supported format, told by its content (a BookReader of ebookvoice.ports.reading).

    Strangers' files are read in a process of their own: by functions.convert.reading_room.
    """

    def read(self, path: Path, filename: str) -> Book:
        """Read the document at `path`; `filename` is the title of last resort, and tells Markdown from other text.

        Raises a BookRefusedError for whatever can't be read; OSError when there is no file.
        """
        kind = tell_format(path, filename)
        if kind in _CONTAINERS:
            return _read_container(kind, path, filename)
        content = _content(kind, path)
        if not content.strip():
            raise NoTextError
        return _read_content(kind, content, filename)


def _read_container(kind: Format, path: Path, filename: str) -> Book:
    match kind:
        case Format.PDF:
            from functions.convert.readers.pdf.reader import read_pdf

            return read_pdf(path, filename)
        case Format.DOCX:
            from functions.convert.readers.docx.reader import read_docx

            return read_docx(path, filename)
        case Format.ODT:
            from functions.convert.readers.odt.reader import read_odt

            return read_odt(path, filename)
    from functions.convert.readers.epub.reader import read_epub

    return read_epub(path, filename)


def _content(kind: Format, path: Path) -> bytes:
    if kind is Format.ZIPPED_FB2:
        return read_zipped_fb2(path)
    limit = MAX_TEXT_BYTES if kind in _PLAIN else MAX_ILLUSTRATED_BYTES
    if path.stat().st_size > limit:
        raise TooLargeError
    return path.read_bytes()


def _read_content(kind: Format, content: bytes, filename: str) -> Book:
    match kind:
        case Format.RTF:
            from functions.convert.readers.rtf.reader import read_rtf

            return read_rtf(content, filename)
        case Format.FB2 | Format.ZIPPED_FB2:
            from functions.convert.readers.fb2 import read_fb2

            return read_fb2(content, filename)
        case Format.FLAT_ODT:
            from functions.convert.readers.odt.reader import read_flat_odt

            return read_flat_odt(content, filename)
        case Format.HTML:
            from functions.convert.readers.html import read_html

            return read_html(content, filename)
        case Format.MARKDOWN:
            from functions.convert.readers.markdown import read_markdown

            return read_markdown(content, filename)
    from functions.convert.readers.text.reader import read_text

    return read_text(content, filename)
