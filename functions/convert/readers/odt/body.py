"""The blocks of an OpenDocument, in the order that they are read in."""

from collections.abc import Callable
from dataclasses import replace

from lxml import etree

from ebookvoice.domain.book import ParagraphKind
from functions.convert.readers.markup.semantics import PACKAGING, REFERENCE
from functions.convert.readers.markup.xml import local_name
from functions.convert.readers.odt.attributes import number_of, value_of
from functions.convert.readers.odt.inline import SILENT, Inline, is_hidden, picture_of
from functions.convert.readers.odt.items import Items, Place
from functions.convert.readers.odt.lists import Lists
from functions.convert.readers.odt.styles import Style, Styles
from functions.convert.readers.odt.tables import cells_of, is_grid, rows_of
from functions.convert.readers.wordprocessing.looks import Look, heading
from functions.convert.readers.wordprocessing.story import Paragraphs, Row, Story

_INDEXES = {
    "table-of-content": PACKAGING["toc"],
    "user-index": PACKAGING["toc"],
    "illustration-index": PACKAGING["loi"],
    "object-index": PACKAGING["loi"],
    "table-index": PACKAGING["lot"],
    "alphabetical-index": REFERENCE["index"],
    "bibliography": REFERENCE["bibliography"],
}


class Body:
    """Reads the text, or a note; `kind` is that of plain paragraphs."""

    def __init__(
        self,
        styles: Styles,
        lists: Lists,
        formula: Callable[[str], str],
        story: Story,
        kind: ParagraphKind = ParagraphKind.TEXT,
    ) -> None:
        self.picture: str | None = None
        self.notes: dict[str, etree._Element] = {}
        self._styles, self._lists, self._formula, self._story, self._kind = styles, lists, formula, story, kind
        self._items = Items(lists, styles)
        self._into: Paragraphs = story
        self._matter: str | None = None
        self._list = Place()
        self._number = ""

    def read(self, element: etree._Element) -> None:
        """Read all that lies in an element."""
        for child in element:
            self._read(child)

    def _read(self, element: etree._Element) -> None:
        name = local_name(element)
        if name in SILENT or is_hidden(element, name) or (name.endswith("-source") and self._matter):
            return
        if name in ("p", "h"):
            self._read_paragraph(element, name)
        elif name == "list":
            self._read_list(element)
        elif name == "list-item":
            self._read_item(element)
        elif name == "table":
            self._read_table(element)
        elif name == "image":
            self._see(picture_of(element))
        elif name in _INDEXES:
            outer, self._matter = self._matter, self._matter or _INDEXES[name]
            self.read(element)
            self._matter = outer
        else:
            self.read(element)

    def _read_paragraph(self, paragraph: etree._Element, name: str) -> None:
        style = self._styles.paragraph(value_of(paragraph, "style-name"))
        if any(is_hidden(each, "hidden-paragraph") for each in paragraph.iter("{*}hidden-paragraph")):
            return
        inline = Inline(self._styles, self._formula, self.notes)
        inline.read(paragraph, style)
        if not inline.line.speakable:
            self._see(inline.picture)
        look = self._look(paragraph, name, style, inline.line.speakable)
        self._into.add(inline.line, look)
        for box in inline.boxes:
            outer, self._list = self._list, Place()
            self._read(box) if local_name(box) == "table" else self.read(box)
            self._list = outer

    def _look(self, paragraph: etree._Element, name: str, style: Style, speakable: bool) -> Look:
        look = style.look
        level = number_of(paragraph, "outline-level") or look.level or 1
        if name == "h" and look.role is None:
            look = replace(heading(level), matter=look.matter)
        if self._kind is ParagraphKind.NOTE:
            look = replace(look, kind=self._kind, level=0)
        number, self._number = self._number, ""
        if self._list.level and look.kind is ParagraphKind.TEXT:
            look = replace(look, kind=ParagraphKind.LIST_ITEM)
        elif name == "h" and not self._list.level and speakable and value_of(paragraph, "is-list-header") != "true":
            number = self._lists.heading(level)
        return replace(look, number=number, matter=self._matter or look.matter)

    def _read_list(self, element: etree._Element) -> None:
        outer, self._list = self._list, self._items.enter(element, self._list)
        self.read(element)
        self._list = outer

    def _read_item(self, item: etree._Element) -> None:
        self._number = self._items.number(item, self._list)
        self.read(item)
        self._number = ""

    def _read_table(self, table: etree._Element) -> None:
        rows = [cells_of(row) for row in rows_of(table)]
        outer_list, self._list = self._list, Place()
        if isinstance(self._into, Row) or not is_grid(rows):
            for cell in (cell for row in rows for cell in row):
                self.read(cell)
        else:
            for cells in rows:
                self._read_row(cells)
        self._list = outer_list

    def _read_row(self, cells: list[etree._Element]) -> None:
        outer, row = self._into, Row()
        self._into = row
        for cell in cells:
            self.read(cell)
            row.end_cell()
        self._into = outer
        outer.add(row.line, Look(ParagraphKind.TABLE_ROW, matter=self._matter or row.matter))

    def _see(self, href: str | None) -> None:
        """Remember the picture that stands alone before any text."""
        if href and self.picture is None and not self._story.begun:
            self.picture = href
