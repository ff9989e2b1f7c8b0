"""Take a request's body: its length, its digests, and where it goes."""

import base64
import hashlib
import zlib
from collections.abc import Callable
from http import HTTPStatus
from typing import Protocol

from local.store.blobs import BLOCK, Blob, Blobs
from local.store.refusals import RefusalError, invalid
from local.store.request import Request
from local.store.signature import UNSIGNED

LARGEST_OBJECT = 5 << 30
"""Bytes of one PUT (S3 user guide, "Uploading objects")."""
LARGEST_DOCUMENT = 2 << 20
"""Bytes of anything else; SQS takes 1 MiB, CompleteMultipartUpload with 10,000 parts somewhat more."""


class Digest(Protocol):
    def update(self, block: bytes | memoryview, /) -> None: ...

    def digest(self) -> bytes: ...


class Crc32:
    """zlib's CRC-32 in hashlib's manner."""

    def __init__(self) -> None:
        self._value = 0

    def update(self, block: bytes | memoryview, /) -> None:
        self._value = zlib.crc32(block, self._value)

    def digest(self) -> bytes:
        return self._value.to_bytes(4, "big")


ALGORITHMS: dict[str, Callable[[], Digest]] = {
    "crc32": Crc32,
    "md5": lambda: hashlib.md5(usedforsecurity=False),
    "sha1": lambda: hashlib.sha1(usedforsecurity=False),
    "sha256": hashlib.sha256,
}
DIGEST_HEADERS = {
    "content-md5": "md5",
    "x-amz-checksum-crc32": "crc32",
    "x-amz-checksum-sha1": "sha1",
    "x-amz-checksum-sha256": "sha256",
    "x-amz-content-sha256": "sha256",
}
UNVERIFIABLE = ("x-amz-checksum-crc32c", "x-amz-checksum-crc64nvme")
"""The standard library has no such digests."""


def receive_document(request: Request) -> bytes:
    """Read a small body whole. Raises RefusalError."""
    if "content-length" in request.headers:
        _length(request, LARGEST_DOCUMENT)
    body = request.body.read()
    if request.body.left:
        raise invalid("IncompleteBody", "The body is shorter than its Content-Length.")
    return body


def check_document(request: Request, body: bytes) -> None:
    """Compare a document with the digest that was signed for it. Raises RefusalError."""
    declared = request.headers.get("x-amz-content-sha256", UNSIGNED)
    if declared != UNSIGNED and declared != hashlib.sha256(body).hexdigest():
        raise invalid(
            "XAmzContentSHA256Mismatch", "The provided x-amz-content-sha256 does not match what was computed."
        )


def receive_object(request: Request, blobs: Blobs) -> Blob:
    """Write an object's bytes to a file as they come. Raises RefusalError, with the file removed."""
    path = blobs.new_path()
    try:
        with path.open("xb", buffering=0) as file:
            return _receive(request, Blob(path, _length(request, LARGEST_OBJECT), ""), file.write)
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def _receive(request: Request, blob: Blob, write: Callable[[memoryview], int]) -> Blob:
    expected = _expected(request)
    digests = {name: ALGORITHMS[name]() for name in {"md5", *(DIGEST_HEADERS[header] for header in expected)}}
    buffer = memoryview(bytearray(BLOCK))
    while count := request.body.read_into(buffer):
        for digest in digests.values():
            digest.update(buffer[:count])
        write(buffer[:count])
    if request.body.left:
        raise invalid("IncompleteBody", "The body is shorter than its Content-Length.")
    for header, value in expected.items():
        if digests[DIGEST_HEADERS[header]].digest() != value:
            raise _mismatch(header)
    return Blob(blob.path, blob.size, digests["md5"].digest().hex())


def _expected(request: Request) -> dict[str, bytes]:
    """Collect the digests that the request declares, by header."""
    declared = request.headers.get("x-amz-content-sha256", UNSIGNED)
    if declared.startswith("STREAMING-") or any(header in request.headers for header in UNVERIFIABLE):
        raise RefusalError(HTTPStatus.NOT_IMPLEMENTED, "NotImplemented", "The body's checksum can't be verified here.")
    expected = {}
    for header in DIGEST_HEADERS.keys() & request.headers.keys():
        value = request.headers[header]
        try:
            if header != "x-amz-content-sha256":
                expected[header] = base64.b64decode(value, validate=True)
            elif value != UNSIGNED:
                expected[header] = bytes.fromhex(value)
        except ValueError:
            raise invalid("InvalidDigest", f"Value for {header} header is invalid.") from None
    return expected


def _length(request: Request, limit: int) -> int:
    try:
        length = int(request.headers["content-length"])
    except (KeyError, ValueError):
        raise RefusalError(
            HTTPStatus.LENGTH_REQUIRED, "MissingContentLength", "You must provide the Content-Length header."
        ) from None
    if not 0 <= length <= limit:
        raise invalid("EntityTooLarge", "Your proposed upload exceeds the maximum allowed size.")
    return length


def _mismatch(name: str) -> RefusalError:
    if name == "x-amz-content-sha256":
        return invalid(
            "XAmzContentSHA256Mismatch", "The provided x-amz-content-sha256 does not match what was computed."
        )
    return invalid("BadDigest", f"The {name} you specified did not match the calculated checksum.")
