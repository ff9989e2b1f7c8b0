"""The blocks of a Word document, in the order that they are read in."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from lxml import etree

from ebookvoice.domain.book import ParagraphKind
from functions.convert.readers.docx.attributes import child_of, relationship_of, value_of
from functions.convert.readers.docx.drawings import alternative_of
from functions.convert.readers.docx.inline import DROPPED, Inline
from functions.convert.readers.docx.numbering import Numbering
from functions.convert.readers.docx.styles import Style, Styles, with_paragraph
from functions.convert.readers.docx.tables import cells_of, is_grid, rows_of
from functions.convert.readers.docx.traits import is_drop_cap, is_joined, shows_prompt
from functions.convert.readers.markup.semantics import PACKAGING, REFERENCE
from functions.convert.readers.markup.xml import local_name
from functions.convert.readers.structure.blocks import Block
from functions.convert.readers.wordprocessing.fields import Fields
from functions.convert.readers.wordprocessing.looks import Look
from functions.convert.readers.wordprocessing.story import Paragraphs, Row, Story

_GALLERIES = {
    "table of contents": PACKAGING["toc"],
    "cover pages": PACKAGING["titlepage"],
    "bibliographies": REFERENCE["bibliography"],
}
"""Building blocks that Word offers (ECMA-376 part 1, 17.5.2.11) → why they are not narrated."""


class Body:
    """Reads the text, or a note; `kind` is that of plain paragraphs."""

    def __init__(
        self, styles: Styles, numbering: Numbering, story: Story, kind: ParagraphKind = ParagraphKind.TEXT
    ) -> None:
        self.chunks: Callable[[str], list[Block]] = lambda _: []
        """Reads what is taken in from other documents, by its relationship."""
        self.picture: str | None = None
        self.marked: dict[str, None] = {}
        self._styles, self._numbering, self._story, self._kind = styles, numbering, story, kind
        self._into: Paragraphs = story
        self._fields = Fields()
        self._ended: frozenset[etree._Element] = frozenset()
        self._matter: str | None = None
        self._prompting = False

    def read_part(self, root: etree._Element) -> None:
        """Read a part, or a note in one."""
        self._ended = frozenset(_ended_fields(root))
        self._read(root)

    def _read(self, element: etree._Element) -> None:
        name = local_name(element)
        if name in DROPPED:
            return
        if name == "p":
            self._read_paragraph(element)
        elif name == "tbl":
            self._read_table(element)
        elif name == "sdt":
            self._read_control(element)
        elif name == "altchunk":
            self._story.take(self.chunks(relationship_of(element, "id") or ""))
        else:
            for child in alternative_of(element) if name == "alternatecontent" else element:
                self._read(child)

    def _read_paragraph(self, paragraph: etree._Element) -> None:
        properties = child_of(paragraph, "ppr")
        named = child_of(properties, "pstyle")
        style = self._styles.paragraph(value_of(named) if named is not None else None)
        style = with_paragraph(style, properties)
        inline = Inline(self._styles, self._fields, self._ended, self._prompting)
        for child in paragraph:
            inline.read(child, style)
        line = inline.line
        self.marked |= dict.fromkeys(line.keys)
        if inline.picture and self.picture is None and not self._story.begun and not line.speakable:
            self.picture = inline.picture
        self._into.add(line, self._look(style, properties, inline))
        for box in inline.boxes:
            self._read(box)

    def _look(self, style: Style, properties: etree._Element | None, inline: Inline) -> Look:
        look = replace(style.look, matter=self._matter or inline.matter or style.look.matter)
        if self._kind is ParagraphKind.NOTE:
            look = replace(look, kind=self._kind, level=0)
        joined = is_drop_cap(properties) or is_joined(properties)
        number = ""
        if style.list_id and self._numbering.has(style.list_id):
            number = self._numbering.number(style.list_id, style.list_level, written=bool(look.level))
            if look.kind is ParagraphKind.TEXT:
                look = replace(look, kind=ParagraphKind.LIST_ITEM)
        return replace(look, number=number, open=joined)

    def _read_table(self, table: etree._Element) -> None:
        rows = [cells_of(row) for row in rows_of(table)]
        if isinstance(self._into, Row) or not is_grid(rows, self._styles):
            for cell in (cell for row in rows for cell in row):
                self._read(cell)
            return
        for cells in rows:
            outer, row = self._into, Row()
            self._into = row
            for cell in cells:
                self._read(cell)
                row.end_cell()
            self._into = outer
            outer.add(row.line, Look(ParagraphKind.TABLE_ROW, matter=self._matter or row.matter))

    def _read_control(self, control: etree._Element) -> None:
        gallery = child_of(child_of(child_of(control, "sdtpr"), "docpartobj"), "docpartgallery")
        matter, prompting = self._matter, self._prompting
        self._prompting = prompting or shows_prompt(control)
        if gallery is not None:
            self._matter = matter or _GALLERIES.get((value_of(gallery) or "").lower())
        for child in control:
            self._read(child)
        self._matter, self._prompting = matter, prompting


def _ended_fields(root: etree._Element) -> Iterator[etree._Element]:
    """Find the beginnings and ends of fields that belong together: what only begins would swallow the rest."""
    begun: list[etree._Element] = []
    for element in root.iter():
        if local_name(element) == "fldchar":
            kind = value_of(element, "fldCharType")
            if kind == "begin":
                begun.append(element)
            elif kind == "end" and begun:
                yield begun.pop()
                yield element
