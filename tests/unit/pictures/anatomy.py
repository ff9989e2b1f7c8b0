"""What a file consists of, read byte by byte and without the library that wrote it."""

import struct


def parts_of(content: bytes) -> set[str]:
    """Name the segments, chunks or blocks of a picture."""
    if content.startswith(b"\xff\xd8"):
        return _jpeg(content)
    if content.startswith(b"\x89PNG"):
        return _png(content)
    if content.startswith(b"RIFF"):
        return _webp(content)
    return _gif(content)


def _jpeg(content: bytes) -> set[str]:
    """Read segments up to the scan; what may follow it is the end and nothing else."""
    found, at = set(), 2
    while (marker := content[at + 1]) != 0xDA:
        found.add(f"{marker:02X}")
        at += 2 + int(struct.unpack_from(">H", content, at + 2)[0])
    assert content.endswith(b"\xff\xd9")
    assert content.count(b"\xff\xd9", at) == content.count(b"\xff\xda", at) == 1
    return found


def _png(content: bytes) -> set[str]:
    found, at = set(), 8
    while at < len(content):
        length, kind = struct.unpack_from(">I4s", content, at)
        found.add(kind.decode())
        at += 12 + length
    return found


def _webp(content: bytes) -> set[str]:
    assert len(content) == 8 + struct.unpack_from("<I", content, 4)[0]
    found, at = set(), 12
    while at < len(content):
        kind, length = struct.unpack_from("<4sI", content, at)
        found.add(kind.decode())
        at += 8 + length + length % 2
    return found


def _gif(content: bytes) -> set[str]:
    found, at = set(), 13 + _colours(content[10])
    while content[at] != 0x3B:
        if content[at] == 0x21:
            found.add(f"extension {content[at + 1]:02X}")
            at = _blocks(content, at + 2)
        else:
            found.add("image")
            at = _blocks(content, at + 11 + _colours(content[at + 9]))
    assert at == len(content) - 1
    return found


def _colours(flags: int) -> int:
    return 3 * 2 ** (1 + (flags & 7)) if flags & 0x80 else 0


def _blocks(content: bytes, at: int) -> int:
    while content[at]:
        at += 1 + content[at]
    return at + 1
