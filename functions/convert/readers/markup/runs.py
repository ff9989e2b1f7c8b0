"""Pieces of inline text → the text of a block."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from functions.convert.readers.wording.numerals import LINE_BREAK
from functions.convert.readers.wording.typography import tidy

DROPPED = "\ufdd1"
"""Where a note marker was."""

CELL_END = "\ufdd2"
"""Where a table's cell ends."""

_DROPS = re.compile(f"{DROPPED}+")
_BREAKS = re.compile(rf"{LINE_BREAK}\s*{LINE_BREAK}[\s{LINE_BREAK}]*")
_BLANK_LINE = re.compile(r"\n[ \t]*\n\s*")
_CLOSING = tuple(".,;:!?…)]”’»")
_CLOSED = (".", "!", "?", "…", ":", ";", ",")
_MARKS = str.maketrans({LINE_BREAK: " ", CELL_END: " "})


class Run(NamedTuple):
    """Inline text as it is written and as it is spoken; `linked` if it is a link within the book."""

    text: str
    spoken: str
    language: str | None
    linked: bool


def join(pieces: Sequence[str]) -> str:
    """Put inline texts together as they stand; no space stays before a full stop where a note marker was dropped."""
    first, *parts = _DROPS.split("".join(pieces))
    joined = [first]
    for i, part in enumerate(parts):
        rest = part.lstrip()
        if rest.startswith(_CLOSING) or (not rest and i == len(parts) - 1):
            joined[-1] = joined[-1].rstrip()
        joined.append(part)
    return "".join(joined)


def split(text: str, preformatted: bool) -> list[str]:
    """Split at empty lines: two line breaks in a row, or a blank line of preformatted text."""
    return (_BLANK_LINE if preformatted else _BREAKS).split(text)


def settle(text: str) -> str:
    """Collapse white space and put in place of marks what is spoken: a space for a break, a comma between cells."""
    if CELL_END not in text:
        return tidy(text.translate(_MARKS))
    cells = [tidy(cell.translate(_MARKS)) for cell in text.split(CELL_END)]
    row = ""
    for cell in filter(None, cells):
        row += f"{'' if not row else ' ' if row.endswith(_CLOSED) else ', '}{cell}"
    return row


def common_language(runs: Sequence[Run], default: str | None) -> str | None:
    """Tell the language that all of the text is in, else that of the block."""
    languages = {run.language for run in runs if run.text.strip()}
    return languages.pop() if len(languages) == 1 else default


def differing(language: str | None, book: str | None) -> str | None:
    """Give a language where it is another one than the book's; a country alone makes no difference."""
    if not language or not book or language.lower() in ("und", "zxx", "mul"):
        return None
    return None if _primary(language) == _primary(book) else language


def _primary(language: str) -> str:
    return language.replace("_", "-").partition("-")[0].lower()
