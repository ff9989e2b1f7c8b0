"""Inline text that comes together until a block ends."""

from collections.abc import Container, Iterable

from lxml import etree

from ebookvoice.domain.book import ParagraphKind
from functions.convert.readers.markup.blocks import make_blocks
from functions.convert.readers.markup.dropcaps import DropCap
from functions.convert.readers.markup.phonemes import CLOSE, OPEN, Phonemes
from functions.convert.readers.markup.places import Places
from functions.convert.readers.markup.runs import Run
from functions.convert.readers.markup.scope import Scope
from functions.convert.readers.structure.blocks import Block
from functions.convert.readers.structure.note_marks import MARK
from functions.convert.readers.wording.numerals import speak_numeral
from functions.convert.readers.wording.typography import speakable


class Composer:
    """Puts the blocks of one document together; `language` is the book's.

    `targets` are the fragments that chapters begin at: a paragraph ends in front of them. `wordless` tells that nothing
    that can be spoken has been said since the last block ended.
    """

    def __init__(self, language: str | None, targets: Container[str]) -> None:
        self.blocks: list[Block] = []
        self.places = Places()
        self.dropcap = DropCap()
        self.wordless = True
        self._runs: list[Run] = []
        self._language = language
        self._targets = targets

    @property
    def last(self) -> str:
        """Give the last character that was said."""
        return self._runs[-1].spoken[-1:] if self._runs else ""

    def say(self, text: str | None, scope: Scope) -> None:
        """Take a text."""
        if not text:
            return
        text = self.dropcap.join(text)
        self.wordless = self.wordless and not speakable(text)
        spoken = speak_numeral(text) if scope.roman and scope.kind is ParagraphKind.HEADING else text
        self._runs.append(Run(text, spoken, scope.language, scope.linked))

    def mark(self, key: str | None, scope: Scope) -> None:
        """Leave the mark of a note; None for a marker that leads to none."""
        self._runs.append(Run(MARK, MARK, scope.language, scope.linked, key))

    def open(self, phonemes: Phonemes, scope: Scope) -> None:
        """Begin what is pronounced as the phonemes tell."""
        self._runs.append(Run(OPEN, OPEN, scope.language, scope.linked, phonemes=phonemes))

    def close(self, scope: Scope) -> None:
        """End what has been opened last."""
        self._runs.append(Run(CLOSE, CLOSE, scope.language, scope.linked))

    def end(self, scope: Scope) -> None:
        """Make blocks of the text that has come together."""
        runs = self._take()
        if runs:
            self.insert(make_blocks(runs, scope, self._language))

    def insert(self, blocks: Iterable[Block]) -> None:
        """Take blocks as they are."""
        start = len(self.blocks)
        self.blocks += blocks
        self.places.fill(start, len(self.blocks))

    def anchor(self, element: etree._Element, scope: Scope) -> list[str]:
        """Remember the place of an element that has ids, and list these."""
        names = [name for name in (element.get("id"), element.get("name")) if name] if element.attrib else []
        if not names:
            return names
        if not self.wordless and not scope.whole and any(name in self._targets for name in names):
            self.end(scope)
        self.places.anchor(names, len(self.blocks))
        return names

    def begin_note(self) -> tuple[list[Run], bool]:
        """Put the paragraph around a note aside; gives what to resume it with."""
        wordless = self.wordless
        return self._take(), wordless

    def resume(self, aside: tuple[list[Run], bool], scope: Scope) -> None:
        """Go on with a paragraph; a mark keeps what was around the note apart."""
        self._runs, self.wordless = aside
        if self._runs:
            self.mark(None, scope)

    def _take(self) -> list[Run]:
        runs, self._runs, self.wordless = self._runs, [], True
        return runs
