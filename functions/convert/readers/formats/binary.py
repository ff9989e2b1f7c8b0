"""Documents of other kinds, known by the bytes that they begin with: refused with a word on what to do."""

import mmap
import struct
from pathlib import Path

from ebookvoice.domain.errors import EncryptedBookError, NotABookError, PasswordProtectedError
from functions.convert.readers.formats.kinds import unsupported

_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""[MS-CFB] 2.2: the container of Microsoft Office before 2007, and of its encrypted documents since."""

_STREAMS = (
    ("WordDocument", "a Word document of before 2007 (DOC)"),
    ("Workbook", "an Excel workbook (XLS)"),
    ("PowerPoint Document", "a PowerPoint presentation (PPT)"),
)

_PALM_TYPES = {b"BOOKMOBI": "a Kindle book (MOBI or AZW)", b"TEXtREAd": "a Palm book", b"PNRdPPrs": "an eReader book"}
"""Type and creator, at offset 60 of a Palm database."""

_PALM_TYPE_AT = 60
_PALM_RECORD_AT = 78
_PALM_ENCRYPTION_AT = 12

_DRM = (b"\xeaDRMION\xee",)
"""Kindle's KFX with copy protection."""

_SIGNATURES = (
    (b"CONT\x02\x00", "a Kindle book (KFX)"),
    (b"TPZ0", "a Kindle book (Topaz)"),
    (b"ITOLITLS", "a Microsoft Reader book (LIT)"),
    (b"ITSF", "a compiled help file (CHM)"),
    (b"L\x00R\x00F\x00", "a Sony book (LRF)"),
    (b"AT&TFORM", "a DjVu document"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"%!PS", "a PostScript document"),
    (b"\xc5\xd0\xd3\xc6", "a PostScript document"),
    (b"\xffWPC", "a WordPerfect document"),
)

_ARCHIVES = ("RAR", "7-Zip", "gzip", "bzip2", "xz")


def refuse_binary(path: Path, head: bytes) -> None:
    """Refuse a document that is none of text. Raises UnsupportedFormatError, EncryptedBookError for DRM,
    PasswordProtectedError for an encrypted document of Microsoft Office, NotABookError for a picture.
    """
    if head.startswith(_COMPOUND):
        _refuse_compound(path)
    if head.startswith(_DRM):
        raise EncryptedBookError
    _refuse_palm(path, head)
    for signature, name in _SIGNATURES:
        if head.startswith(signature):
            raise unsupported(name, *_advice(name))
    if head.startswith((b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*")):
        raise NotABookError("This is a picture. Upload the book itself, with its text.")


def _advice(name: str) -> tuple[str, ...]:
    return ("Unpack it and upload the book inside.",) if name.split()[1] in _ARCHIVES else ()


def _refuse_compound(path: Path) -> None:
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        # [MS-OFFCRYPTO] 2.3.2: what a password locks up lies in this stream.
        if content.find("EncryptedPackage".encode("utf-16-le")) >= 0:
            raise PasswordProtectedError
        for stream, name in _STREAMS:
            if content.find(stream.encode("utf-16-le")) >= 0:
                raise unsupported(name)
    raise unsupported("a document of Microsoft Office of before 2007")


def _refuse_palm(path: Path, head: bytes) -> None:
    """Refuse a Palm database; its first record says in its second half how its text is encrypted, 0 for not at all.

    Kindle's own header follows that of PalmDOC, which is 16 bytes long.
    """
    name = _PALM_TYPES.get(head[_PALM_TYPE_AT : _PALM_TYPE_AT + 8])
    if name is None:
        return
    if len(head) >= _PALM_RECORD_AT + 4:
        (record,) = struct.unpack_from(">I", head, _PALM_RECORD_AT)
        with path.open("rb") as file:
            file.seek(record + _PALM_ENCRYPTION_AT)
            if file.read(2) not in (b"\x00\x00", b""):
                raise EncryptedBookError
    raise unsupported(name)
