"""The object store: Amazon S3, Cloudflare R2, or anything that speaks their protocol."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from ebookvoice.domain.errors import UnavailableError


@dataclass(frozen=True, slots=True)
class ObjectHead:
    """`etag` comes without quotes; `size` in bytes."""

    etag: str
    size: int


@dataclass(frozen=True, slots=True)
class StoredObject:
    """An object as a listing shows it; `size` in bytes."""

    key: str
    etag: str
    size: int
    modified: datetime


@dataclass(frozen=True, slots=True)
class Part:
    """A part of an upload that has arrived; numbers begin at 1, `size` in bytes."""

    number: int
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


class ObjectsLeftError(UnavailableError):
    """The store did not remove some of the objects, whose keys these are; all others are gone."""

    def __init__(self, keys: Iterable[str]) -> None:
        super().__init__()
        self.keys = frozenset(keys)


class ObjectStore(Protocol):
    """Everything reads by pinned ETag where one is known."""

    def presign_put(
        self, key: str, *, size: int, content_type: str, sha256: str, md5: str | None, expires: int
    ) -> PresignedUpload:
        """Sign a write-once PUT: exact length (bytes), type and checksum (base64), valid for `expires` seconds.

        The checksum is the one that the store verifies (`checks_md5`): SHA-256 on S3, MD5 on R2.
        """
        ...

    @property
    def checks_md5(self) -> bool:
        """Tell whether the store verifies MD5 rather than SHA-256."""
        ...

    def begin_parts(self, key: str, content_type: str) -> str:
        """Begin an upload in parts; return its id."""
        ...

    def presign_part(self, key: str, upload: str, number: int, *, size: int, expires: int) -> PresignedUpload:
        """Sign the PUT of one part (from 1): exact length in bytes, valid for `expires` seconds."""
        ...

    def parts(self, key: str, upload: str) -> Sequence[Part]:
        """List the parts that have arrived. Raises ObjectMissingError for an upload that is complete or given up."""
        ...

    def complete_parts(self, key: str, upload: str, arrived: Sequence[Part]) -> ObjectHead:
        """Make one object of the parts, unless there is one. Raises ObjectMissingError, ObjectChangedError.

        Of an upload that is complete, S3 tells the same again; other stores raise ObjectMissingError.
        """
        ...

    def abort_parts(self, key: str, upload: str) -> None:
        """Give up an upload in parts; one that is over is fine."""
        ...

    def presign_get(self, key: str, *, filename: str, content_type: str, expires: int) -> str:
        """Sign a download whose attachment name is `filename` (RFC 6266)."""
        ...

    def presign_head(self, key: str, *, expires: int) -> str:
        """Sign a look at an object without its bytes: a signature is good for one method only."""
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

    def stream(self, key: str, offset: int = 0, *, etag: str | None = None) -> Iterator[bytes]:
        """Read from `offset` to the end in blocks. Raises ObjectChangedError, ObjectMissingError.

        Who has read it to the end has read it all: a connection that ends too early is an UnavailableError.
        """
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
        """Delete objects; missing ones are fine. Raises ObjectsLeftError when all that can go are gone."""
        ...

    def list(self, prefix: str) -> Iterator[str]:
        """List the keys below a prefix."""
        ...

    def browse(self, prefix: str, after: str = "") -> Iterator[StoredObject]:
        """List the objects below a prefix in the order of their keys, from the first key behind `after` on."""
        ...
