"""Copies from one store to another that are the same by our own SHA-256: on the way, and when they are read again.

ETags say nothing across stores: those of uploads in parts are no digests, and R2 makes its own.
"""

import base64
import hashlib
from collections.abc import Callable, Iterable, Iterator

from ebookvoice.domain.file import File
from ebookvoice.ports.objects import ObjectChangedError, ObjectHead, ObjectMissingError, ObjectStore
from ebookvoice.usecases.places import Place


class BytesDifferError(Exception):
    """What was read is not what was uploaded."""


def copy_verified(
    file: File, source: Place, target: ObjectStore, beat: Callable[[], None] = lambda: None
) -> ObjectHead:
    """Copy a file's bytes under their own key, block by block, and read the copy again; `beat` is called on the way.

    Nothing appears in the target unless every byte was right. Raises BytesDifferError for the source,
    CopyDiffersError for the copy, ObjectChangedError, ObjectMissingError, UnavailableError.
    """
    store, etag = source
    copy = target.put_stream(
        file.key, verified(store.stream(file.key, etag=etag), file.sha256, beat), file.content_type
    )
    try:
        for _ in verified(target.stream(file.key, etag=copy.etag), file.sha256, beat):
            pass
    except BytesDifferError as error:
        raise CopyDiffersError from error
    return copy


class CopyDiffersError(Exception):
    """What was written is not what can be read."""


def has_bytes(store: ObjectStore, file: File, etag: str | None) -> bool:
    """Read an object in full, and tell whether it is what was uploaded. Raises UnavailableError."""
    try:
        for _ in verified(store.stream(file.key, etag=etag), file.sha256):
            pass
    except (BytesDifferError, ObjectChangedError, ObjectMissingError):
        return False
    return True


def verified(blocks: Iterable[bytes], sha256: str, beat: Callable[[], None] = lambda: None) -> Iterator[bytes]:
    """Pass blocks on and hash them. Raises BytesDifferError behind the last one if the digest (base64) is another."""
    digest = hashlib.sha256()
    for block in blocks:
        beat()
        digest.update(block)
        yield block
    beat()
    if base64.b64encode(digest.digest()).decode() != sha256:
        raise BytesDifferError
