"""The silences between paragraphs, around headings and chapters."""

from collections.abc import Iterator
from typing import NamedTuple

from ebookvoice.domain.book import Paragraph, ParagraphKind
from ebookvoice.domain.segment import Segment
from functions.convert.audio.frames import EDGE

CHAPTER_START_MS = 500
CHAPTER_END_MS = 1_500
SECTION_BREAK_MS = 1_000
AFTER_MS = {
    ParagraphKind.HEADING: 900,
    ParagraphKind.TEXT: 450,
    ParagraphKind.QUOTE: 450,
    ParagraphKind.PREFORMATTED: 450,
    ParagraphKind.VERSE: 250,
    ParagraphKind.LIST_ITEM: 250,
    ParagraphKind.TABLE_ROW: 250,
    ParagraphKind.NOTE: 450,
}
"""The pause after a paragraph of each kind."""


class Step(NamedTuple):
    """So many samples of silence, then the paragraph of that index (None: the segment ends)."""

    silence: int
    paragraph: int | None


def speakable(paragraph: Paragraph) -> bool:
    """Tell whether there is anything to say: a letter or a digit. “* * *” is a section break."""
    return any(character.isalnum() for character in paragraph.text)


def steps(segment: Segment, sample_rate: int) -> Iterator[Step]:
    """Yield what a segment consists of, in order; both ends have the silence that a join needs."""

    def samples(milliseconds: int) -> int:
        return milliseconds * sample_rate // 1000

    pending = max(samples(CHAPTER_START_MS), EDGE) if segment.first else EDGE
    for index, paragraph in enumerate(segment.paragraphs):
        if speakable(paragraph):
            yield Step(pending, index)
            pending = samples(AFTER_MS[paragraph.kind])
        else:
            pending = max(pending, samples(SECTION_BREAK_MS))
    # The next segment of the chapter opens with EDGE samples of the pause.
    pending = samples(CHAPTER_END_MS) if segment.last else pending - EDGE
    yield Step(max(pending, EDGE), None)
