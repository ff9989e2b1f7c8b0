"""Sentences → cues: as much as is read at a glance, for as long as it is heard."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from functions.convert.audio.chapter import NarratedChapter
from functions.convert.texts.captions.measure import LINE, Break, breaks, width_of
from functions.convert.texts.sentences import Sentence, sentences

LONGEST_S = 7
LINGER_S = 1
"""Who hears “No.” would not read it in the time that it takes: a short cue stays into the pause behind it."""

_TRIED = 3
"""If none of the places next to the middle makes two lines that fit, none does."""


class Cue(NamedTuple):
    """Lines to show from `start` until `end`, milliseconds of the book; `language` where it is not the book's."""

    start: int
    end: int
    lines: tuple[str, ...]
    language: str | None = None


class _Piece(NamedTuple):
    """Characters `first … last` of a sentence, `left … right` of its width, and where within a line may begin."""

    first: int
    last: int
    left: int
    right: int
    breaks: Sequence[Break]


def cues(chapters: Iterable[NarratedChapter]) -> Iterator[Cue]:
    """Make the cues of chapters: in order, none empty, none before the one ahead of it is over."""
    shown = 0
    ahead: Cue | None = None
    for cue in (cue for chapter in chapters for cue in _of_chapter(chapter)):
        start = max(cue.start, shown)
        cue = cue._replace(start=start, end=max(cue.end, start + 1))
        if ahead is not None:
            yield _lingering(ahead, cue.start)
        ahead, shown = cue, cue.end
    if ahead is not None:
        yield ahead


def _lingering(cue: Cue, following: int) -> Cue:
    return cue._replace(end=max(cue.end, min(cue.start + LINGER_S * 1000, following)))


def _of_chapter(chapter: NarratedChapter) -> Iterator[Cue]:
    rate = chapter.timings.sample_rate
    for number, spoken in sentences(chapter):
        language = chapter.paragraphs[number].language
        for sentence in spoken:
            pieces = list(_pieces(sentence, LONGEST_S * rate))
            moments = [sentence.start, *(sentence.moment(piece.first) for piece in pieces[1:]), sentence.end]
            for index, piece in enumerate(pieces):
                start, end = ((chapter.start + moment) * 1000 // rate for moment in moments[index : index + 2])
                yield Cue(start, end, _lines(sentence.text, piece), language)


def _pieces(sentence: Sentence, longest: int) -> Iterator[_Piece]:
    """Halve a sentence until its pieces can be shown and none lasts longer than so many samples, if it can be cut."""
    text = sentence.text
    pending = [(_Piece(0, len(text), 0, width_of(text), tuple(breaks(text))), sentence.start, sentence.end)]
    while pending:
        piece, start, end = pending.pop()
        if not piece.breaks or (end - start <= longest and _lines(text, piece)):
            yield piece
            continue
        index = _middle(piece)
        cut = piece.breaks[index]
        moment = sentence.moment(cut.position)
        behind = _Piece(cut.position, piece.last, cut.width, piece.right, piece.breaks[index + 1 :])
        before = _Piece(piece.first, cut.position, piece.left, cut.width, piece.breaks[:index])
        pending += [(behind, moment, end), (before, start, moment)]


def _middle(piece: _Piece) -> int:
    """Find the best place to cut: the end of a clause near the middle, else of a word, else whatever is nearest."""
    middle, quarter = (piece.left + piece.right) / 2, (piece.right - piece.left) / 4
    away = [abs(place.width - middle) for place in piece.breaks]
    near = [index for index, distance in enumerate(away) if distance <= quarter]
    if not near:
        return min(range(len(away)), key=away.__getitem__)
    return min(near, key=lambda index: (piece.breaks[index].rank, away[index]))


def _lines(text: str, piece: _Piece) -> tuple[str, ...]:
    """Lay a piece out in one line, or in two of about equal width; nothing if it does not fit."""
    whole = text[piece.first : piece.last].strip()
    if width_of(whole) <= LINE:
        return (whole,)
    middle = (piece.left + piece.right) / 2
    for place in sorted(piece.breaks, key=lambda place: abs(place.width - middle))[:_TRIED]:
        lines = (text[piece.first : place.position].strip(), text[place.position : piece.last].strip())
        if all(0 < width_of(line) <= LINE for line in lines):
            return lines
    return ()
