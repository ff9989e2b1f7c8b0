"""A ZIP whose every file is announced by its size and checksum, so that readers that unpack from the front can read it.

Python's own writer puts sizes behind the bytes when it can't seek; much of what opens EPUBs on phones refuses stored
files of that kind. Fields by APPNOTE.TXT 6.3.10, sections 4.3 and 4.5.3.
"""

import struct
import zlib
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from functions.convert.audio.errors import BindingError

STORED, DEFLATED = 0, 8
_PLAIN, _ZIP64 = 20, 45
"""Versions of the format that are needed to unpack."""

_UTF_8 = 0x800
_UINT32_MAX, _UINT16_MAX = 0xFFFF_FFFF, 0xFFFF


class Member(NamedTuple):
    """A file of an archive; `packed` is what is written of it, of `size` bytes with that CRC-32 when unpacked."""

    path: str
    method: int
    crc: int
    size: int
    packed_size: int
    packed: Iterable[bytes]


class _Placed(NamedTuple):
    member: Member
    offset: int


def stored(path: str, content: bytes) -> Member:
    """Make a member of what is kept as it is."""
    return Member(path, STORED, zlib.crc32(content), len(content), len(content), [content])


def deflated(path: str, text: str) -> Member:
    """Make a member of a text."""
    content = text.encode("utf-8", "replace")
    compressor = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    packed = compressor.compress(content) + compressor.flush()
    return Member(path, DEFLATED, zlib.crc32(content), len(content), len(packed), [packed])


def streamed(path: str, size: int, blocks: Callable[[], Iterator[bytes]]) -> Member:
    """Make a member of what is read twice: for its checksum, and when it is written."""
    crc = 0
    for block in blocks():
        crc = zlib.crc32(block, crc)
    return Member(path, STORED, crc, size, size, blocks())


def zip_stream(members: Iterable[Member], modified: datetime) -> Iterator[bytes]:
    """Write an archive. Raises BindingError for a streamed file that isn't what it was, to the byte."""
    stamp = struct.pack("<HH", *_dos_time(modified))
    placed, offset = list[_Placed](), 0
    for member in members:
        header = _local_header(member, stamp)
        yield header
        yield from _checked(member)
        placed.append(_Placed(member._replace(packed=()), offset))
        offset += len(header) + member.packed_size
    directory = b"".join(_directory_entry(each, stamp) for each in placed)
    yield directory
    yield _end(len(placed), len(directory), offset)


def _dos_time(moment: datetime) -> tuple[int, int]:
    time = moment.hour << 11 | moment.minute << 5 | moment.second // 2
    return time, max(0, moment.year - 1980) << 9 | moment.month << 5 | moment.day


def _local_header(member: Member, stamp: bytes) -> bytes:
    name = member.path.encode()
    if max(member.size, member.packed_size) >= _UINT32_MAX:
        raise BindingError
    fixed = struct.pack("<IHHH", 0x0403_4B50, _PLAIN, _flags(name), member.method)
    sizes = struct.pack("<IIIHH", member.crc, member.packed_size, member.size, len(name), 0)
    return fixed + stamp + sizes + name


def _checked(member: Member) -> Iterator[bytes]:
    size = crc = 0
    for block in member.packed:
        size += len(block)
        crc = zlib.crc32(block, crc) if member.method == STORED else member.crc
        if size > member.packed_size:
            raise BindingError
        yield block
    if (size, crc) != (member.packed_size, member.crc):
        raise BindingError


def _directory_entry(placed: _Placed, stamp: bytes) -> bytes:
    member, far = placed.member, placed.offset >= _UINT32_MAX
    name = member.path.encode()
    extra = struct.pack("<HHQ", 1, 8, placed.offset) if far else b""
    version = _ZIP64 if far else _PLAIN
    fixed = struct.pack("<IHHHH", 0x0201_4B50, version, version, _flags(name), member.method)
    sizes = struct.pack("<IIIHHH", member.crc, member.packed_size, member.size, len(name), len(extra), 0)
    place = struct.pack("<HHII", 0, 0, 0, min(placed.offset, _UINT32_MAX))
    return fixed + stamp + sizes + place + name + extra


def _end(count: int, size: int, offset: int) -> bytes:
    records = b""
    if count >= _UINT16_MAX or offset + size >= _UINT32_MAX:
        records = struct.pack("<IQHHIIQQQQ", 0x0606_4B50, 44, _ZIP64, _ZIP64, 0, 0, count, count, size, offset)
        records += struct.pack("<IIQI", 0x0706_4B50, 0, offset + size, 1)
    counts = min(count, _UINT16_MAX)
    return records + struct.pack(
        "<IHHHHIIH", 0x0605_4B50, 0, 0, counts, counts, min(size, _UINT32_MAX), min(offset, _UINT32_MAX), 0
    )


def _flags(name: bytes) -> int:
    return 0 if name.isascii() else _UTF_8
