"""PCM → AAC-LC packets, on several processors: cut where it is silent, the parts join to the sample."""

from collections import deque
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from typing import NamedTuple, Self

from functions.convert.audio.encoder_process import EncoderProcess
from functions.convert.audio.frames import EDGE, FRAME
from functions.convert.audio.samples import BYTES_PER_SAMPLE, silence

_PART_S = 20
"""Enough for what a new encoder costs not to matter."""

_FRAME_BYTES = FRAME * BYTES_PER_SAMPLE
_EDGE_FRAMES = EDGE // FRAME
_SILENCE = silence(FRAME)


def encoders_of(environment: Mapping[str, str]) -> int:
    """Read the number of processors that a chapter may be encoded on from EBOOKVOICE_ENCODERS. Raises ValueError."""
    return max(1, int(environment.get("EBOOKVOICE_ENCODERS") or 1))


class _Line(NamedTuple):
    """An encoder, and the thread that waits for it."""

    encoder: EncoderProcess
    thread: ThreadPoolExecutor


class ParallelEncoder:
    """Encodes as AacEncoder does, each part by the next of several encoders, while the context is open.

    A part ends at the first place after _PART_S seconds that has EDGE samples of silence before and behind it; audio
    without such a place is one part. The packets do not depend on the blocks that the PCM comes in.
    """

    def __init__(self, sample_rate: int, encoders: int) -> None:
        self.sample_rate = sample_rate
        self._lines = deque(_Line(EncoderProcess(sample_rate), ThreadPoolExecutor(1, "aac")) for _ in range(encoders))
        self._coming: deque[tuple[int, Future[list[bytes]]]] = deque()
        self._most = encoders * _PART_S * sample_rate * BYTES_PER_SAMPLE
        self._waiting = 0
        self._unseen = b""
        self._silent = self._length = 0

    def __enter__(self) -> Self:
        try:
            [self.config, *_] = [line.encoder.config() for line in self._lines]
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        for line in self._lines:
            line.encoder.close()
        for line in self._lines:
            line.thread.shutdown(cancel_futures=True)

    def encode(self, pcm: bytes) -> list[bytes]:
        """Take PCM of any length; return the packets that are complete by now. Raises EncodingError."""
        pcm = self._unseen + pcm
        start = 0
        for end in self._ends(pcm):
            self._submit(pcm[start:end])
            self._end_part()
            self._lines.rotate(-1)
            start = end
        # What the next part may begin with waits.
        known = max(start, len(pcm) - len(pcm) % _FRAME_BYTES - _EDGE_FRAMES * _FRAME_BYTES)
        self._submit(pcm[start:known])
        self._unseen = pcm[known:]
        return list(self._complete(self._most))

    def finish(self) -> list[bytes]:
        """Pad with silence to whole packets and return the last of them. Raises EncodingError if any is missing."""
        self._submit(self._unseen)
        self._end_part()
        return list(self._complete(-1))

    def _ends(self, pcm: bytes) -> Iterator[int]:
        """Yield where in PCM, in bytes, parts end; of what waited, the whole frames have been looked at."""
        for frame in range(len(self._unseen) // _FRAME_BYTES, len(pcm) // _FRAME_BYTES):
            start = frame * _FRAME_BYTES
            self._silent = self._silent + 1 if pcm[start : start + _FRAME_BYTES] == _SILENCE else 0
            self._length += 1
            if self._silent >= 2 * _EDGE_FRAMES and self._length * FRAME >= _PART_S * self.sample_rate:
                self._silent = self._length = _EDGE_FRAMES
                yield (frame + 1 - _EDGE_FRAMES) * _FRAME_BYTES

    def _submit(self, pcm: bytes) -> None:
        encoder, thread = self._lines[0]
        self._coming.append((len(pcm), thread.submit(encoder.encode, pcm)))
        self._waiting += len(pcm)

    def _end_part(self) -> None:
        encoder, thread = self._lines[0]
        self._coming.append((0, thread.submit(encoder.finish)))

    def _complete(self, most: int) -> Iterator[bytes]:
        """Yield what is encoded; wait while more than `most` bytes of PCM do (-1: until there is nothing left)."""
        while self._coming and (self._waiting > most or self._coming[0][1].done()):
            size, packets = self._coming.popleft()
            yield from packets.result()
            self._waiting -= size
