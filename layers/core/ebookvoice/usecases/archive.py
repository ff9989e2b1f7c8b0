"""ZIP archives of any size, made in passing."""

import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of an archive; `size` in bytes, as far as it is known before (Zip64 is used only for large ones)."""

    path: str
    modified: datetime
    size: int
    blocks: Iterable[bytes]
    packed: bool = False


def zipped(entries: Iterable[Entry]) -> Iterator[bytes]:
    """Write a ZIP archive block by block; nothing is held but the blocks and the directory."""
    sink = _Sink()
    with zipfile.ZipFile(sink, "w") as archive:
        for entry in entries:
            with archive.open(_header(entry), "w") as file:
                for block in entry.blocks:
                    file.write(block)
                    yield sink.taken()
            yield sink.taken()
    yield sink.taken()


def _header(entry: Entry) -> zipfile.ZipInfo:
    header = zipfile.ZipInfo(entry.path, entry.modified.timetuple()[:6])
    header.compress_type = zipfile.ZIP_STORED if entry.packed else zipfile.ZIP_DEFLATED
    header.file_size = entry.size
    return header


class _Sink:
    """A file that can only be written to, so that zipfile puts sizes behind the bytes."""

    def __init__(self) -> None:
        self._written = bytearray()

    def write(self, block: bytes) -> int:
        self._written += block
        return len(block)

    def flush(self) -> None:
        """Have nothing to flush."""

    def close(self) -> None:
        """Have nothing to close."""

    def taken(self) -> bytes:
        written = bytes(self._written)
        self._written.clear()
        return written
