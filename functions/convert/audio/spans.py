"""Where text is in audio."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from ebookvoice.domain.speech import Mark, MarkKind, Speech


class Span(NamedTuple):
    """Characters `offset … offset + length` of a paragraph sound for `samples` from sample `start` of the audio on.

    `paragraph` counts from 0 within the segment or the chapter that the audio is of.
    """

    start: int
    samples: int
    paragraph: int
    offset: int
    length: int

    def moved(self, samples: int, paragraphs: int) -> "Span":
        """Count from the start of audio of which so many samples and paragraphs come before."""
        return self._replace(start=self.start + samples, paragraph=self.paragraph + paragraphs)


class Stranger(NamedTuple):
    """Characters `offset … offset + length` of a paragraph are spoken by another voice; `why` as in domain.speech."""

    paragraph: int
    offset: int
    length: int
    voice: str
    why: str

    def moved(self, paragraphs: int) -> "Stranger":
        """Count from the start of audio of which so many paragraphs come before."""
        return self._replace(paragraph=self.paragraph + paragraphs)


def of_speech(speech: Speech, kind: MarkKind, paragraph: int, base: int) -> Iterator[Span]:
    """Yield the marks of one kind as spans, each lasting until the next one begins; the speech begins at `base`.

    An engine may place a mark a little behind the end of its audio; it is held within it.
    """
    marks = [mark for mark in speech.marks if mark.kind is kind]
    starts = [min(mark.start, speech.samples) for mark in marks] + [speech.samples]
    for position, mark in enumerate(marks):
        yield _span(mark, starts[position], starts[position + 1], paragraph, base)


def spans(rows: Iterable[Iterable[Any]]) -> tuple[Span, ...]:
    """Read the spans of a timings document. Raises TypeError, ValueError."""
    return tuple(Span(*map(int, row)) for row in rows)


def strangers(rows: Iterable[Iterable[Any]]) -> tuple[Stranger, ...]:
    """Read the strangers of a timings document. Raises TypeError, ValueError."""
    return tuple(Stranger(*row) for row in rows)


def _span(mark: Mark, start: int, end: int, paragraph: int, base: int) -> Span:
    return Span(base + start, max(0, end - start), paragraph, mark.offset, mark.length)
