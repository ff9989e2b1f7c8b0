"""File → kind of document."""

import re
from pathlib import Path

from functions.convert.readers.formats.binary import refuse_binary
from functions.convert.readers.formats.kinds import Format
from functions.convert.readers.formats.markdown import is_markdown
from functions.convert.readers.formats.markup import tell_markup
from functions.convert.readers.formats.zipped import tell_zipped

_HEAD_BYTES = 1 << 16
_JUNK_BYTES = 1024
"""What may stand before a PDF's header (Adobe's implementation notes to PDF 1.7, annex H, 3.4.1), or an archive's."""

_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_PDF = re.compile(rb"%PDF-\d")
_PDF_BODY = re.compile(rb"\d\s+obj\b|\bstartxref\b")
_SPACE = b"\xef\xbb\xbf \t\r\n\x00"


def tell_format(path: Path, filename: str) -> Format:
    """Tell what kind of document a file is; whatever is not another one is plain text.

    Raises UnsupportedFormatError, EncryptedBookError, PasswordProtectedError for documents that are known not to be
    read, NotABookError, CorruptBookError, TooComplexError for archives.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    if head.startswith(_ZIP):
        return tell_zipped(path)
    if _is_pdf(head):
        return Format.PDF
    if head.lstrip(_SPACE).startswith(b"{\\rtf"):
        return Format.RTF
    refuse_binary(path, head)
    if (markup := tell_markup(head, filename)) is not None:
        return markup
    if _ZIP[0] in head[:_JUNK_BYTES] and b"\x00" in head:
        return tell_zipped(path)
    return Format.MARKDOWN if is_markdown(head, filename) else Format.TEXT


def _is_pdf(head: bytes) -> bool:
    """Tell whether it begins as a PDF does; a text that speaks of PDF has no objects."""
    if _PDF.match(head.lstrip(_SPACE)):
        return True
    return _PDF.search(head[:_JUNK_BYTES]) is not None and _PDF_BODY.search(head) is not None
