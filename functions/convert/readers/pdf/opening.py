"""A PDF as PDFium opens it, or the reason why it is refused."""

from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import c_ushort
from pathlib import Path
from typing import Any

from ebookvoice.domain.errors import (
    CorruptBookError,
    EncryptedBookError,
    PasswordProtectedError,
    TooComplexError,
)
from functions.convert.readers.pdf.annotations import settle_annotations
from functions.convert.readers.pdf.library import pdfium
from functions.convert.readers.pdf.limits import MAX_PAGES

_MAX_STRING_BYTES = 100_000
"""A metadata entry, in bytes of UTF-16."""


@contextmanager
def open_document(path: Path) -> Iterator[Any]:
    """Open a document for as long as the context lasts.

    A document that only restricts what its readers may do opens with the empty password. Raises PasswordProtectedError,
    EncryptedBookError for a security handler other than the standard one, CorruptBookError, TooComplexError.
    """
    import pypdfium2  # type: ignore[import-untyped]

    raw = pdfium()
    refusals = {raw.FPDF_ERR_PASSWORD: PasswordProtectedError, raw.FPDF_ERR_SECURITY: EncryptedBookError}
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        raise refusals.get(error.err_code, CorruptBookError) from error
    try:
        pages = len(document)
        if pages < 1:
            raise CorruptBookError
        if pages > MAX_PAGES:
            raise TooComplexError
        yield document
    finally:
        document.close()


@contextmanager
def open_page(document: Any, number: int) -> Iterator[Any | None]:
    """Open a page, counted from 0, for as long as the context lasts; None if it is damaged."""
    from pypdfium2 import PdfiumError

    try:
        page = document[number]
        if settle_annotations(page):
            page.close()
            page = document[number]
    except PdfiumError:
        yield None
        return
    try:
        yield page
    finally:
        page.close()


def read_entry(document: Any, name: str) -> str:
    """Read an entry of the document information dictionary, such as `Title`; empty if there is none."""
    raw = pdfium()
    return _read_string(lambda buffer, size: raw.FPDF_GetMetaText(document, name.encode(), buffer, size))


def read_language(document: Any) -> str:
    """Read the language of the document's catalog; empty if it names none."""
    raw = pdfium()
    return _read_string(lambda buffer, size: raw.FPDFCatalog_GetLanguage(document, buffer, size))


def read_bookmark_title(bookmark: Any) -> str:
    """Read the title of an entry of the outline."""
    raw = pdfium()
    return _read_string(lambda buffer, size: raw.FPDFBookmark_GetTitle(bookmark, buffer, size))


def _read_string(call: Any) -> str:
    """Let PDFium write UTF-16 into a buffer of the size that it asks for, in bytes with the closing zero."""
    size = call(None, 0)
    if not 2 < size <= _MAX_STRING_BYTES:
        return ""
    buffer = (c_ushort * ((size + 1) // 2))()
    call(buffer, size)
    return bytes(buffer)[: size - 2].decode("utf-16-le", "replace")
