"""moto's objects, with their bytes in files: moto's logic sees lengths, digests and slices, never the bytes."""

from collections.abc import Iterator
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any, ClassVar

from moto.s3 import models
from moto.s3.exceptions import EntityTooSmall, InvalidPart, MalformedXML
from moto.settings import S3_UPLOAD_PART_MIN_SIZE

from local.clock import AdjustableClock
from local.store.blobs import Blob, Blobs, Reading
from local.store.shelf import ObjectRecord, Shelf

RECEIVED: ContextVar[Blob | None] = ContextVar("received", default=None)
"""The bytes that came with the present request; moto is shown an empty body."""


class StoredKey(models.FakeKey):
    """An object (or a part of one) whose value is a Blob."""

    blobs: ClassVar[Blobs]
    removed: ClassVar[list[Blob]] = []
    """Blobs that nothing refers to any more, to be unlinked once that is on record."""

    @property  # type: ignore[override]
    def value(self) -> Reading:
        return self.blob.open()

    @value.setter
    def value(self, content: Blob | Reading | bytes) -> None:
        received = RECEIVED.get()
        if content == b"" and received is not None:
            RECEIVED.set(None)
            content = received
        self.blob = self.blobs.keep(content)
        self.contentsize = self.blob.size
        if self._etag is None:
            self._etag = self.blob.etag

    def dispose(self, garbage: bool = False) -> None:
        # moto calls this for objects that are replaced or deleted, and for all (as garbage) when the process ends.
        if not garbage and not self.disposed:
            self.removed.append(self.blob)
        self.disposed = True

    def record(self) -> ObjectRecord:
        """Write down what the object is."""
        checksum = (
            (self.checksum_algorithm, self.checksum_value) if self.checksum_algorithm and self.checksum_value else None
        )
        return ObjectRecord(
            self.blob.path.name,
            str(self.bucket_name),
            self.name,
            self.blob.size,
            self.etag.strip('"'),
            self.last_modified.replace(tzinfo=UTC).timestamp(),
            {str(name): str(value) for name, value in self.metadata.items()},
            checksum,
        )


class StoredMultipart(models.FakeMultipart):
    """A multipart upload whose parts are files, and so is their sum."""

    def complete(self, body: Iterator[tuple[int, str]]) -> tuple[Any, str, None]:
        parts: list[models.FakeKey] = []
        for number, etag in body:
            part = self.parts.get(number)
            if part is None or part.etag.strip('"') != etag.strip('"'):
                raise InvalidPart
            if parts and parts[-1].contentsize < S3_UPLOAD_PART_MIN_SIZE:
                raise EntityTooSmall
            parts.append(part)
        if not parts:
            raise MalformedXML
        whole = StoredKey.blobs.join(part.blob for part in parts if isinstance(part, StoredKey))
        self.dispose()
        return whole, whole.etag, None


def install(blobs: Blobs, clock: AdjustableClock) -> None:
    """Make moto use these objects, and stamp them by this clock."""
    StoredKey.blobs = blobs
    models.utcnow = lambda: clock.now().replace(tzinfo=None)  # type: ignore[attr-defined]
    models.FakeKey = StoredKey  # type: ignore[misc]
    models.FakeMultipart = StoredMultipart  # type: ignore[misc]


def restore(shelf: Shelf, account: str, region: str) -> None:
    """Bring back what was there when the store stopped, without reading a byte of it."""
    backend = models.s3_backends[account]["aws"]
    for record in shelf.objects():
        path = StoredKey.blobs.path(record.blob)
        if not path.exists():
            continue
        if record.bucket not in backend.buckets:
            backend.create_bucket(record.bucket, region)
        blob: Any = Blob(path, record.size, record.etag)
        key = StoredKey(record.name, blob, account, region, bucket_name=record.bucket, version_id="null")
        key.set_metadata(dict(record.headers))
        key.last_modified = datetime.fromtimestamp(record.modified, UTC).replace(tzinfo=None)
        key.checksum_algorithm, key.checksum_value = record.checksum or (None, None)
        backend.buckets[record.bucket].keys.setlist(record.name, [key])
    StoredKey.blobs.remove_all_but({record.blob for record in shelf.objects()})
