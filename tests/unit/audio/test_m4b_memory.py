import tracemalloc
from collections.abc import Iterator
from pathlib import Path

from ebookvoice.ports.binding import ChapterMark, Tags
from functions.convert.audio.chapter import ChapterTimings
from functions.convert.audio.m4b import M4bBinder
from tests.unit.audio.books import FinishedChapter, finished
from tests.unit.audio.tones import SAMPLE_RATE

HOURS = 12


class LongBook:
    """The same chapter over and over, as an iterable that can be walked twice."""

    def __init__(self, chapter: FinishedChapter, count: int) -> None:
        self.chapter, self.count = chapter, count

    def __iter__(self) -> Iterator[FinishedChapter]:
        return (self.chapter for _ in range(self.count))


def test_a_book_of_twelve_hours_is_bound_in_little_memory(tmp_path: Path) -> None:
    chapter = finished(tmp_path, "Donaudampfschiffahrtskapitän. " * 180)
    count = HOURS * 3_600 * SAMPLE_RATE // chapter.samples
    chapters = [ChapterMark(f"Chapter {n}", chapter.samples) for n in range(count)]
    packets = len(ChapterTimings.from_json(chapter.timings()).packets)
    tracemalloc.start()
    size = sum(map(len, M4bBinder().bind(Tags("Long", ("A",), "B"), None, chapters, LongBook(chapter, count))))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count * packets > 900_000
    assert size > 150_000_000
    assert peak < 32_000_000
