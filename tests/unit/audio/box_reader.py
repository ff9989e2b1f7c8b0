"""Reads MP4 boxes in tests."""

import struct
from collections.abc import Iterator


def boxes(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield kind and body of the boxes on one level; a last box whose body is missing comes as it is."""
    position = 0
    while position < len(content):
        size, kind = struct.unpack_from(">I4s", content, position)
        head = 8
        if size == 1:
            size = struct.unpack_from(">Q", content, position + 8)[0]
            head = 16
        yield kind, content[position + head : position + size]
        position += size


def find(content: bytes, *path: bytes) -> list[bytes]:
    """Return the bodies of all boxes at that path."""
    bodies = [content]
    for kind in path:
        bodies = [body for parent in bodies for name, body in boxes(parent) if name == kind]
    return bodies


STBL = (b"moov", b"trak", b"mdia", b"minf", b"stbl")
