"""The units of Opus in Ogg (RFC 7845) that everything else is counted in."""

import struct

from functions.convert.audio.errors import BindingError

CLOCK = 48_000
"""Granule positions count at this rate, whatever rate was encoded."""

PACKET = 960
"""Samples of that clock in one of our packets: 20 ms."""

_HEAD = struct.Struct("<8sBBHIhB")
_MAGIC = b"OpusHead"


def pre_skip_of(head: bytes) -> int:
    """Read from OpusHead how many samples a decoder drops at the beginning. Raises BindingError for something else."""
    if len(head) < _HEAD.size or not head.startswith(_MAGIC):
        raise BindingError
    return int(_HEAD.unpack_from(head)[3])
