"""The beginning of a book, as long as it takes to hear how a voice reads it."""

from collections.abc import Iterable
from itertools import chain

from ebookvoice.domain.book import Book, Paragraph
from ebookvoice.domain.cutting import pieces
from ebookvoice.domain.sentences import sentence_ends

SHORTEST, LONGEST = 300, 500
"""Characters: some twenty to thirty-five seconds."""


def beginning(book: Book) -> tuple[Paragraph, ...]:
    """Take the first sentences of the chapters that are narrated: 300 characters or little more, if there are as many.

    A sentence that goes far beyond that is cut between two words.
    """
    return tuple(_first(chain.from_iterable(chapter.paragraphs for chapter in book.chapters)))


def _first(paragraphs: Iterable[Paragraph]) -> Iterable[Paragraph]:
    room = LONGEST
    for paragraph in paragraphs:
        taken = len(paragraph.text) if len(paragraph.text) <= room else _cut(paragraph.text, room)
        if not taken:
            return
        yield pieces(paragraph, [taken])[0] if taken < len(paragraph.text) else paragraph
        room -= taken
        if room <= LONGEST - SHORTEST:
            return


def _cut(text: str, room: int) -> int:
    """Find where to stop within `room` characters: at the last end of a sentence that is far enough, else of a word."""
    least = room - (LONGEST - SHORTEST)
    ends = [end for end in sentence_ends(text[:room]) if end < room and end >= least]
    if ends:
        return ends[0]
    if least <= 0:
        return 0
    space = text.rfind(" ", least, room)
    return space if space > 0 else room
