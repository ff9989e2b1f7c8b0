"""The chapters of an edition with their text and timings, one in memory at a time."""

from collections.abc import Iterator

from ebookvoice.ports.rendering import Edition
from functions.convert.audio.chapter import ChapterTimings, NarratedChapter
from functions.convert.audio.errors import BindingError


def narrated(edition: Edition) -> Iterator[NarratedChapter]:
    """Open the chapters in order. Raises TimingsUnreadableError, and BindingError where text and timings differ."""
    start, sample_rate = 0, 0
    for number, chapter in enumerate(edition.chapters, 1):
        timings = ChapterTimings.from_json(chapter.timings())
        paragraphs = tuple(chapter.paragraphs())
        spans = (*timings.sentences, *timings.words)
        if any(span.paragraph >= len(paragraphs) for span in spans) or sample_rate not in (0, timings.sample_rate):
            raise BindingError
        yield NarratedChapter(number, chapter.title, paragraphs, timings, start)
        start, sample_rate = start + timings.samples, timings.sample_rate
