"""Paragraphs in reading order, as a word processor has them → passages."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from ebookvoice.domain.book import ParagraphKind
from ebookvoice.domain.errors import TooComplexError
from functions.convert.readers.limits import MAX_BLOCKS
from functions.convert.readers.structure.blocks import Block
from functions.convert.readers.wording.typography import speakable
from functions.convert.readers.wordprocessing.lines import Line
from functions.convert.readers.wordprocessing.looks import Look, Role

_ROUND_BULLET = "o"
"""Word draws an empty circle as a letter of a typewriter's font."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A block, and what its paragraph looks like: `emphatic` if all of it is bold, or it is centred."""

    block: Block
    emphatic: bool = False
    role: Role | None = None


class Paragraphs(Protocol):
    """Whatever takes paragraphs, one by one."""

    def add(self, line: Line, look: Look) -> None:
        """Take the next paragraph."""


class Story:
    """Takes the paragraphs of a document, or of a note in it."""

    def __init__(self) -> None:
        self.languages: Counter[str | None] = Counter()
        """Characters that are narrated, by the language that they are marked to be in."""
        self._passages: list[Passage] = []
        self._line = Line()
        self._look: Look | None = None

    @property
    def begun(self) -> bool:
        """Tell whether there has been any text."""
        return bool(self._passages) or self._line.speakable

    @property
    def passages(self) -> list[Passage]:
        """List what has been read."""
        self._close()
        return self._passages

    def add(self, line: Line, look: Look) -> None:
        """Take the next paragraph. Raises TooComplexError for more of them than any book has."""
        if self._look is not None and not self._look.open and not self._goes_on(line, look):
            self._close()
        number = _prefix(look, line.speakable)
        if number:
            self._line.count(number)
        elif self._look is not None and not self._look.open:
            self._line.space()
        self._line.add(line)
        self._look = look

    def take(self, blocks: Iterable[Block]) -> None:
        """Take blocks of another document, which the paragraphs around them have nothing to do with."""
        self._close()
        self._passages += map(Passage, blocks)

    def _goes_on(self, line: Line, look: Look) -> bool:
        """Tell whether this is the next verse of a stanza, so that sentences stay whole."""
        verse = ParagraphKind.VERSE
        return self._look is not None and self._look.kind is verse and look.kind is verse and line.speakable

    def _close(self) -> None:
        line, look = self._line, self._look
        self._line, self._look = Line(), None
        if look is None:
            return
        if not look.matter:
            self.languages.update(line.languages)
        for block in line.blocks(look.kind, look.level):
            block = block.left_out(look.matter) if look.matter else block
            self._passages.append(Passage(block, line.bold or look.centred, look.role))
        if len(self._passages) > MAX_BLOCKS:
            raise TooComplexError


class Row:
    """Takes the paragraphs in the cells of a table's row, which is read as one."""

    def __init__(self) -> None:
        self.line = Line()
        self.matter: str | None = None

    def add(self, line: Line, look: Look) -> None:
        """Take the next paragraph of the cell."""
        self.matter = self.matter or look.matter
        if number := _prefix(look, line.speakable):
            self.line.count(number)
        self.line.add(line)
        self.line.space()

    def end_cell(self) -> None:
        """Go on with the next cell."""
        self.line.end_cell()


def _prefix(look: Look, followed: bool) -> str:
    """Write the number of a paragraph before its text; a heading may be nothing else, but no item of a list."""
    number = look.number if look.number.strip() != _ROUND_BULLET else ""
    if not speakable(number) or not (followed or look.level):
        return ""
    named = look.level and followed and number[-1:].isalnum() and any(map(str.isalpha, number.split()[0]))
    return f"{number}. " if named and " " in number else f"{number} "
