"""A paragraph as an engine gets it, with respelled words in place of the written ones, and the way back."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from ebookvoice.domain.book import Paragraph, Saying
from ebookvoice.domain.speech import Mark, MarkKind, Speech, Substitution
from functions.convert.speech.marks import with_sentences

_LONGEST = 500
"""Characters; what is longer is no way to say a word."""


class Replaced(NamedTuple):
    """Characters `start … end` of what is spoken stand for characters `first … last` of what is written."""

    start: int
    end: int
    first: int
    last: int


class Respoken(NamedTuple):
    """The text that an engine speaks, its sayings in phonemes, and the respelled places in order."""

    text: str
    sayings: tuple[Saying, ...]
    replaced: tuple[Replaced, ...]


def respoken(paragraph: Paragraph) -> Respoken:
    """Put the respellings into the text; one without a letter or a digit would be silence, and is left out."""
    pieces: list[str] = []
    phonemes: list[Saying] = []
    replaced: list[Replaced] = []
    position = length = 0
    for saying in filter(_sayable, paragraph.sayings):
        start = length + saying.start - position
        written = paragraph.text[saying.start : saying.end]
        spoken = written if saying.alphabet else saying.spoken
        pieces += [paragraph.text[position : saying.start], spoken]
        position, length = saying.end, start + len(spoken)
        if saying.alphabet:
            phonemes.append(saying._replace(start=start, end=length))
        else:
            replaced.append(Replaced(start, length, saying.start, saying.end))
    return Respoken("".join([*pieces, paragraph.text[position:]]), tuple(phonemes), tuple(replaced))


def as_written(speech: Speech, text: str, replaced: Sequence[Replaced]) -> Speech:
    """Let a speech tell where the written words and sentences sound, and which of them another voice speaks.

    All the words of a respelling are one: what is written in its place, with the rest of the word around it.
    """
    if not replaced:
        return speech
    words = _joined(_written_mark(mark, replaced) for mark in speech.marks if mark.kind is MarkKind.WORD)
    others = tuple(_written_substitution(other, replaced) for other in speech.substitutions)
    return Speech(speech.pcm, with_sentences(text, list(words)), others)


def _sayable(saying: Saying) -> bool:
    return len(saying.spoken) <= _LONGEST and (saying.alphabet is not None or any(map(str.isalnum, saying.spoken)))


def _written_mark(mark: Mark, replaced: Sequence[Replaced]) -> Mark:
    offset, length = _written(mark.offset, mark.length, replaced)
    return Mark(mark.kind, offset, length, mark.start)


def _written_substitution(other: Substitution, replaced: Sequence[Replaced]) -> Substitution:
    offset, length = _written(other.offset, other.length, replaced)
    return Substitution(offset, length, other.voice, other.why)


def _written(offset: int, length: int, replaced: Sequence[Replaced]) -> tuple[int, int]:
    """Find what is written for so many spoken characters from `offset` on: where it begins and its length."""
    first, last = offset, offset + length
    before = bisect_right(replaced, first, key=lambda place: place.start) - 1
    until = bisect_left(replaced, last, key=lambda place: place.start) - 1
    if before >= 0:
        place = replaced[before]
        first = place.first if first < place.end else first - place.end + place.last
    if until >= 0:
        place = replaced[until]
        last = place.last if last <= place.end else last - place.end + place.last
    return first, last - first


def _joined(marks: Iterable[Mark]) -> Iterator[Mark]:
    """Join the words that share characters; each sounds from where its first part does."""
    word: Mark | None = None
    for mark in marks:
        if word is None or mark.offset >= word.offset + word.length:
            if word is not None:
                yield word
            word = mark
        else:
            end = max(word.offset + word.length, mark.offset + mark.length)
            word = Mark(word.kind, word.offset, end - word.offset, word.start)
    if word is not None:
        yield word
