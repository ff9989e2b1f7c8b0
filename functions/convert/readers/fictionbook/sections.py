"""The sections of a FictionBook → blocks, and their titles."""

from collections.abc import Container

from lxml import etree

from ebookvoice.domain.book import ParagraphKind
from functions.convert.readers.fictionbook.apparatus import Apparatus
from functions.convert.readers.fictionbook.paragraphs import Line
from functions.convert.readers.markup.marker_text import is_marker_text
from functions.convert.readers.markup.xml import children, language_of, local_name, text_of
from functions.convert.readers.structure.blocks import Anchor, Block, Document
from functions.convert.readers.structure.contents import Entry

_LINES = frozenset({"p", "v", "text-author", "date", "tr"})
_CONTAINERS = "section epigraph cite poem stanza annotation table body title history div blockquote ul ol li empty-line"
_BLOCKS = _LINES | frozenset(_CONTAINERS.split()) | {"subtitle"}
_KINDS = {"epigraph": ParagraphKind.QUOTE, "cite": ParagraphKind.QUOTE, "poem": ParagraphKind.VERSE}
_LOWEST = 6
_ENDED = (".", "!", "?", "…", ":", ";", ",", "-", "—", "–")


class Reading:
    """One walk over elements; `apart` are those that are read elsewhere, `kind` is that of plain paragraphs."""

    def __init__(
        self,
        path: str,
        apparatus: Apparatus,
        language: str | None,
        apart: Container[etree._Element],
        kind: ParagraphKind = ParagraphKind.TEXT,
    ) -> None:
        self.blocks: list[Block] = []
        self.entries: list[Entry] = []
        self._anchors: dict[str, Anchor] = {}
        self._path, self._apparatus, self._book_language = path, apparatus, language
        self._apart, self._kind = apart, kind

    def document(self) -> Document:
        """Give what has been read."""
        return Document(self._path, self.blocks, self._anchors)

    def read(self, element: etree._Element, language: str | None) -> None:
        """Read an element and all below it, but not its tail; `language` is that of what is around it."""
        self._read(element, language_of(element) or language, self._kind, 0)

    def _read(self, element: etree._Element, language: str | None, kind: ParagraphKind, depth: int) -> None:
        """Read an element; `depth` counts the sections around it."""
        name = local_name(element)
        language = language_of(element) or language
        if name == "section":
            self._list(element, depth)
            self._read_children(element, language, kind, depth + 1)
        elif name == "title":
            self._read_title(element, language, min(max(depth, 1), _LOWEST))
        elif name == "subtitle":
            self._add(self._line(element, language), ParagraphKind.HEADING, _LOWEST)
        elif name in _LINES:
            kind = ParagraphKind.TABLE_ROW if name == "tr" else kind
            self._add(self._line(element, language), kind)
        elif name == "stanza":
            self._read_stanza(element, language, kind, depth)
        else:
            plain = kind is ParagraphKind.TEXT
            self._read_children(element, language, _KINDS.get(name, kind) if plain else kind, depth)

    def _read_children(self, element: etree._Element, language: str | None, kind: ParagraphKind, depth: int) -> None:
        """Read blocks one by one, and text that stands between them as paragraphs."""
        loose = Line(self._apparatus, self._book_language)
        loose.say(element.text, language)
        for child in element:
            if local_name(child) in _BLOCKS:
                self._add(loose, kind)
                if child not in self._apart:
                    self._read(child, language, kind, depth)
                loose = Line(self._apparatus, self._book_language)
            else:
                loose.read(child, language_of(child) or language)
            loose.say(child.tail, language)
        self._add(loose, kind)

    def _read_title(self, element: etree._Element, language: str | None, level: int) -> None:
        """Read a title line by line; that of a note, if it is but its number, is not read."""
        note = self._kind is ParagraphKind.NOTE
        if note and is_marker_text(text_of(element)):
            return
        for each in _title_lines(element):
            kind = self._kind if note else ParagraphKind.HEADING
            self._add(self._line(each, language_of(each) or language), kind, level)

    def _read_stanza(self, element: etree._Element, language: str | None, kind: ParagraphKind, depth: int) -> None:
        """Read the verses of a stanza as one paragraph, so that sentences stay whole."""
        verses = Line(self._apparatus, self._book_language)
        verses.say(element.text, language)
        for child in element:
            if local_name(child) in ("title", "subtitle"):
                self._read(child, language, kind, depth)
            else:
                verses.read(child, language_of(child) or language)
            verses.say(f" {child.tail or ''}", language)
        self._add(verses, kind)

    def _line(self, element: etree._Element, language: str | None) -> Line:
        line = Line(self._apparatus, self._book_language)
        line.read(element, language)
        return line

    def _add(self, line: Line, kind: ParagraphKind, level: int = 0) -> None:
        block = line.block(kind, level)
        if block is not None:
            self.blocks.append(block)

    def _list(self, section: etree._Element, depth: int) -> None:
        """Enter a section that has a title into the table of contents."""
        title = _title(section, self._apparatus)
        if not title:
            return
        fragment = f"section-{len(self._anchors)}"
        self._anchors[fragment] = Anchor(len(self.blocks), None)
        parent = any(_title(below, self._apparatus) for below in children(section, "section"))
        self.entries.append(Entry(title, self._path, fragment, depth, parent))


def _title(section: etree._Element, apparatus: Apparatus) -> str:
    """Put the lines of a section's title together."""
    joined = ""
    for title in children(section, "title"):
        for line in _title_lines(title):
            reading = Line(apparatus, None)
            reading.read(line, None)
            block = reading.block(ParagraphKind.HEADING)
            if block is not None:
                joined += f"{'' if not joined else ' ' if joined.endswith(_ENDED) else '. '}{block.label}"
    return joined


def _title_lines(title: etree._Element) -> list[etree._Element]:
    return [child for child in title if local_name(child) in _LINES] or [title]
