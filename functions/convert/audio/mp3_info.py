"""The Info frame that tells players how long an MP3 is, to the sample (Gabriel Bouvigne, “MP3 Info Tag rev 1”)."""

import struct
from typing import NamedTuple

from functions.convert.audio.errors import EncodingError

ENCODER_DELAY = 576
"""Samples of silence that LAME puts in front."""

DECODER_DELAY = 529
"""Samples that every decoder adds, which the fields of the frame don't count."""

_XING, _LAME = struct.Struct(">4sIII100sI"), struct.Struct(">9sBB8xBB3sBBHIH")
_FRAMES_BYTES_TOC_QUALITY = 0xF
_TOC = bytes(percent * 256 // 100 for percent in range(100))
_CONSTANT_RATE = 1
_MAX_PADDING = 0xFFF
_MPEG_1 = 1_152
"""Samples of a Layer III frame; with the lower sampling frequencies of MPEG-2 and 2.5 it has half as many."""


class Frames(NamedTuple):
    """Frames of one kind: the four bytes that each begins with, samples in each, how many, and bytes altogether."""

    head: bytes
    samples: int
    number: int
    size: int


def frame_size(samples: int, bit_rate: int, sample_rate: int) -> int:
    """Return the bytes of a frame of so many samples, without padding (ISO 11172-3, 2.4.3.1)."""
    return samples // 8 * bit_rate // sample_rate


def info_frame(frames: Frames, size: int, bit_rate: int, samples: int) -> bytes:
    """Build a silent frame of `size` bytes which says that of the frames behind it so many samples are to be heard.

    Raises EncodingError if the frames don't hold as many.
    """
    padding = frames.number * frames.samples - ENCODER_DELAY - samples
    if not DECODER_DELAY <= padding <= _MAX_PADDING:
        raise EncodingError
    total = size + frames.size
    delays = (ENCODER_DELAY << 12 | padding).to_bytes(3, "big")
    frame = b"".join(
        (
            _bare(frames.head),
            bytes(17 if frames.samples == _MPEG_1 else 9),  # the side information of one channel
            _XING.pack(b"Info", _FRAMES_BYTES_TOC_QUALITY, frames.number, total, _TOC, 0),
            _LAME.pack(b"LAME3.100", _CONSTANT_RATE, 0, 0, bit_rate // 1_000, delays, 0, 0, 0, total, 0),
        )
    )
    return (frame + _checksum(frame).to_bytes(2, "big")).ljust(size, b"\0")


def _bare(head: bytes) -> bytes:
    """Return the header of a frame without a checksum and without padding (ISO 11172-3, 2.4.1.3)."""
    return bytes([head[0], head[1] | 0b1, head[2] & 0b1111_1101, head[3]])


def _checksum(content: bytes) -> int:
    """Compute the CRC-16 that the frame ends with: polynomial 0x8005, from the lowest bit on."""
    checksum = 0
    for byte in content:
        checksum ^= byte
        for _ in range(8):
            checksum = checksum >> 1 ^ (0xA001 if checksum & 1 else 0)
    return checksum
