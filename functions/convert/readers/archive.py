"""A zip file that is only ever read in memory, and never more of it than the limits allow."""

import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ebookvoice.domain.errors import CorruptBookError, PasswordProtectedError, TooComplexError
from functions.convert.readers.limits import (
    MAX_ENTRIES,
    MAX_ENTRY_BYTES,
    MAX_RATIO,
    MAX_TOTAL_BYTES,
    RATIO_FREE_BYTES,
)

_LOCAL_HEADER_BYTES = 30
"""PKWARE APPNOTE 4.3.7: the fixed part of a local file header."""

_PASSWORD = 0x1
"""PKWARE APPNOTE 4.4.4: general purpose bit 0."""

_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""EPUB OCF 3.3, section 4.2: there are no others."""

_BLOCK = 1 << 16


class Archive:
    """The files of an archive by their path."""

    def __init__(self, zipped: zipfile.ZipFile) -> None:
        self._zip = zipped
        files = [entry for entry in zipped.infolist() if not entry.is_dir()]
        self._entries = {entry.filename.replace("\\", "/"): entry for entry in files}
        self._folded = {_fold(name): name for name in self._entries}

    @property
    def names(self) -> list[str]:
        """List the paths of all files."""
        return list(self._entries)

    def find(self, path: str) -> str | None:
        """Look a path up as written, else without regard to case and Unicode composition; None if there is none."""
        return path if path in self._entries else self._folded.get(_fold(path))

    def read(self, path: str, limit: int = MAX_ENTRY_BYTES) -> bytes:
        """Unpack a file of at most `limit` bytes.

        Raises CorruptBookError for damage, PasswordProtectedError for a password, TooComplexError over the limit and
        for what is packed more tightly than any text; nobody minds how the files are packed that are never read.
        """
        entry = self._entries[path]
        if entry.flag_bits & _PASSWORD:
            raise PasswordProtectedError
        if entry.compress_type not in _METHODS:
            raise CorruptBookError
        if _is_bomb(entry):
            raise TooComplexError
        content = bytearray()
        try:
            with self._zip.open(entry) as packed:
                while block := packed.read(_BLOCK):
                    content += block
                    if len(content) > limit:
                        raise TooComplexError
        except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, OSError, ValueError) as error:
            raise CorruptBookError from error
        return bytes(content)


@contextmanager
def open_archive(path: Path) -> Iterator[Archive]:
    """Open a zip file. Raises CorruptBookError when it can't be read and TooComplexError when it isn't safe to."""
    try:
        zipped = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError) as error:
        raise CorruptBookError from error
    with zipped:
        _guard(zipped)
        yield Archive(zipped)


def _fold(path: str) -> str:
    return unicodedata.normalize("NFC", path).casefold()


def _guard(zipped: zipfile.ZipFile) -> None:
    entries = zipped.infolist()
    if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_TOTAL_BYTES:
        raise TooComplexError
    if any(_leaves(entry.filename) or _is_symlink(entry) for entry in entries):
        raise TooComplexError
    if _overlap(entries, zipped.start_dir):
        raise TooComplexError


def _is_bomb(entry: zipfile.ZipInfo) -> bool:
    return entry.file_size > RATIO_FREE_BYTES and entry.file_size > MAX_RATIO * entry.compress_size


def _leaves(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return name.startswith(("/", "\\")) or ".." in parts or parts[0].endswith(":")


def _is_symlink(entry: zipfile.ZipInfo) -> bool:
    return stat.S_ISLNK(entry.external_attr >> 16)


def _overlap(entries: list[zipfile.ZipInfo], end: int) -> bool:
    """Tell whether two entries share bytes; CPython checks it itself from 3.11.8 and 3.12.2 on."""
    starts = sorted(entries, key=lambda entry: entry.header_offset)
    limits = [entry.header_offset for entry in starts[1:]] + [end]
    return any(
        entry.header_offset + _LOCAL_HEADER_BYTES + entry.compress_size > limit
        for entry, limit in zip(starts, limits, strict=False)
    )
