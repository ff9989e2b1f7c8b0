"""Objects' bytes: one file each, never held in memory."""

import hashlib
import io
import os
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Blob:
    """A file of the store and its ETag without quotes; `size` in bytes."""

    path: Path
    size: int
    etag: str

    def open(self) -> "Reading":
        """Open the bytes; they stay readable when the object is replaced meanwhile."""
        return Reading(self, self.path.open("rb"), 0, self.size)


class Reading:
    """Bytes to be read later, or a stretch of them: what moto handles in place of the bytes themselves.

    It has the length and the slices of `bytes`, and is a body that a WSGI server can send.
    """

    def __init__(self, blob: Blob, file: BinaryIO, offset: int, length: int) -> None:
        self.blob = blob
        self._file = file
        self._offset = offset
        self._length = length

    def __len__(self) -> int:
        return self._length

    def __getitem__(self, stretch: slice) -> "Reading":
        start, stop, _ = stretch.indices(self._length)
        return Reading(self.blob, self._file, self._offset + start, max(0, stop - start))

    def __iter__(self) -> Iterator[bytes]:
        self._file.seek(self._offset)
        left = self._length
        while left and (block := self._file.read(min(BLOCK, left))):
            left -= len(block)
            yield block

    @property
    def whole(self) -> bool:
        """Tell whether this is all of the blob."""
        return self._length == self.blob.size

    def close(self) -> None:
        """Let go of the file; a WSGI server calls this after the last byte."""
        self._file.close()


class Blobs:
    """The directory of the files."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        directory.mkdir(parents=True, exist_ok=True)

    def path(self, name: str) -> Path:
        """Say where the file of that name is."""
        return self._directory / name

    def new_path(self) -> Path:
        """Make a name that no other file has."""
        return self._directory / uuid4().hex

    def keep(self, content: "Blob | Reading | bytes") -> Blob:
        """Give the content a file of its own; a Blob has one already, whole copies share the bytes on disk."""
        match content:
            case Blob():
                return content
            case Reading(whole=True, blob=blob):
                path = self.new_path()
                os.link(blob.path, path)
                return Blob(path, blob.size, blob.etag)
            case Reading():
                return self.write(content)
            case _:
                return self.write([content])

    def write(self, blocks: Iterable[bytes]) -> Blob:
        """Write blocks to a new file."""
        path, digest, size = self.new_path(), hashlib.md5(usedforsecurity=False), 0
        with path.open("xb") as file:
            for block in blocks:
                size += file.write(block)
                digest.update(block)
        return Blob(path, size, digest.hexdigest())

    def join(self, parts: Iterable[Blob]) -> Blob:
        """Put the parts of a multipart upload together; its ETag is the digest of theirs and their number."""
        path, digest, count = self.new_path(), hashlib.md5(usedforsecurity=False), 0
        with path.open("xb") as file:
            for part in parts:
                count += 1
                digest.update(bytes.fromhex(part.etag))
                with part.path.open("rb") as source:
                    shutil.copyfileobj(source, file, BLOCK)
            size = file.seek(0, io.SEEK_CUR)
        return Blob(path, size, f"{digest.hexdigest()}-{count}")

    def remove_all_but(self, kept: Iterable[str]) -> None:
        """Remove the files that nothing refers to: what a crash has left."""
        for name in {path.name for path in self._directory.iterdir()}.difference(kept):
            self.path(name).unlink(missing_ok=True)
