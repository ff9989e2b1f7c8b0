"""The bricks of an MP4 file (ISO 14496-12) and of the descriptors within it (ISO 14496-1)."""

import struct

UINT32_MAX = 0xFFFF_FFFF


def box(kind: bytes, *parts: bytes) -> bytes:
    """Build a box of that four-character kind."""
    return b"".join((struct.pack(">I4s", 8 + sum(map(len, parts)), kind), *parts))


def full_box(kind: bytes, version: int, flags: int, *parts: bytes) -> bytes:
    """Build a box that has a version and flags."""
    return box(kind, struct.pack(">I", version << 24 | flags), *parts)


def descriptor(tag: int, *parts: bytes) -> bytes:
    """Build an MPEG-4 descriptor; its length in the four-byte form that every parser accepts."""
    length = sum(map(len, parts))
    sizes = bytes(length >> shift & 0x7F | (0x80 if shift else 0) for shift in (21, 14, 7, 0))
    return b"".join((bytes([tag]), sizes, *parts))


def times(*values: int) -> tuple[int, bytes]:
    """Pack durations; return the version of the box that has room for them (0: 32 bits each, 1: 64) and the bytes."""
    version = int(max(values) > UINT32_MAX)
    return version, struct.pack(f">{len(values)}{'Q' if version else 'I'}", *values)
