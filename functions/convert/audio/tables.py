"""Where the samples of a track are: the tables of ISO 14496-12, 8.6.1, 8.7.3–8.7.5 and 8.9."""

import struct
import sys
from array import array
from collections.abc import Iterable
from itertools import accumulate, groupby

from functions.convert.audio.boxes import UINT32_MAX, box, full_box


def big_endian(numbers: "array[int]") -> bytes:
    """Return the numbers as they are stored in a file."""
    if sys.byteorder == "little":
        numbers = numbers[:]
        numbers.byteswap()
    return numbers.tobytes()


def stts(durations: Iterable[int]) -> bytes:
    """Time to sample: runs of equal durations."""
    runs = [(sum(1 for _ in run), duration) for duration, run in groupby(durations)]
    return full_box(b"stts", 0, 0, struct.pack(">I", len(runs)), *(struct.pack(">II", *run) for run in runs))


def stsz(sizes: "array[int]") -> bytes:
    """Size of each sample in bytes."""
    return full_box(b"stsz", 0, 0, struct.pack(">II", 0, len(sizes)), big_endian(sizes))


def stsc(samples: int, per_chunk: int) -> bytes:
    """Samples per chunk: all alike, but perhaps the last."""
    full, rest = divmod(samples, per_chunk)
    runs = [(1, per_chunk, 1)] if full else []
    if rest:
        runs.append((full + 1, rest, 1))
    return full_box(b"stsc", 0, 0, struct.pack(">I", len(runs)), *(struct.pack(">III", *run) for run in runs))


def chunk_bytes(sizes: "array[int]", per_chunk: int) -> list[int]:
    """Add up the sizes of each chunk."""
    return [sum(sizes[start : start + per_chunk]) for start in range(0, len(sizes), per_chunk)]


def chunk_offsets(start: int, chunks: list[int]) -> bytes:
    """Place of each chunk in the file, the first at `start`: `stco`, or `co64` where 32 bits do not reach."""
    offsets = list(accumulate(chunks[:-1], initial=start)) if chunks else []
    wide = start + sum(chunks) > UINT32_MAX
    table = big_endian(array("Q" if wide else "I", offsets))
    return full_box(b"co64" if wide else b"stco", 0, 0, struct.pack(">I", len(offsets)), table)


def preroll(samples: int) -> bytes:
    """Say that a decoder needs one packet before the one it jumps to (ISO 14496-12, 10.1: `roll`)."""
    return full_box(b"sgpd", 1, 0, struct.pack(">4sIIh", b"roll", 2, 1, -1)) + full_box(
        b"sbgp", 0, 0, struct.pack(">4sIII", b"roll", 1, samples, 1)
    )


def data_reference() -> bytes:
    """The samples are in this very file (ISO 14496-12, 8.7.2)."""
    return box(b"dinf", full_box(b"dref", 0, 0, struct.pack(">I", 1), full_box(b"url ", 0, 1)))
