"""`python -m functions.convert.audio.aac_program RATE`: PCM in, AAC packets out, for EncoderProcess.

It says its AudioSpecificConfig first. Each block of PCM is answered by the packets that are complete, an empty block,
which ends a part, by the last ones; what comes next is the next part. It ends with its input.
"""

import struct
import sys
from array import array
from collections.abc import Sequence
from typing import IO

from functions.convert.audio.encode import AacEncoder

LENGTH = struct.Struct(">I")


def serve(sample_rate: int, blocks: IO[bytes], out: IO[bytes]) -> None:
    """Encode until there is no more."""
    encoder = AacEncoder(sample_rate)
    send_block(out, encoder.config)
    while (pcm := receive_block(blocks)) is not None:
        if pcm:
            send_packets(out, encoder.encode(pcm))
        else:
            send_packets(out, encoder.finish())
            encoder = AacEncoder(sample_rate)


def send_block(out: IO[bytes], block: bytes) -> None:
    """Send bytes."""
    out.write(LENGTH.pack(len(block)) + block)
    out.flush()


def receive_block(blocks: IO[bytes]) -> bytes | None:
    """Receive what was sent by `send_block`; None where it ends, even in the middle."""
    head = blocks.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    (length,) = LENGTH.unpack(head)
    block = blocks.read(length)
    return block if len(block) == length else None


def send_packets(out: IO[bytes], packets: Sequence[bytes]) -> None:
    """Send packets: their sizes, then all of them."""
    send_block(out, array("I", map(len, packets)).tobytes())
    send_block(out, b"".join(packets))


def receive_packets(blocks: IO[bytes]) -> list[bytes] | None:
    """Receive what was sent by `send_packets`; None if it did not come whole."""
    sizes, packed = receive_block(blocks), receive_block(blocks)
    if sizes is None or packed is None:
        return None
    packets, start = [], 0
    for size in array("I", sizes):
        packets.append(packed[start : start + size])
        start += size
    return packets


if __name__ == "__main__":
    serve(int(sys.argv[1]), sys.stdin.buffer, sys.stdout.buffer)
