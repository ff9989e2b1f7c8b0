"""Amazon S3, Cloudflare R2, or anything that speaks their protocol, through boto3."""

import io
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from datetime import timedelta
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from ebookvoice.adapters.disposition import attachment
from ebookvoice.adapters.objects import parts
from ebookvoice.adapters.objects.client import Place, there, translated
from ebookvoice.ports.objects import (
    ObjectHead,
    ObjectMissingError,
    ObjectsLeftError,
    Part,
    PresignedUpload,
    StoredObject,
)
from ebookvoice.ports.time import Clock

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client

BLOCK = 1024 * 1024
"""Bytes read from the store at a time."""

_MAKING = threading.Lock()
"""boto3 makes one client at a time; then any number of threads may use it."""


class BotoObjectStore:
    """One bucket of any store that speaks S3's protocol."""

    def __init__(self, place: Place, clock: Clock) -> None:
        self._place = place
        self._bucket = place.bucket
        self._clock = clock
        self._seen = False

    @cached_property
    def _client(self) -> "S3Client":
        with _MAKING:
            return self._place.client()

    @property
    def checks_md5(self) -> bool:
        """Tell whether the store verifies MD5 rather than SHA-256."""
        return self._place.md5

    def presign_put(
        self, key: str, *, size: int, content_type: str, sha256: str, md5: str | None, expires: int
    ) -> PresignedUpload:
        """Sign a write-once PUT: exact length (bytes), type and checksum (base64), valid for `expires` seconds.

        The checksum is the one that the store verifies (`checks_md5`): SHA-256 on S3, MD5 on R2.
        """
        signed = {"ContentMD5": md5} if self._place.md5 else {"ChecksumSHA256": sha256}
        url = self._client.generate_presigned_url(
            "put_object",
            Params={
                "Bucket": self._bucket,
                "Key": key,
                "ContentLength": size,
                "ContentType": content_type,
                "IfNoneMatch": "*",
                **signed,
            },
            ExpiresIn=expires,
        )
        checksum = {"Content-MD5": md5 or ""} if self._place.md5 else {"x-amz-checksum-sha256": sha256}
        headers = {"Content-Length": str(size), "Content-Type": content_type, "If-None-Match": "*", **checksum}
        return PresignedUpload(url, headers, self._clock.now() + timedelta(seconds=expires))

    def begin_parts(self, key: str, content_type: str) -> str:
        """Begin an upload in parts; return its id."""
        with translated():
            begun = self._client.create_multipart_upload(Bucket=self._bucket, Key=key, ContentType=content_type)
        return begun["UploadId"]

    def presign_part(self, key: str, upload: str, number: int, *, size: int, expires: int) -> PresignedUpload:
        """Sign the PUT of one part (from 1): exact length in bytes, valid for `expires` seconds."""
        url = self._client.generate_presigned_url(
            "upload_part",
            Params={
                "Bucket": self._bucket,
                "Key": key,
                "UploadId": upload,
                "PartNumber": number,
                "ContentLength": size,
            },
            ExpiresIn=expires,
        )
        return PresignedUpload(url, {"Content-Length": str(size)}, self._clock.now() + timedelta(seconds=expires))

    def parts(self, key: str, upload: str) -> Sequence[Part]:
        """List the parts that have arrived. Raises ObjectMissingError for an upload that is complete or given up."""
        return parts.listed(self._client, self._bucket, key, upload)

    def complete_parts(self, key: str, upload: str, arrived: Sequence[Part]) -> ObjectHead:
        """Make one object of the parts, unless there is one. Raises ObjectMissingError, ObjectChangedError."""
        return parts.complete(self._client, self._bucket, key, upload, arrived, write_once=True)

    def abort_parts(self, key: str, upload: str) -> None:
        """Give up an upload in parts; one that is over is fine."""
        parts.abort(self._client, self._bucket, key, upload)

    def presign_get(self, key: str, *, filename: str, content_type: str, expires: int) -> str:
        """Sign a download whose attachment name is `filename` (RFC 6266)."""
        return self._client.generate_presigned_url(
            "get_object",
            Params={
                "Bucket": self._bucket,
                "Key": key,
                "ResponseContentDisposition": attachment(filename),
                "ResponseContentType": content_type,
            },
            ExpiresIn=expires,
        )

    def presign_head(self, key: str, *, expires: int) -> str:
        """Sign a look at an object without its bytes: a signature is good for one method only."""
        wanted = {"Bucket": self._bucket, "Key": key}
        return self._client.generate_presigned_url("head_object", Params=wanted, ExpiresIn=expires)

    def head(self, key: str) -> ObjectHead | None:
        """Look at an object; None if there is none."""
        try:
            with translated():
                found = self._client.head_object(Bucket=self._bucket, Key=key)
        except ObjectMissingError:
            # An answer to HEAD has no body to say that it is the bucket which is not there.
            self._seen = self._seen or there(self._client, self._bucket)
            return None
        return ObjectHead(found["ETag"].strip('"'), found["ContentLength"])

    def download(self, key: str, etag: str, path: Path) -> None:
        """Fetch the pinned object into a file. Raises ObjectChangedError, ObjectMissingError."""
        with path.open("wb") as file:
            for block in self.stream(key, etag=etag):
                file.write(block)

    def read(self, key: str, *, etag: str | None = None, offset: int = 0, length: int | None = None) -> bytes:
        """Read `length` bytes from `offset`. Raises ObjectChangedError, ObjectMissingError."""
        last = "" if length is None else str(offset + length - 1)
        wanted = {"Bucket": self._bucket, "Key": key, **({"IfMatch": etag} if etag else {})}
        if offset or length is not None:
            wanted["Range"] = f"bytes={offset}-{last}"
        with translated():
            return self._client.get_object(**wanted)["Body"].read()  # type: ignore[arg-type]

    def stream(self, key: str, offset: int = 0, *, etag: str | None = None) -> Iterator[bytes]:
        """Read from `offset` to the end in blocks. Raises ObjectChangedError, ObjectMissingError.

        Who has read it to the end has read it all: a connection that ends too early is an UnavailableError.
        """
        wanted = {"Bucket": self._bucket, "Key": key, **({"IfMatch": etag} if etag else {})}
        if offset:
            wanted["Range"] = f"bytes={offset}-"
        with translated(), closing(self._client.get_object(**wanted)["Body"]) as body:  # type: ignore[arg-type]
            yield from body.iter_chunks(BLOCK)

    def put(self, key: str, body: bytes | Path, content_type: str) -> ObjectHead:
        """Write an object."""
        with translated(), io.BytesIO(body) if isinstance(body, bytes) else body.open("rb") as content:
            written = self._client.put_object(Bucket=self._bucket, Key=key, Body=content, ContentType=content_type)
        size = len(body) if isinstance(body, bytes) else body.stat().st_size
        return ObjectHead(written["ETag"].strip('"'), size)

    def put_stream(self, key: str, blocks: Iterable[bytes], content_type: str) -> ObjectHead:
        """Write an object of unknown length with bounded memory; nothing appears under the key unless all arrived."""
        return parts.put_stream(self._client, self._bucket, key, blocks, content_type)

    def copy(self, source: str, target: str) -> None:
        """Copy within the store. Raises ObjectMissingError."""
        with translated():
            self._client.copy_object(
                Bucket=self._bucket, Key=target, CopySource={"Bucket": self._bucket, "Key": source}
            )

    def delete(self, keys: Iterable[str]) -> None:
        """Delete objects; missing ones are fine. Raises ObjectsLeftError when all that can go are gone."""
        wanted, left = iter(keys), []
        while thousand := list(islice(wanted, 1000)):
            with translated():
                answer = self._client.delete_objects(
                    Bucket=self._bucket, Delete={"Objects": [{"Key": key} for key in thousand], "Quiet": True}
                )
            # What went wrong with single objects comes with status 200.
            left += [error.get("Key", "") for error in answer.get("Errors", [])]
        if left:
            raise ObjectsLeftError(left)

    def list(self, prefix: str) -> Iterator[str]:
        """List the keys below a prefix."""
        return (found.key for found in self.browse(prefix))

    def browse(self, prefix: str, after: str = "") -> Iterator[StoredObject]:
        """List the objects below a prefix in the order of their keys, from the first key behind `after` on."""
        pages = self._client.get_paginator("list_objects_v2")
        with translated():
            for page in pages.paginate(Bucket=self._bucket, Prefix=prefix, StartAfter=after):
                for found in page.get("Contents", []):
                    yield StoredObject(found["Key"], found["ETag"].strip('"'), found["Size"], found["LastModified"])
