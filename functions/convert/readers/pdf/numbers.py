"""Page numbers: what looks like one, and which of them count the pages."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from functions.convert.readers.wording.numerals import to_number

_ALONE = re.compile(
    r"(?:(?:page|p\.|seite|página|pagina|стр\.?)\s*)?[-–—~•|\[(·\s]{0,6}(\d{1,4}|[ivxlcdm]{1,9}|[IVXLCDM]{1,9})"
    r"[-–—~•|\])·.\s]{0,6}(?:(?:\s*(?:of|/|von|de|sur|из)\s*)\d{1,4})?",
    re.IGNORECASE,
)
_FIRST = re.compile(r"(?:page\s+)?[\[(]?(\d{1,4}|[ivxlc]{1,8})[\])]?[\s|·•–—]", re.IGNORECASE)
_LAST = re.compile(r"[\s|·•–—][\[(]?(\d{1,4}|[ivxlc]{1,8})[\])]?(?:\s+(?:of|/)\s+\d{1,4})?$", re.IGNORECASE)

_FEWEST = 3
"""Pages that must agree on the numbering before it is believed."""


class Counted(NamedTuple):
    """A number that may count a page: what it is ahead of the page's index, and whether it is Roman."""

    offset: int
    roman: bool


def alone(text: str, page: int) -> Counted | None:
    """Read a line that is nothing but a number."""
    match = _ALONE.fullmatch(text.strip())
    return _counted(match[1], page) if match else None


def at_edges(text: str, page: int) -> list[Counted]:
    """Read the numbers at the beginning and at the end of a line."""
    found = [_counted(match[1], page) for match in (_FIRST.match(text), _LAST.search(text[-24:])) if match]
    return [counted for counted in found if counted]


def believed(votes: Mapping[Counted, set[int]]) -> set[Counted]:
    """Tell which numberings enough pages agree on; `votes` are the pages that each is found on."""
    return {counted for counted, pages in votes.items() if len(pages) >= _FEWEST}


def _counted(numeral: str, page: int) -> Counted | None:
    number = int(numeral) if numeral.isdecimal() else to_number(numeral)
    return None if number is None else Counted(number - page, not numeral.isdecimal())
