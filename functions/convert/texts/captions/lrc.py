"""LRC: what music players show, a sentence a line."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ebookvoice.ports.binding import Tags
from functions.convert.audio.chapter import NarratedChapter
from functions.convert.texts.captions.clock import minutes_of
from functions.convert.texts.sentences import sentences

_TOOL = "eBookVoice"


class Line(NamedTuple):
    """A sentence and when it begins, milliseconds of the book."""

    start: int
    text: str


def lines(chapters: Iterable[NarratedChapter]) -> Iterator[Line]:
    """Make the lines of chapters: one a sentence, and an empty one where a chapter ends."""
    for chapter in chapters:
        rate = chapter.timings.sample_rate
        for _, spoken in sentences(chapter):
            for sentence in spoken:
                yield Line((chapter.start + sentence.start) * 1000 // rate, sentence.text.strip())
        yield Line((chapter.start + chapter.timings.samples) * 1000 // rate, "")


def lrc(tags: Tags, title: str, lines: Iterable[Line]) -> Iterator[str]:
    """Write lines under a head that names title, authors and book.

    A text that begins with a bracket gets a space before it: it would be taken for another time.
    """
    head = {"ti": title, "ar": ", ".join(tags.authors), "al": tags.title, "re": _TOOL}
    yield "".join(f"[{key}:{' '.join(text.split())}]\n" for key, text in head.items() if text)
    for start, text in lines:
        yield f"[{minutes_of(start)}]{' ' if text.startswith('[') else ''}{text}\n"
