"""Amazon S3, Cloudflare R2, or anything that speaks their protocol, through boto3."""

import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from ebookvoice.adapters.disposition import attachment
from ebookvoice.domain.errors import UnavailableError
from ebookvoice.ports.objects import ObjectChangedError, ObjectHead, ObjectMissingError, PresignedUpload
from ebookvoice.ports.time import Clock

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client
    from types_boto3_s3.type_defs import CompletedPartTypeDef

BLOCK = 1024 * 1024
"""Bytes read from the store at a time."""

PART = 8 * 1024 * 1024
"""Bytes of a part of a multipart upload; S3's minimum is 5 MiB and its maximum 10,000 parts, so 80 GB fit."""


_CONFIG = Config(
    # boto3's default in us-east-1 is a signature that covers neither length nor checksum.
    signature_version="s3v4",
    # R2 refuses the checksums that boto3 adds of its own accord; TLS guards the way, and we hash what we read.
    request_checksum_calculation="when_required",
    response_checksum_validation="when_required",
    # Virtual hosts make boto3 sign for the region's own endpoint; the global one redirects requests for new buckets,
    # and a redirected signature is no good.
    s3={"payload_signing_enabled": False, "addressing_style": "virtual"},
    retries={"mode": "standard"},
    connect_timeout=5,
    read_timeout=20,
)


class BotoObjectStore:
    """One bucket of any store that speaks S3's protocol."""

    def __init__(self, bucket: str, clock: Clock) -> None:
        self._bucket = bucket
        self._clock = clock

    @cached_property
    def _client(self) -> "S3Client":
        return boto3.client("s3", config=_CONFIG)

    def presign_put(self, key: str, *, size: int, content_type: str, sha256: str, expires: int) -> PresignedUpload:
        """Sign a write-once PUT: exact length (bytes), type and checksum (base64), valid for `expires` seconds."""
        url = self._client.generate_presigned_url(
            "put_object",
            Params={
                "Bucket": self._bucket,
                "Key": key,
                "ContentLength": size,
                "ContentType": content_type,
                "IfNoneMatch": "*",
                "ChecksumSHA256": sha256,
            },
            ExpiresIn=expires,
        )
        headers = {
            "Content-Length": str(size),
            "Content-Type": content_type,
            "If-None-Match": "*",
            "x-amz-checksum-sha256": sha256,
        }
        return PresignedUpload(url, headers, self._clock.now() + timedelta(seconds=expires))

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

    def head(self, key: str) -> ObjectHead | None:
        """Look at an object; None if there is none."""
        try:
            with _translated():
                found = self._client.head_object(Bucket=self._bucket, Key=key)
        except ObjectMissingError:
            return None
        return ObjectHead(found["ETag"].strip('"'), found["ContentLength"])

    def download(self, key: str, etag: str, path: Path) -> None:
        """Fetch the pinned object into a file. Raises ObjectChangedError, ObjectMissingError."""
        with _translated(), path.open("wb") as file:
            body = self._client.get_object(Bucket=self._bucket, Key=key, IfMatch=etag)["Body"]
            for block in body.iter_chunks(BLOCK):
                file.write(block)

    def read(self, key: str, *, etag: str | None = None, offset: int = 0, length: int | None = None) -> bytes:
        """Read `length` bytes from `offset`. Raises ObjectChangedError, ObjectMissingError."""
        last = "" if length is None else str(offset + length - 1)
        wanted = {"Bucket": self._bucket, "Key": key, **({"IfMatch": etag} if etag else {})}
        if offset or length is not None:
            wanted["Range"] = f"bytes={offset}-{last}"
        with _translated():
            return self._client.get_object(**wanted)["Body"].read()  # type: ignore[arg-type]

    def stream(self, key: str, offset: int = 0) -> Iterator[bytes]:
        """Read from `offset` to the end in blocks. Raises ObjectMissingError."""
        with _translated():
            body = self._client.get_object(Bucket=self._bucket, Key=key, Range=f"bytes={offset}-")["Body"]
            yield from body.iter_chunks(BLOCK)

    def put(self, key: str, body: bytes | Path, content_type: str) -> ObjectHead:
        """Write an object."""
        with _translated(), io.BytesIO(body) if isinstance(body, bytes) else body.open("rb") as content:
            written = self._client.put_object(Bucket=self._bucket, Key=key, Body=content, ContentType=content_type)
        size = len(body) if isinstance(body, bytes) else body.stat().st_size
        return ObjectHead(written["ETag"].strip('"'), size)

    def put_stream(self, key: str, blocks: Iterable[bytes], content_type: str) -> ObjectHead:
        """Write an object of unknown length with bounded memory; nothing appears under the key unless all arrived."""
        with _translated():
            upload = self._client.create_multipart_upload(Bucket=self._bucket, Key=key, ContentType=content_type)
            try:
                return self._upload_parts(key, upload["UploadId"], blocks)
            except BaseException:
                self._client.abort_multipart_upload(Bucket=self._bucket, Key=key, UploadId=upload["UploadId"])
                raise

    def _upload_parts(self, key: str, upload: str, blocks: Iterable[bytes]) -> ObjectHead:
        size = 0
        parts: list[CompletedPartTypeDef] = []
        for number, part in enumerate(_parts(blocks), start=1):
            uploaded = self._client.upload_part(
                Bucket=self._bucket, Key=key, UploadId=upload, PartNumber=number, Body=part
            )
            parts.append({"PartNumber": number, "ETag": uploaded["ETag"]})
            size += len(part)
        done = self._client.complete_multipart_upload(
            Bucket=self._bucket, Key=key, UploadId=upload, MultipartUpload={"Parts": parts}
        )
        return ObjectHead(done["ETag"].strip('"'), size)

    def copy(self, source: str, target: str) -> None:
        """Copy within the store. Raises ObjectMissingError."""
        with _translated():
            self._client.copy_object(
                Bucket=self._bucket, Key=target, CopySource={"Bucket": self._bucket, "Key": source}
            )

    def delete(self, keys: Iterable[str]) -> None:
        """Delete objects; missing ones are fine. Raises UnavailableError if any other is left."""
        wanted = iter(keys)
        while thousand := list(islice(wanted, 1000)):
            with _translated():
                answer = self._client.delete_objects(
                    Bucket=self._bucket, Delete={"Objects": [{"Key": key} for key in thousand], "Quiet": True}
                )
            # What went wrong with single objects comes with status 200.
            if errors := answer.get("Errors"):
                raise UnavailableError from ObjectsLeftError(errors)

    def list(self, prefix: str) -> Iterator[str]:
        """List the keys below a prefix."""
        with _translated():
            for page in self._client.get_paginator("list_objects_v2").paginate(Bucket=self._bucket, Prefix=prefix):
                for found in page.get("Contents", []):
                    yield found["Key"]


class ObjectsLeftError(Exception):
    """What the store says of objects that it did not delete."""


def _parts(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """Regroup blocks of any size into parts; only the last one may be short."""
    part = bytearray()
    for block in blocks:
        part += block
        while len(part) >= PART:
            yield bytes(part[:PART])
            del part[:PART]
    if part:
        yield bytes(part)


@contextmanager
def _translated() -> Iterator[None]:
    """Turn the store's answers, and its silence, into the port's errors."""
    try:
        yield
    except ClientError as error:
        match int(error.response["ResponseMetadata"]["HTTPStatusCode"]):
            case 404:
                raise ObjectMissingError from error
            case 412:
                raise ObjectChangedError from error
            case _:
                raise UnavailableError from error
    except BotoCoreError as error:
        raise UnavailableError from error
