"""A listener's list of pronunciations, applied to a whole book."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate
from operator import attrgetter

from ebookvoice.domain.book import Book, Note, Paragraph, Part, Saying
from ebookvoice.domain.choice import Pronunciation
from ebookvoice.domain.lexicon import Lexicon
from ebookvoice.domain.wordforms import alike, forms, joined


def pronounce(book: Book, pronunciations: Sequence[Pronunciation]) -> Book:
    """Give every paragraph, of parts and of notes, the sayings of the words that the list has; titles stay as they are.

    Only whole words are taken, the longest entry first, from left to right. An entry with a capital letter is for words
    written alike, any other for all spellings of its letters; of two for the same word the later one holds. What the
    list says goes before what the book itself says of the same characters.
    """
    lexicon = Lexicon(pronunciations)
    if not lexicon:
        return book
    parts = tuple(replace(part, paragraphs=_spoken(part, lexicon)) for part in book.parts)
    notes = {key: replace(note, paragraphs=_spoken(note, lexicon)) for key, note in book.notes.items()}
    return replace(book, parts=parts, notes=notes)


def _spoken(texts: Part | Note, lexicon: Lexicon) -> tuple[Paragraph, ...]:
    return tuple(_pronounced(paragraph, lexicon) for paragraph in texts.paragraphs)


def _pronounced(paragraph: Paragraph, lexicon: Lexicon) -> Paragraph:
    found = list(_find(paragraph.text, lexicon))
    if not found:
        return paragraph
    return replace(paragraph, sayings=tuple(_merge(paragraph.sayings, found)))


def _find(text: str, lexicon: Lexicon) -> Iterator[Saying]:
    """Find the entries in a text; what one of them has taken is not looked at again."""
    text = alike(text)
    written = forms(text)
    folded = list(map(str.casefold, written))
    bounds = [0, *accumulate(map(len, written))]
    free = 0
    for index, form in enumerate(folded):
        start = bounds[index]
        if index < free or not lexicon.begins(form) or joined(text, start):
            continue
        for length, spoken in lexicon.matches(written, folded, index):
            if not joined(text, bounds[index + length], closing=True):
                yield Saying(start, bounds[index + length], spoken)
                free = index + length
                break


def _merge(own: Sequence[Saying], found: Sequence[Saying]) -> Iterator[Saying]:
    """Put both in order, without those of the book's own that overlap with one that was found."""
    kept = list[Saying]()
    position = 0
    for saying in own:
        while position < len(found) and found[position].end <= saying.start:
            position += 1
        if position == len(found) or saying.end <= found[position].start:
            kept.append(saying)
    yield from sorted([*kept, *found], key=attrgetter("start"))
