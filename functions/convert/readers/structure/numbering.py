"""Headings that are or begin with a Roman numeral: "I", "IV. The Storm"; only a sequence tells it from a word."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from functions.convert.readers.structure.blocks import Block, Document
from functions.convert.readers.structure.rewording import Change, change
from functions.convert.readers.wording.numerals import to_number

_LONGEST = 400
_NUMERAL = re.compile(
    r"\W*(?P<numeral>[IVXLCDM]+|[ivxlcdm]+)"
    r"(?:(?P<alone>\W*)$|(?P<stopped>\s*[.:)]\s+|\s*[—–]\s*|\s+-\s+)(?=\w)|(?P<spaced>\s+)(?=\w))"
)
_COMMON = frozenset("IVX")
"""Numerals of one letter that any sequence has; the others are rather the letters of an alphabet."""

_MARKED = "roman"


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A heading that may begin with a number; `form` is how the numeral stands there."""

    document: Document
    index: int
    start: int
    numeral: str
    number: int
    form: str

    @property
    def block(self) -> Block:
        """Give the heading as it is now."""
        return self.document.blocks[self.index]


def number_headings(documents: Sequence[Document]) -> None:
    """Let numerals at the beginning of headings be spoken as numbers where several headings count on.

    A numeral alone that no other counts on from stays a number if it has more letters than one, or markup calls it so.
    """
    groups: defaultdict[tuple[str, int], list[_Candidate]] = defaultdict(list)
    for candidate in _candidates(documents):
        groups[candidate.form, candidate.block.level].append(candidate)
    for (form, _), candidates in groups.items():
        counted = {i for i, (one, two) in enumerate(pairwise(candidates)) if two.number == one.number + 1}
        counted |= {i + 1 for i in counted}
        for i, candidate in enumerate(candidates):
            sure = len(candidate.numeral) > 1 or candidate.numeral.upper() in _COMMON
            if i in counted or (counted and sure and form != "spaced"):
                _speak(candidate)
            elif form == "alone" and len(candidate.numeral) == 1 and _MARKED not in candidate.block.types:
                _restore(candidate)


def _candidates(documents: Sequence[Document]) -> Iterator[_Candidate]:
    for document in documents:
        for index, block in enumerate(document.blocks):
            match = _NUMERAL.match(block.label) if block.heading and len(block.label) <= _LONGEST else None
            number = to_number(match["numeral"]) if match else None
            form = match.lastgroup if match else None
            if match and number and form and (form != "spaced" or match["numeral"].isupper()):
                yield _Candidate(document, index, match.start("numeral"), match["numeral"], number, form)


def _speak(candidate: _Candidate) -> None:
    start, end = candidate.start, candidate.start + len(candidate.numeral)
    if candidate.block.text[start:end] == candidate.numeral:
        changes = [Change(start, end, str(candidate.number))]
        candidate.document.blocks[candidate.index] = change(candidate.block, changes)


def _restore(candidate: _Candidate) -> None:
    block = candidate.block
    if block.text != block.label:
        whole = [Change(0, len(block.text), block.label)]
        candidate.document.blocks[candidate.index] = change(block, whole)
