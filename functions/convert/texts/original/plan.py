"""Which elements of the original are heard when."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

from ebookvoice.ports.rendering import Edition
from functions.convert.audio.chapter import NarratedChapter
from functions.convert.texts.narrated import narrated
from functions.convert.texts.original.blocks import blocks_of, letters
from functions.convert.texts.original.matching import Keys, Match, match
from functions.convert.texts.original.source import Source, UnfitError
from functions.convert.texts.sentences import sentences

_ENOUGH = 0.95
"""The share of a chapter's letters that has to be found; the words that introduce a note, for one, are not there."""


class Heard(NamedTuple):
    """The sentences of a block: the numbers of their first letters, and where they begin in the chapter's audio.

    `number` is that of the block in its document; times in seconds, `end` is when the next block of the chapter begins.
    """

    number: int
    quiet: bool
    chapter: int
    letters: tuple[int, ...]
    seconds: tuple[float, ...]
    end: float


@dataclass(frozen=True, slots=True)
class Plan:
    """What is heard of each document, in order, and how long each chapter is, in seconds."""

    heard: dict[str, list[Heard]]
    chapters: tuple[float, ...]


class _Told(NamedTuple):
    """A narrated paragraph."""

    chapter: int
    text: str
    letters: tuple[int, ...]
    seconds: tuple[float, ...]


def plan(edition: Edition, source: Source) -> Plan:
    """Find what is narrated in the original. Raises UnfitError if too much of a chapter is not found there."""
    told, lengths = list[_Told](), list[float]()
    for chapter in narrated(edition):
        told += _told(chapter)
        lengths.append(chapter.timings.samples / chapter.timings.sample_rate)
    keys, places = list[Keys](), list[tuple[str, int]]()
    for path in source.documents:
        of_document = [block.keys() for block in blocks_of(source.parse(path))]
        keys += of_document
        places += [(path, number) for number in range(len(of_document))]
    matches = [found for found in match([each.text for each in told], keys) if _of_one_chapter(told, found)]
    _check(told, [number for found in matches for number in found.paragraphs])
    heard: dict[str, list[Heard]] = {}
    for found, end in zip(matches, _ends(matches, told, lengths), strict=True):
        path, number = places[found.block]
        heard.setdefault(path, []).append(_heard(told, found, number, end))
    return Plan(_from_the_start(heard), tuple(lengths))


def _of_one_chapter(told: Sequence[_Told], found: Match) -> bool:
    return told[found.paragraphs[0]].chapter == told[found.paragraphs[-1]].chapter


def _heard(told: Sequence[_Told], found: Match, number: int, end: float) -> Heard:
    """Put the sentences of a block's paragraphs in a row, but for those whose place in it is not sure."""
    begins, passed = list[tuple[int, float]](), 0
    for each in (told[paragraph] for paragraph in found.paragraphs):
        begins += [(passed + start, second) for start, second in zip(each.letters, each.seconds, strict=True)]
        passed += len(letters(each.text))
    sure = [begins[0], *(begin for begin in begins[1:] if begin[0] < found.agreed)]
    starts, seconds = zip(*sure, strict=True)
    return Heard(number, found.quiet, told[found.paragraphs[0]].chapter, starts, seconds, end)


def _ends(matches: Sequence[Match], told: Sequence[_Told], lengths: Sequence[float]) -> list[float]:
    """Tell when each block ends: with the beginning of the chapter's next one, so that the audio plays through."""
    following = dict(enumerate(lengths, 1))
    ends = []
    for found in reversed(matches):
        first = told[found.paragraphs[0]]
        ends.append(following[first.chapter])
        following[first.chapter] = first.seconds[0]
    return ends[::-1]


def _from_the_start(heard: dict[str, list[Heard]]) -> dict[str, list[Heard]]:
    """Let the first block of each chapter begin with it."""
    begun: set[int] = set()
    for document in heard.values():
        for number, each in enumerate(document):
            if each.chapter not in begun:
                document[number] = each._replace(seconds=(0.0, *each.seconds[1:]))
                begun.add(each.chapter)
    return heard


def _told(chapter: NarratedChapter) -> list[_Told]:
    rate = chapter.timings.sample_rate
    return [
        _Told(
            chapter.number,
            chapter.paragraphs[number].text,
            tuple(accumulate((len(letters(sentence.text)) for sentence in spoken[:-1]), initial=0)),
            tuple(sentence.start / rate for sentence in spoken),
        )
        for number, spoken in sentences(chapter)
        if spoken
    ]


def _check(told: Sequence[_Told], found: Sequence[int]) -> None:
    """Raise UnfitError for a chapter of which too little was found."""
    wanted: dict[int, int] = {}
    for each in told:
        wanted[each.chapter] = wanted.get(each.chapter, 0) + len(letters(each.text))
    missing = dict(wanted)
    for number in found:
        missing[told[number].chapter] -= len(letters(told[number].text))
    if any(missing[chapter] > (1 - _ENOUGH) * total for chapter, total in wanted.items()):
        raise UnfitError
