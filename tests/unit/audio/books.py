"""Small finished segments to bind into audiobooks."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ebookvoice.domain.book import Paragraph
from ebookvoice.domain.segment import Segment
from ebookvoice.domain.speech import Voice
from functions.convert.audio.narrator import SegmentNarrator
from tests.unit.audio.tones import SAMPLE_RATE, ToneEngine


@dataclass(frozen=True)
class FinishedSegment:
    """Implements StoredSegment from memory."""

    document: bytes
    content: bytes
    samples: int

    def timings(self) -> bytes:
        return self.document

    def audio(self, offset: int) -> Iterator[bytes]:
        for start in range(offset, len(self.content), 10_000):
            yield self.content[start : start + 10_000]


def finished(directory: Path, text: str, *, sample_rate: int = SAMPLE_RATE) -> FinishedSegment:
    """Narrate one paragraph as a chapter of its own."""
    narrator = SegmentNarrator({"tone": ToneEngine(sample_rate)}.__getitem__)
    narration = narrator.narrate(Segment(0, 0, True, True, (Paragraph(text),)), Voice("tone", "sweep"), directory)
    return FinishedSegment(narration.timings.read_bytes(), narration.audio.read_bytes(), narration.samples)
