"""Inline text of a paragraph, piece by piece → blocks."""

from collections import Counter
from collections.abc import Iterator

from ebookvoice.domain.book import ParagraphKind
from functions.convert.readers.markup.runs import CELL_END, split
from functions.convert.readers.structure.blocks import Block
from functions.convert.readers.structure.headed import make_block
from functions.convert.readers.structure.note_marks import MARK
from functions.convert.readers.wording.numerals import LINE_BREAK
from functions.convert.readers.wording.typography import speakable

_NOT_TEXT = dict.fromkeys((*range(0xFDD0, 0xFDF0), 0xFFFE, 0xFFFF))
"""Noncharacters: marks of our own are among them."""


class Line:
    """Text that comes together, with its languages, its weight and the notes that it marks."""

    def __init__(self) -> None:
        self.languages: Counter[str | None] = Counter()
        """Characters by the language that they are in."""
        self.keys: list[str] = []
        """Those of the notes that are marked."""
        self._texts: list[str] = []
        self._bold = 0

    @property
    def speakable(self) -> bool:
        """Tell whether there is anything to say yet."""
        return any(map(speakable, self._texts))

    @property
    def bold(self) -> bool:
        """Tell whether all of the text is bold."""
        return 0 < self._bold == self.languages.total()

    def say(self, text: str, language: str | None = None, bold: bool = False) -> None:
        """Add text as it is written, of a language that is known or not."""
        self._texts.append(text if text.isascii() else text.translate(_NOT_TEXT))
        count = len(text) - text.count(" ")
        if count:
            self.languages[language] += count
            self._bold += count if bold else 0

    def count(self, number: str) -> None:
        """Add the number that a list gives to the paragraph: it is in no language."""
        self._texts.append(number)

    def space(self) -> None:
        """Keep words apart."""
        self._texts.append(" ")

    def break_off(self) -> None:
        """End a line within the paragraph; two in a row end the paragraph."""
        self._texts.append(LINE_BREAK)

    def end_cell(self) -> None:
        """End a cell of a table."""
        self._texts.append(CELL_END)

    def mark(self, key: str) -> None:
        """Remember that the marker of a note stands here."""
        self._texts.append(MARK)
        self.keys.append(key)

    def add(self, other: "Line") -> None:
        """Go on with the text of another line."""
        self._texts += other._texts
        self.keys += other.keys
        self._bold += other._bold
        self.languages.update(other.languages)

    def blocks(self, kind: ParagraphKind, level: int = 0) -> Iterator[Block]:
        """Make blocks of what can be spoken: one, or several where empty lines divide it."""
        language = next(iter(self.languages)) if len(self.languages) == 1 else None
        used = 0
        for text in split("".join(self._texts), kind is ParagraphKind.PREFORMATTED):
            count = text.count(MARK)
            block = make_block(text, self.keys[used : used + count], kind, level, language)
            used += count
            if speakable(block.text):
                yield block
