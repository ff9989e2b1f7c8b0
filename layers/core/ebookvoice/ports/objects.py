"""The object store: Amazon S3, Cloudflare R2, or anything that speaks their protocol."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True, slots=True)
class ObjectHead:
    """`etag` comes without quotes; `size` in bytes."""

    etag: str
    size: int


@dataclass(frozen=True, slots=True)
class PresignedUpload:
    """An address to PUT bytes to, exactly once, with exactly these headers."""

    url: str
    headers: dict[str, str]
    expires_at: datetime


class ObjectMissingError(Exception):
    """There is no object under the key."""


class ObjectChangedError(Exception):
    """The object is not the one that was pinned (412 on If-Match)."""


class ObjectStore(Protocol):
    """Everything reads by pinned ETag where one is known."""

    def presign_put(self, key: str, *, size: int, content_type: str, sha256: str, expires: int) -> PresignedUpload:
        """Sign a write-once PUT: exact length (bytes), type and checksum (base64), valid for `expires` seconds."""
        ...

    def presign_get(self, key: str, *, filename: str, content_type: str, expires: int) -> str:
        """Sign a download whose attachment name is `filename` (RFC 6266)."""
        ...

    def head(self, key: str) -> ObjectHead | None:
        """Look at an object; None if there is none."""
        ...

    def download(self, key: str, etag: str, path: Path) -> None:
        """Fetch the pinned object into a file. Raises ObjectChangedError, ObjectMissingError."""
        ...

    def read(self, key: str, *, etag: str | None = None, offset: int = 0, length: int | None = None) -> bytes:
        """Read `length` bytes from `offset`. Raises ObjectChangedError, ObjectMissingError."""
        ...

    def stream(self, key: str, offset: int = 0) -> Iterator[bytes]:
        """Read from `offset` to the end in blocks."""
        ...

    def put(self, key: str, body: bytes | Path, content_type: str) -> ObjectHead:
        """Write an object."""
        ...

    def put_stream(self, key: str, blocks: Iterable[bytes], content_type: str) -> ObjectHead:
        """Write an object of unknown length with bounded memory; nothing appears under the key unless all arrived."""
        ...

    def copy(self, source: str, target: str) -> None:
        """Copy within the store. Raises ObjectMissingError."""
        ...

    def delete(self, keys: Iterable[str]) -> None:
        """Delete objects; missing ones are fine."""
        ...

    def list(self, prefix: str) -> Iterator[str]:
        """List the keys below a prefix."""
        ...
