"""Tables that are set with spaces, tabs or bars."""

import re
from collections.abc import Sequence

from functions.convert.readers.markup.runs import CELL_END, settle

_GAP = re.compile(r"(?<=\S)(?: {3,}|\t+ *)(?=\S)|\s*[|¦│║]\s*")
_RULE = re.compile(r"[\s|+\-=_:│┼├┤─═║╬]+")
_MOSTLY = 0.8
"""Of the lines of a table: the others go on with a cell, or are rules."""


def is_table(lines: Sequence[str]) -> bool:
    """Tell whether most lines are divided into cells, at gaps that no prose has."""
    rows = [line for line in lines if not _RULE.fullmatch(line)]
    return len(rows) > 1 and sum(_GAP.search(line.strip()) is not None for line in rows) >= _MOSTLY * len(rows)


def row_text(line: str) -> str:
    """Give what is spoken of a row: its cells with pauses between them."""
    if _RULE.fullmatch(line):
        return ""
    return settle("".join(f"{cell}{CELL_END}" for cell in _GAP.split(line.strip())))
