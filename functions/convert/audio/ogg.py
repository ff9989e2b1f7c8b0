"""Ogg pages of one logical stream (RFC 3533, section 6)."""

import struct
import zlib
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from functions.convert.audio.errors import BindingError

BEGINS, ENDS, CONTINUES = 0x02, 0x04, 0x01
MAX_SEGMENTS = 255
NO_PACKET_ENDS = -1
"""The granule position of a page that lies within one packet."""

_HEAD = struct.Struct("<4sBBqII")
_CHECKSUM = struct.Struct("<I")
_CHECKSUM_AT = _HEAD.size
_SEGMENTS_AT = _CHECKSUM_AT + 4
_WHOLE = 255
_MAGIC = b"OggS"
_REVERSED = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))


class Page(NamedTuple):
    """A page: its flags and granule position, the sizes of its segments (a byte each), and what they hold."""

    flags: int
    granule: int
    segments: bytes
    body: bytes

    @property
    def packets(self) -> int:
        """Count the packets that end on the page."""
        return len(self.segments) - self.segments.count(_WHOLE)

    def first(self, packets: int) -> "Page":
        """Keep the first packets only."""
        end = 0
        for _ in range(packets):
            end = next(n for n in range(end, len(self.segments)) if self.segments[n] != _WHOLE) + 1
        kept = self.segments[:end]
        return Page(self.flags, self.granule, kept, self.body[: sum(kept)])


def segments_of(size: int) -> bytes:
    """Return the lacing values of a packet of so many bytes."""
    full, rest = divmod(size, _WHOLE)
    return bytes([_WHOLE]) * full + bytes([rest])


class PageWriter:
    """Gives pages their place in a stream; its serial number need only differ from streams it may be chained to."""

    def __init__(self, serial: int) -> None:
        self._serial = serial
        self._sequence = 0

    def write(self, page: Page) -> bytes:
        """Write a page, the next one of the stream."""
        head = _HEAD.pack(_MAGIC, 0, page.flags, page.granule, self._serial, self._sequence)
        segments = bytes([len(page.segments)]) + page.segments
        self._sequence += 1
        checksum = _checksum(b"".join((head, bytes(4), segments, page.body)))
        return b"".join((head, _CHECKSUM.pack(checksum), segments, page.body))

    def write_packet(self, packet: bytes, flags: int = 0) -> bytes:
        """Write a packet of a header on pages of its own."""
        segments, pages = segments_of(len(packet)), b""
        for start in range(0, len(segments), MAX_SEGMENTS):
            part = segments[start : start + MAX_SEGMENTS]
            granule = 0 if part[-1] != _WHOLE else NO_PACKET_ENDS
            body = packet[start * _WHOLE : start * _WHOLE + sum(part)]
            pages += self.write(Page(flags, granule, part, body))
            flags = CONTINUES
        return pages


def read_pages(blocks: Iterable[bytes]) -> Iterator[Page]:
    """Read a stream, however it is cut into blocks. Raises BindingError for anything but whole, intact pages."""
    source = _Source(blocks)
    while head := source.take(_SEGMENTS_AT + 1):
        segments = source.take(head[-1])
        body = source.take(sum(segments))
        magic, version, flags, granule, _, _ = _HEAD.unpack_from(head)
        (checksum,) = _CHECKSUM.unpack_from(head, _CHECKSUM_AT)
        bare = b"".join((head[:_CHECKSUM_AT], bytes(4), head[_SEGMENTS_AT:], segments, body))
        if (magic, version) != (_MAGIC, 0) or checksum != _checksum(bare):
            raise BindingError
        yield Page(flags, granule, segments, body)


class _Source:
    """Takes exact numbers of bytes from blocks of any length."""

    def __init__(self, blocks: Iterable[bytes]) -> None:
        self._blocks = iter(blocks)
        self._held = b""
        self._position = 0

    def take(self, size: int) -> bytes:
        """Take so many bytes; none at all at the end. Raises BindingError where it ends amid them."""
        while len(self._held) - self._position < size:
            block = next(self._blocks, None)
            if block is None:
                if len(self._held) == self._position:
                    return self._end(size)
                raise BindingError
            self._held = self._held[self._position :] + block
            self._position = 0
        taken = self._held[self._position : self._position + size]
        self._position += size
        return taken

    @staticmethod
    def _end(size: int) -> bytes:
        if size == _SEGMENTS_AT + 1:
            return b""
        raise BindingError


def _checksum(content: bytes) -> int:
    """Compute the CRC of RFC 3533: polynomial 0x04C11DB7, from the highest bit on, nothing inverted.

    That is zlib's, which goes from the lowest bit on and inverts, of mirrored bytes.
    """
    mirrored = zlib.crc32(content.translate(_REVERSED), 0xFFFF_FFFF) ^ 0xFFFF_FFFF
    return int.from_bytes(mirrored.to_bytes(4, "little").translate(_REVERSED), "big")
