"""Headings of documents that have no styles for them: told by their words, else by what they look like."""

from collections.abc import Sequence
from dataclasses import replace

from ebookvoice.domain.book import ParagraphKind
from functions.convert.readers.text.headings import find_headings
from functions.convert.readers.text.stanzas import Stanza
from functions.convert.readers.wording.numerals import speak_heading
from functions.convert.readers.wording.typography import fold, speakable
from functions.convert.readers.wordprocessing.looks import Role
from functions.convert.readers.wordprocessing.story import Passage

_LONGEST = 80
"""Characters of a heading."""

_ON_TITLE_PAGES = (Role.TITLE, Role.SUBTITLE)

_FEWEST_BY_STYLE = 2
_FEWEST_BY_WORDS = 2
_FEWEST_BY_LOOKS = 3
_MOST_BY_LOOKS = 0.5
"""Of all paragraphs: each stands before a text at least."""

_RUNNING_ON = (".", ",", ";", ":", "…")


def promote(passages: Sequence[Passage]) -> list[Passage]:
    """Find headings if no two are marked as such: numbered chapters, else emphatic lines that stand before text."""
    passages = list(passages)
    if sum(passage.block.heading and passage.role not in _ON_TITLE_PAGES for passage in passages) >= _FEWEST_BY_STYLE:
        return passages
    found = _by_words(passages) or _by_looks(passages)
    return [_promoted(passage) if i in found else passage for i, passage in enumerate(passages)]


def _by_words(passages: Sequence[Passage]) -> set[int]:
    """Find "Chapter IV", "Prologue" and numbers that count; one of them alone proves nothing."""
    places = [i for i, passage in enumerate(passages) if _is_plain(passage)]
    headings = find_headings([Stanza((passages[i].block.text,)) for i in places])
    return {places[i] for i in headings} if len(headings) >= _FEWEST_BY_WORDS else set()


def _by_looks(passages: Sequence[Passage]) -> set[int]:
    """Find lines that are bold or centred, each before a longer text that is not: several, but not too many."""
    emphatic = [passage.emphatic and _is_short(passage) and _is_plain(passage) for passage in passages]
    found = {i for i in range(len(passages) - 1) if emphatic[i] and not emphatic[i + 1] and _is_plain(passages[i + 1])}
    found = {i for i in found if len(passages[i + 1].block.text) > len(passages[i].block.text)}
    several = len({fold(passages[i].block.text) for i in found}) >= _FEWEST_BY_LOOKS
    return found if several and len(found) <= _MOST_BY_LOOKS * len(passages) else set()


def _is_plain(passage: Passage) -> bool:
    block = passage.block
    return block.kind is ParagraphKind.TEXT and block.matter is None and passage.role is None


def _is_short(passage: Passage) -> bool:
    text = passage.block.text
    return len(text) <= _LONGEST and not text.endswith(_RUNNING_ON) and speakable(text)


def _promoted(passage: Passage) -> Passage:
    block = passage.block
    spoken = speak_heading(block.text)
    notes = block.notes if spoken == block.text else tuple(m._replace(position=len(spoken)) for m in block.notes)
    heading = replace(block, text=spoken, kind=ParagraphKind.HEADING, level=1, label=block.text, notes=notes)
    return replace(passage, block=heading)
