"""The sentences of a narrated chapter, as they are heard."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from operator import attrgetter

from functions.convert.audio.chapter import NarratedChapter
from functions.convert.audio.spans import Span


@dataclass(frozen=True, slots=True)
class Sentence:
    """`text` begins at character `offset` of its paragraph and sounds from sample `start` of the chapter until `end`.

    White space after a sentence belongs to it. `words` are those of the text, in order, placed within the paragraph.
    """

    paragraph: int
    offset: int
    text: str
    start: int
    end: int
    words: tuple[Span, ...] = ()

    def moment(self, position: int) -> int:
        """Tell at which sample the text behind its character `position` begins to sound.

        Between two words whose place is known, and where none is, as many samples go by for each character.
        """
        place = self.offset + position
        index = bisect_left(self.words, place, key=_offset)
        left, since = self._anchor(index - 1)
        right, until = self._anchor(index)
        if not any(map(str.isalnum, self.text[position : right - self.offset])):
            return until
        return since + (until - since) * (place - left) // max(1, right - left)

    def _anchor(self, index: int) -> tuple[int, int]:
        """Tell place and time of a word; before the first and behind the last one the sentence's own bounds are."""
        if index < 0:
            return self.offset, self.start
        if index == len(self.words):
            return self.offset + len(self.text), self.end
        return self.words[index].offset, min(max(self.words[index].start, self.start), self.end)


def sentences(chapter: NarratedChapter) -> Iterator[tuple[int, list[Sentence]]]:
    """Walk through the paragraphs by number, each with its sentences; none for what is not spoken, such as “* * *”.

    The sentences of a paragraph are together all of its text: what was marked as no sentence belongs to the one before,
    at its beginning to the one behind.
    """
    spoken = {number: tuple(spans) for number, spans in groupby(chapter.timings.sentences, _paragraph)}
    words = {number: sorted(spans, key=_offset) for number, spans in groupby(chapter.timings.words, _paragraph)}
    for number, paragraph in enumerate(chapter.paragraphs):
        yield number, _cut(number, paragraph.text, spoken.get(number, ()), words.get(number, ()))


_paragraph = attrgetter("paragraph")
_offset = attrgetter("offset")


def _cut(number: int, text: str, spans: Sequence[Span], words: Sequence[Span]) -> list[Sentence]:
    heard = _audible(spans)
    bounds = [0, *(span.offset for span in heard[1:]), len(text)]
    found = []
    for span, (start, end) in zip(heard, pairwise(bounds), strict=False):
        low, high = bisect_left(words, start, key=_offset), bisect_left(words, end, key=_offset)
        within = tuple(words[low:high])
        found.append(Sentence(number, start, text[start:end], span.start, span.start + span.samples, within))
    return found


def _audible(spans: Sequence[Span]) -> list[Span]:
    """Leave out spans without a sound or out of order: an engine may place several at the end of its audio."""
    heard: list[Span] = []
    for span in spans:
        ordered = not heard or (span.offset > heard[-1].offset and span.start >= heard[-1].start + heard[-1].samples)
        if span.samples > 0 and ordered:
            heard.append(span)
    return heard or list(spans[:1])
