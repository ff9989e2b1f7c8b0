"""Any document → Book: the reader that conversions use."""

from pathlib import Path

from ebookvoice.domain.book import Book
from ebookvoice.domain.errors import NoTextError, TooLargeError
from functions.convert.readers.epub.reader import read_epub
from functions.convert.readers.formats import is_zip, refuse_other_archives, refuse_other_formats
from functions.convert.readers.limits import MAX_TEXT_BYTES
from functions.convert.readers.text.reader import read_text

_HEAD = 8192


class DocumentReader:
    """Reads EPUB 2 and 3 and plain text, told apart by their content (a BookReader of ebookvoice.ports.reading)."""

    def read(self, path: Path, filename: str) -> Book:
        """Read the document at `path`; `filename` is only used as the title of last resort.

        Raises a BookRefusedError for whatever can't be read; OSError when there is no file.
        """
        with path.open("rb") as file:
            head = file.read(_HEAD)
        if is_zip(head):
            refuse_other_archives(path)
            return read_epub(path, filename)
        refuse_other_formats(head)
        if path.stat().st_size > MAX_TEXT_BYTES:
            raise TooLargeError
        content = path.read_bytes()
        if not content.strip():
            raise NoTextError
        return read_text(content, filename)
