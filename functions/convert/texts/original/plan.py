"""Which elements of the original are heard when."""

from collections.abc import Sequence
from typing import NamedTuple

from functions.convert.texts.original.blocks import blocks_of
from functions.convert.texts.original.errors import UnfitError
from functions.convert.texts.original.letters import letters
from functions.convert.texts.original.matching import Keys, Match, match
from functions.convert.texts.original.narration import Narration, Told
from functions.convert.texts.original.source import Source

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


def plan(narration: Narration, source: Source) -> dict[str, list[Heard]]:
    """Find what is narrated in the original, by document, in order.

    Raises UnfitError if too much of a chapter is not found there.
    """
    told = narration.told
    keys, places = list[Keys](), list[tuple[str, int]]()
    for path in source.documents:
        of_document = [block.keys() for block in blocks_of(source.parse(path))]
        keys += of_document
        places += [(path, number) for number in range(len(of_document))]
    matches = [found for found in match([each.text for each in told], keys) if _of_one_chapter(told, found)]
    _check(told, [number for found in matches for number in found.paragraphs])
    heard: dict[str, list[Heard]] = {}
    for found, end in zip(matches, _ends(matches, narration), strict=True):
        path, number = places[found.block]
        heard.setdefault(path, []).append(_heard(told, found, number, end))
    return _from_the_start(heard)


def _of_one_chapter(told: Sequence[Told], found: Match) -> bool:
    return told[found.paragraphs[0]].chapter == told[found.paragraphs[-1]].chapter


def _heard(told: Sequence[Told], found: Match, number: int, end: float) -> Heard:
    """Put the sentences of a block's paragraphs in a row, but for those whose place in it is not sure."""
    begins, passed = list[tuple[int, float]](), 0
    for each in (told[paragraph] for paragraph in found.paragraphs):
        begins += [(passed + start, second) for start, second in zip(each.letters, each.seconds, strict=True)]
        passed += len(letters(each.text))
    sure = [begins[0], *(begin for begin in begins[1:] if begin[0] < found.agreed)]
    starts, seconds = zip(*sure, strict=True)
    return Heard(number, found.quiet, told[found.paragraphs[0]].chapter, starts, seconds, end)


def _ends(matches: Sequence[Match], narration: Narration) -> list[float]:
    """Tell when each block ends: with the beginning of the chapter's next one, so that the audio plays through."""
    following = dict(enumerate(narration.chapters, 1))
    ends = []
    for found in reversed(matches):
        first = narration.told[found.paragraphs[0]]
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


def _check(told: Sequence[Told], found: Sequence[int]) -> None:
    """Raise UnfitError for a chapter of which too little was found."""
    wanted: dict[int, int] = {}
    for each in told:
        wanted[each.chapter] = wanted.get(each.chapter, 0) + len(letters(each.text))
    missing = dict(wanted)
    for number in found:
        missing[told[number].chapter] -= len(letters(told[number].text))
    if any(missing[chapter] > (1 - _ENOUGH) * total for chapter, total in wanted.items()):
        raise UnfitError("too little of it is heard")
