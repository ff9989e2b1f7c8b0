"""Uploads in parts: those that clients send, and streams of unknown length."""

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from typing import TYPE_CHECKING

from ebookvoice.adapters.objects.client import translated
from ebookvoice.domain.errors import UnavailableError
from ebookvoice.ports.objects import ObjectHead, ObjectMissingError, Part

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client

PART = 8 * 1024 * 1024
"""Bytes of a part of a stream; S3's minimum is 5 MiB and its maximum 10,000 parts, so 80 GB fit.

R2 wants all parts but the last to be equal (R2 documentation, "Multipart upload").
"""


def put_stream(client: "S3Client", bucket: str, key: str, blocks: Iterable[bytes], content_type: str) -> ObjectHead:
    """Write an object of unknown length; nothing appears under the key unless all arrived."""
    with translated():
        upload = client.create_multipart_upload(Bucket=bucket, Key=key, ContentType=content_type)["UploadId"]
        try:
            parts = _sent(client, bucket, key, upload, _regrouped(blocks))
            return complete(client, bucket, key, upload, parts, write_once=False)
        except BaseException:
            # What is left when that fails, too, goes by the bucket's own rule.
            with suppress(UnavailableError):
                abort(client, bucket, key, upload)
            raise


def listed(client: "S3Client", bucket: str, key: str, upload: str) -> list[Part]:
    """List the parts that have arrived. Raises ObjectMissingError for an upload that is over."""
    with translated():
        pages = client.get_paginator("list_parts").paginate(Bucket=bucket, Key=key, UploadId=upload)
        return [
            Part(part["PartNumber"], part["ETag"].strip('"'), part["Size"])
            for page in pages
            for part in page.get("Parts", [])
        ]


def complete(
    client: "S3Client", bucket: str, key: str, upload: str, parts: Sequence[Part], *, write_once: bool
) -> ObjectHead:
    """Make one object of the parts. Raises ObjectMissingError; ObjectChangedError if there is one already."""
    once = {"IfNoneMatch": "*"} if write_once else {}
    with translated():
        done = client.complete_multipart_upload(
            Bucket=bucket,
            Key=key,
            UploadId=upload,
            MultipartUpload={"Parts": [{"PartNumber": part.number, "ETag": part.etag} for part in parts]},
            **once,  # type: ignore[arg-type]
        )
    return ObjectHead(done["ETag"].strip('"'), sum(part.size for part in parts))


def abort(client: "S3Client", bucket: str, key: str, upload: str) -> None:
    """Give up an upload in parts; one that is over is fine."""
    try:
        with translated():
            client.abort_multipart_upload(Bucket=bucket, Key=key, UploadId=upload)
    except ObjectMissingError:
        return


def _sent(client: "S3Client", bucket: str, key: str, upload: str, bodies: Iterable[bytes]) -> list[Part]:
    """Send each part while the next one is made. Whatever is raised, none is under way any more."""

    def send(number: int, body: bytes) -> Part:
        answer = client.upload_part(Bucket=bucket, Key=key, UploadId=upload, PartNumber=number, Body=body)
        return Part(number, answer["ETag"].strip('"'), len(body))

    sent: list[Future[Part]] = []
    with ThreadPoolExecutor(1, "parts") as thread:
        for number, body in enumerate(bodies, start=1):
            if sent:
                sent[-1].result()
            sent.append(thread.submit(send, number, body))
    return [part.result() for part in sent]


def _regrouped(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """Regroup blocks of any size into one part or more; only the last one may be short."""
    part, full = bytearray(), 0
    for block in blocks:
        part += block
        while len(part) >= PART:
            yield bytes(part[:PART])
            del part[:PART]
            full += 1
    if part or not full:
        yield bytes(part)
