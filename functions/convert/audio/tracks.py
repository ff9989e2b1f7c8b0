"""What the tracks of an MP4 file have in common (ISO 14496-12, 8.3–8.4)."""

import struct

from functions.convert.audio.boxes import box, full_box, times

ENABLED = 0x7
"""Track flags: enabled, part of the movie and of its preview."""

DISABLED = 0

MATRIX = struct.pack(">9I", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
"""The unity matrix."""


def track_header(track: int, duration: int, *, enabled: bool, audible: bool) -> bytes:
    """Build `tkhd`; `duration` in the movie's time scale."""
    version, length = times(duration)
    stamps = bytes(16 if version else 8)
    volume = struct.pack(">hhHH", 0, 0, 0x0100 if audible else 0, 0)
    return full_box(
        b"tkhd",
        version,
        ENABLED if enabled else DISABLED,
        stamps,
        struct.pack(">II", track, 0),
        length,
        bytes(8),
        volume,
        MATRIX,
        bytes(8),
    )


def media_header(timescale: int, duration: int, language: int) -> bytes:
    """Build `mdhd`; `language` packed."""
    version, length = times(duration)
    stamps = bytes(16 if version else 8)
    return full_box(b"mdhd", version, 0, stamps, struct.pack(">I", timescale), length, struct.pack(">HH", language, 0))


def handler(kind: bytes, name: str) -> bytes:
    """Build `hdlr`."""
    return full_box(b"hdlr", 0, 0, bytes(4), kind, bytes(12), name.encode() + b"\0")


def whole_track_edit(duration: int) -> bytes:
    """Build an edit list that presents the whole track from its first sample on.

    Without one, Apple's players take 2,112 samples of encoder priming for granted (Apple TN2258).
    """
    version, length = times(duration)
    media_time = struct.pack(">q" if version else ">i", 0)
    entry = length + media_time + struct.pack(">hh", 1, 0)
    return box(b"edts", full_box(b"elst", version, 0, struct.pack(">I", 1), entry))
