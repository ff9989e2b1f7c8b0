"""Segments without loss: PCM ↔ FLAC (RFC 9639)."""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import Self

import av

from functions.convert.audio.errors import RecordingUnreadableError
from functions.convert.audio.samples import unwrap, wrap

LEVEL = 5
"""Of eSpeak speech at 22,050 Hz: 54 % of the PCM's size at 2,500 × real time (8: 54 % at 1,450; 1: 58 % at 1,450)."""


def decoded(content: Iterable[bytes], samples: int) -> Iterator[bytes]:
    """Yield the PCM of a FLAC file. Raises RecordingUnreadableError unless it is that many samples."""
    try:
        with av.open(_Stream(content), "r", format="flac") as file:
            for block in file.decode(audio=0):
                samples -= block.samples
                yield unwrap(block)
    except av.FFmpegError as error:
        raise RecordingUnreadableError from error
    if samples:
        raise RecordingUnreadableError


class _Stream:
    """What FFmpeg reads bytes from that come in blocks."""

    def __init__(self, content: Iterable[bytes]) -> None:
        self._blocks = iter(content)
        self._rest = memoryview(b"")

    def read(self, size: int) -> bytes:
        """Return some bytes, at most `size`; none at the end."""
        while not self._rest:
            block = next(self._blocks, None)
            if block is None:
                return b""
            self._rest = memoryview(block)
        taken, self._rest = self._rest[:size], self._rest[size:]
        return bytes(taken)


class FlacWriter:
    """Encodes to a file as it goes; equal audio makes equal bytes. Leaving it by an exception removes the file."""

    def __init__(self, path: Path, sample_rate: int) -> None:
        self._path = path
        self._file = av.open(str(path), "w", format="flac", options={"fflags": "+bitexact"})
        self._stream = self._file.add_stream("flac", rate=sample_rate)
        codec = self._stream.codec_context
        codec.layout = "mono"
        codec.format = "s16"
        codec.time_base = Fraction(1, sample_rate)
        codec.options = {"compression_level": str(LEVEL)}
        self.sample_rate = sample_rate
        self.samples = 0

    def write(self, pcm: bytes) -> None:
        """Take PCM of any length."""
        if pcm:
            block = wrap(pcm, self.sample_rate, self.samples)
            self.samples += block.samples
            self._file.mux(self._stream.encode(block))

    def close(self) -> None:
        """Finish the file."""
        self._file.mux(self._stream.encode(None))
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if kind is not None:
            self._file.close()
            self._path.unlink(missing_ok=True)
