"""Pieces of inline text → the text of a block."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from functions.convert.readers.markup.phonemes import CLOSE, OPEN, Phonemes
from functions.convert.readers.structure.note_marks import MARK
from functions.convert.readers.wording.numerals import LINE_BREAK
from functions.convert.readers.wording.typography import tidy

CELL_END = "\ufdd2"
"""Where a table's cell ends."""

_BREAKS = re.compile(rf"{LINE_BREAK}\s*{LINE_BREAK}[\s{LINE_BREAK}]*")
_BLANK_LINE = re.compile(r"\n[ \t]*\n\s*")
_CLOSED = (".", "!", "?", "…", ":", ";", ",")

_SIGNS = frozenset({MARK, OPEN, CLOSE})

_BETWEEN_MARKERS = re.compile(rf"(?<={MARK})\s*+(?:[,;]\s*+)?(?={MARK})")
_BRACKETS = re.compile(rf"\[\s*({MARK}+)\s*\]|\(\s*({MARK}+)\s*\)")
_NUMBER = re.compile(rf"\s*+({MARK}++)(?:\s*+[.:)\]^–—-])?[\s{CELL_END}]++(?=\S)")
_CELLS = re.compile(rf"{CELL_END}\s*({MARK}+)\s*(?={CELL_END})|\A\s*({MARK}+)\s*{CELL_END}")


class Run(NamedTuple):
    """Inline text as it is written and as it is spoken; `linked` if it is a link within the book.

    `key` is that of a note if the run is the mark of one, `phonemes` tell how what a run opens is pronounced.
    """

    text: str
    spoken: str
    language: str | None
    linked: bool
    key: str | None = None
    phonemes: Phonemes | None = None


class Piece(NamedTuple):
    """The text of one block, written and spoken, and what its marks stand for, in order."""

    written: str
    spoken: str
    keys: Sequence[str | None] = ()
    phonemes: Sequence[Phonemes] = ()


def pieces(runs: Sequence[Run], preformatted: bool, note: bool) -> Iterator[Piece]:
    """Put runs together and split them at empty lines: two line breaks in a row, or a blank preformatted line.

    The number that a `note` begins with goes, with the full stop behind it; so does one that leads back from a note.
    """
    spoken = "".join([run.spoken for run in runs])
    if not any(sign in spoken for sign in (LINE_BREAK, MARK, OPEN)) and not preformatted:
        yield Piece("".join([run.text for run in runs]), spoken)
        return
    written = "".join([run.text for run in runs])
    keys = [run.key for run in runs if run.text == MARK]
    phonemes = [run.phonemes for run in runs if run.phonemes]
    if keys:
        note = note or keys[0] is None
        written, spoken = _close_up(written, note), _close_up(spoken, note)
    for label, text in zip(split(written, preformatted), split(spoken, preformatted), strict=True):
        marks, opens = text.count(MARK), text.count(OPEN)
        yield Piece(label, text, keys[:marks], phonemes[:opens])
        del keys[:marks], phonemes[:opens]


def split(text: str, preformatted: bool) -> list[str]:
    """Split at empty lines: two line breaks in a row, or a blank line of preformatted text."""
    return (_BLANK_LINE if preformatted else _BREAKS).split(text)


def settle(text: str) -> str:
    """Collapse white space and put in place of marks what is spoken: a space for a break, a comma between cells."""
    if CELL_END not in text:
        return tidy(text.replace(LINE_BREAK, " "))
    cells = [tidy(cell.replace(LINE_BREAK, " ")) for cell in text.split(CELL_END)]
    row = ""
    for cell in filter(None, cells):
        row += f"{'' if not row else ' ' if row.endswith(_CLOSED) else ', '}{cell}"
    return row


def common_language(runs: Sequence[Run], default: str | None) -> str | None:
    """Tell the language that all of the text is in, else that of the block."""
    languages = {run.language for run in runs if run.text not in _SIGNS and run.text.strip()}
    return languages.pop() if len(languages) == 1 else default


def differing(language: str | None, book: str | None) -> str | None:
    """Give a language where it is another one than the book's; a country alone makes no difference."""
    if not language or not book or language.lower() in ("und", "zxx", "mul"):
        return None
    return None if _primary(language) == _primary(book) else language


def _close_up(text: str, note: bool) -> str:
    """Drop what stood around the markers of notes: brackets, and commas between several."""
    text = _CELLS.sub(r"\1\2", _BRACKETS.sub(r"\1\2", _BETWEEN_MARKERS.sub("", text)))
    return _NUMBER.sub(r"\1", text, count=1) if note and _NUMBER.match(text) else text


def _primary(language: str) -> str:
    return language.replace("_", "-").partition("-")[0].lower()
