"""Small mastered chapters to bind into audiobooks."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from functions.convert.audio.aac_writer import AacWriter
from functions.convert.audio.chapter import ChapterTimings
from functions.convert.audio.encode import AacEncoder
from functions.convert.audio.frames import EDGE
from functions.convert.audio.stretches import Stretches
from tests.unit.audio.tones import SAMPLE_RATE, SAMPLES_PER_CHARACTER, sweep

_SILENCE = bytes(2 * EDGE)


@dataclass(frozen=True)
class FinishedChapter:
    """Implements StoredSegment from memory."""

    document: bytes
    content: bytes
    samples: int

    def timings(self) -> bytes:
        return self.document

    def audio(self, offset: int) -> Iterator[bytes]:
        for start in range(offset, len(self.content), 10_000):
            yield self.content[start : start + 10_000]


def finished(directory: Path, text: str, *, sample_rate: int = SAMPLE_RATE) -> FinishedChapter:
    """Encode a chapter that is as long as the text."""
    path = directory / "chapter.m4a"
    writer = AacWriter(path, AacEncoder(sample_rate), Stretches(1, 1), 1.0)
    for pcm in (_SILENCE, sweep(len(text) * SAMPLES_PER_CHARACTER), _SILENCE):
        writer.write(pcm)
    writer.close()
    track = writer.track
    timings = ChapterTimings(sample_rate, track.config, writer.payload_offset, track.packets, len(text))
    return FinishedChapter(timings.to_json(), path.read_bytes(), timings.samples)
