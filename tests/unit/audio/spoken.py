"""Small spoken segments, and the chapters that are mastered from them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ebookvoice.domain.direction import Direction
from ebookvoice.domain.formats import ChapterCodec
from ebookvoice.domain.segment import Segment
from ebookvoice.domain.speech import Voice
from ebookvoice.ports.binding import Tags
from ebookvoice.ports.mastering import Label, MasteredChapter
from ebookvoice.ports.narrating import SpeechEngine
from functions.convert.audio.flac import FlacWriter
from functions.convert.audio.loudness import Meter
from functions.convert.audio.master import Mastering
from functions.convert.audio.narrator import SegmentNarrator
from functions.convert.audio.segment import SegmentTimings

LABEL = Label(Tags("Title", ("Author",), "Narrator"), "Chapter", 1, 1)


class NoDrafts:
    """Implements Drafts: nothing was spoken before, and nothing is kept."""

    def find(self, digest: str) -> bytes | None:
        return None

    def keep(self, digest: str, content: bytes) -> None:
        return None


@dataclass(frozen=True)
class SpokenSegment:
    """Implements StoredSegment from memory."""

    document: bytes
    content: bytes

    def timings(self) -> bytes:
        return self.document

    def audio(self, offset: int) -> Iterator[bytes]:
        for start in range(offset, len(self.content), 10_000):
            yield self.content[start : start + 10_000]


def narrated(
    directory: Path, segment: Segment, engine: SpeechEngine, voice: str = "sweep", direction: Direction | None = None
) -> SpokenSegment:
    """Narrate a segment."""
    narrator = SegmentNarrator(lambda _: engine)
    narration = narrator.narrate(segment, Voice(engine.name, voice), direction or Direction(), directory, NoDrafts())
    return SpokenSegment(narration.timings.read_bytes(), narration.audio.read_bytes())


def recorded(directory: Path, pcm: bytes, sample_rate: int) -> SpokenSegment:
    """Make a segment of any sound."""
    path = directory / "any.flac"
    meter = Meter(sample_rate)
    meter.lead_in()
    meter.hear(pcm)
    with FlacWriter(path, sample_rate) as writer:
        writer.write(pcm)
        writer.close()
    timings = SegmentTimings(sample_rate, len(pcm) // 2, 1, 1, sound=meter.result())
    return SpokenSegment(timings.to_json(), path.read_bytes())


def mastered(directory: Path, segments: Sequence[SpokenSegment], direction: Direction | None = None) -> MasteredChapter:
    """Master a chapter as AAC."""
    return Mastering().master(segments, LABEL, direction or Direction(), [ChapterCodec.AAC], directory)
