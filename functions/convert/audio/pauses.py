"""The silences between paragraphs, around headings and chapters."""

from collections.abc import Iterator
from typing import NamedTuple

from ebookvoice.domain.book import Paragraph, ParagraphKind
from ebookvoice.domain.direction import Pauses
from ebookvoice.domain.segment import Segment
from functions.convert.audio.frames import EDGE

CHAPTER_START_MS = 500
BREAK_MS = 550
"""What a section break adds to the pause between paragraphs."""

_LINES = (ParagraphKind.VERSE, ParagraphKind.LIST_ITEM, ParagraphKind.TABLE_ROW)
_LINE_SHARE = 5, 9
"""What the pause between lines that belong together is of that between paragraphs: 250 ms of 450."""


class Step(NamedTuple):
    """So many samples of silence, then the paragraph of that index (None: the segment ends)."""

    silence: int
    paragraph: int | None


def speakable(paragraph: Paragraph) -> bool:
    """Tell whether there is anything to say: a letter or a digit. “* * *” is a section break."""
    return any(character.isalnum() for character in paragraph.text)


def steps(segment: Segment, pauses: Pauses, sample_rate: int) -> Iterator[Step]:
    """Yield what a segment consists of, in order.

    A chapter has the silence at both ends that a join of encoded chapters needs. Within it a segment begins at once:
    the one before has ended with all of the pause.
    """

    def samples(milliseconds: int) -> int:
        return milliseconds * sample_rate // 1000

    pending = max(samples(CHAPTER_START_MS), EDGE) if segment.first else 0
    for index, paragraph in enumerate(segment.paragraphs):
        if speakable(paragraph):
            yield Step(pending, index)
            pending = samples(after(paragraph.kind, pauses))
        else:
            pending = max(pending, samples(pauses.paragraph_ms + BREAK_MS))
    yield Step(max(samples(pauses.chapter_ms), EDGE) if segment.last else pending, None)


def after(kind: ParagraphKind, pauses: Pauses) -> int:
    """Tell how many milliseconds of silence follow a paragraph of that kind."""
    if kind is ParagraphKind.HEADING:
        return pauses.heading_ms
    if kind in _LINES:
        share, whole = _LINE_SHARE
        return pauses.paragraph_ms * share // whole
    return pauses.paragraph_ms
