"""A line of a FictionBook with all that is inline in it → a block."""

from lxml import etree

from ebookvoice.domain.book import ParagraphKind
from functions.convert.readers.fictionbook.apparatus import Apparatus
from functions.convert.readers.markup.runs import CELL_END, differing
from functions.convert.readers.markup.xml import language_of, local_name
from functions.convert.readers.structure.blocks import Block
from functions.convert.readers.structure.headed import make_block
from functions.convert.readers.structure.note_marks import MARK
from functions.convert.readers.wording.typography import speakable

_SILENT = frozenset({"image", "binary", "stylesheet"})


class Line:
    """Text that comes together, with its languages and the notes that it marks."""

    def __init__(self, apparatus: Apparatus, language: str | None) -> None:
        self._apparatus = apparatus
        self._book_language = language
        self._texts: list[str] = []
        self._languages: set[str | None] = set()
        self._keys: list[str | None] = []

    def say(self, text: str | None, language: str | None) -> None:
        """Add text in a language."""
        if text:
            self._texts.append(text)
            if text.strip():
                self._languages.add(language)

    def read(self, element: etree._Element, language: str | None) -> None:
        """Add all that is in an element; of the marker of a note nothing but its place."""
        name = local_name(element)
        if name in _SILENT or not name:
            return
        if name == "a" and (link := self._apparatus.follow(element)) is not None:
            if not link.marker:
                self._read_children(element, language)
            self._texts.append(MARK)
            self._keys.append(link.key)
            return
        self._read_children(element, language_of(element) or language)
        if name in ("td", "th"):
            self._texts.append(CELL_END)

    def block(self, kind: ParagraphKind, level: int = 0) -> Block | None:
        """Make a block of what has come together; None if there is nothing to say."""
        language = self._languages.pop() if len(self._languages) == 1 else None
        block = make_block("".join(self._texts), self._keys, kind, level, differing(language, self._book_language))
        return block if speakable(block.text) else None

    def _read_children(self, element: etree._Element, language: str | None) -> None:
        self.say(element.text, language)
        for child in element:
            self.read(child, language)
            self.say(child.tail, language)
