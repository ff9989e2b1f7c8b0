"""Master a long chapter and say how fast that was, in how much memory, and what came of it.

`python -m benchmarks.mastering [--voice espeak:NAME] [--hours 1] [--codecs aac,mp3,opus] [--encoders 2]`; speeds are
per core, by processor time, but for the last: how long it takes by the clock on one processor and on several. The exit
status is 0 if the bars are kept.
"""

import argparse
import resource
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.floor import encode
from ebookvoice.domain.book import Paragraph
from ebookvoice.domain.direction import Direction
from ebookvoice.domain.formats import ChapterCodec
from ebookvoice.domain.segment import TARGET_CHARACTERS, Segment
from ebookvoice.domain.speech import Voice
from ebookvoice.ports.binding import Tags
from ebookvoice.ports.mastering import Label, MasteredChapter
from ebookvoice.ports.narrating import Narration
from functions.convert.audio.flac import decoded
from functions.convert.audio.master import Mastering
from functions.convert.audio.narrator import SegmentNarrator
from functions.convert.speech import catalogue

FASTEST, LARGEST_MB, LOUDNESS, PEAK = 150, 300, -19.0, -3.0
"""The bars: × real time for AAC alone, peak memory, LUFS ± 0.5, dBTP."""

PROSE = (
    "It was a bright cold day in April, and the clocks were striking; he came in, shut the door, and said nothing. "
    "“Who’s there?” somebody cried. Nobody answered! And yet the stairs creaked, one after the other, all the way up. "
)


@dataclass(frozen=True)
class File:
    """Implements StoredSegment on disk."""

    narration: Narration

    def timings(self) -> bytes:
        return self.narration.timings.read_bytes()

    def audio(self, offset: int) -> Iterator[bytes]:
        with self.narration.audio.open("rb") as file:
            file.seek(offset)
            while block := file.read(1 << 16):
                yield block


class _NoDrafts:
    def find(self, digest: str) -> bytes | None:  # noqa: ARG002
        return None

    def keep(self, digest: str, content: bytes) -> None:
        pass


def main() -> int:
    """Run and report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--voice", default="espeak:en-gb")
    parser.add_argument("--hours", type=float, default=1.0)
    parser.add_argument("--codecs", default="aac")
    parser.add_argument("--encoders", type=int, default=1, help="processors that the AAC is encoded on in the end")
    options = parser.parse_args()
    codecs = [ChapterCodec(name) for name in options.codecs.split(",")]
    with tempfile.TemporaryDirectory() as name:
        spoken = _speak(Voice.parse(options.voice), Path(name))
        count = max(1, round(options.hours * 3_600 * spoken.sample_rate / spoken.samples))
        label = Label(Tags("Book", ("Author",), "Narrator"), "Chapter", 1, 1)
        began, started = time.monotonic(), time.process_time()
        chapter = Mastering().master([File(spoken)] * count, label, Direction(), codecs, Path(name))
        seconds, wall = time.process_time() - started, time.monotonic() - began
        if options.encoders > 1:
            began = time.monotonic()
            Mastering(encoders=options.encoders).master([File(spoken)] * count, label, Direction(), codecs, Path(name))
            print(f"wall time {wall:.1f} s, with {options.encoders} encoders {time.monotonic() - began:.1f} s")
        print(f"AAC alone {_floor(spoken):.0f} × real time")
        return _report(chapter, seconds, codecs)


def _speak(voice: Voice, directory: Path) -> Narration:
    """Narrate one segment of the usual size."""
    paragraphs = tuple(Paragraph(PROSE.strip()) for _ in range(TARGET_CHARACTERS // len(PROSE)))
    narrator, started = SegmentNarrator(catalogue.engine), time.process_time()
    narration = narrator.narrate(Segment(0, 0, True, True, paragraphs), voice, Direction(), directory, _NoDrafts())
    seconds = narration.samples / narration.sample_rate
    print(f"narrated  {seconds / (time.process_time() - started):.0f} × real time, {seconds / 60:.1f} min a segment")
    return narration


def _floor(spoken: Narration) -> float:
    """Encode the segment's PCM and nothing else; return how much faster than real time that is."""
    pcm = b"".join(decoded(File(spoken).audio(0), spoken.samples))
    started = time.process_time()
    encode(pcm, spoken.sample_rate)
    return spoken.samples / spoken.sample_rate / (time.process_time() - started)


def _report(chapter: MasteredChapter, seconds: float, codecs: list[ChapterCodec]) -> int:
    length = chapter.samples / chapter.sample_rate
    speed, memory = length / seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sound = chapter.sound
    print(f"mastered  {speed:.0f} × real time, {length / 3600:.2f} h as {', '.join(codecs)}")
    print(f"memory    {memory:.0f} MB at most")
    print(f"sound     {sound.loudness} LUFS, {sound.peak} dBTP, gain {sound.gain} dB")
    heard = sound.loudness is not None and abs(sound.loudness - LOUDNESS) <= 0.5 and (sound.peak or 0.0) <= PEAK
    quick = speed >= FASTEST or len(codecs) > 1
    return 0 if heard and quick and memory <= LARGEST_MB else 1


if __name__ == "__main__":
    raise SystemExit(main())
