"""Paragraphs that come together: of the text, of a note, or of a text box."""

from dataclasses import replace

from ebookvoice.domain.book import ParagraphKind
from functions.convert.readers.wordprocessing.lines import Line
from functions.convert.readers.wordprocessing.looks import Look
from functions.convert.readers.wordprocessing.story import Paragraphs, Row

_Paragraph = tuple[Line, Look]

_LONGEST = 3
"""Paragraphs of a cell in a row that is read as one."""


class Gathered:
    """Keeps paragraphs until their place has come."""

    def __init__(self) -> None:
        self.paragraphs: list[_Paragraph] = []

    def add(self, line: Line, look: Look) -> None:
        """Take the next paragraph."""
        self.paragraphs.append((line, look))


class Flow:
    """One stream of paragraphs and tables; `kind` is that of plain paragraphs."""

    def __init__(self, into: Paragraphs, kind: ParagraphKind = ParagraphKind.TEXT) -> None:
        self.line = Line()
        self.number: str | None = None
        """What a list writes before the paragraph, be it a bullet."""
        self.matter: str | None = None
        self.boxes = Gathered()
        self._into, self._kind = into, kind
        self._cells: list[list[_Paragraph]] = []
        self._cell: list[_Paragraph] = []

    def end_paragraph(self, look: Look, tabled: bool) -> None:
        """End a paragraph: of a table's cell, or of the text, where it ends the table as well."""
        paragraph = self._take(look)
        if tabled:
            self._cell.append(paragraph)
        else:
            self._add_cells()
            self._into.add(*paragraph)
        self._place_boxes()

    def end_cell(self, look: Look) -> None:
        """End a cell with its last paragraph."""
        self._cell.append(self._take(look))
        self._cells.append(self._cell)
        self._cell = []

    def end_row(self) -> None:
        """End a row."""
        self._add_cells()
        self._place_boxes()

    def close(self, look: Look) -> None:
        """End whatever is still open."""
        if self.line.speakable or self._cells or self._cell:
            self.end_paragraph(look, tabled=bool(self._cells or self._cell))
        self.end_row()

    def _add_cells(self) -> None:
        """Read a row as one, unless it only lays out a page."""
        if self._cell:
            self._cells.append(self._cell)
        cells, self._cells, self._cell = self._cells, [], []
        if len(cells) > 1 and all(len(cell) <= _LONGEST and not any(look.level for _, look in cell) for cell in cells):
            self._add_row(cells)
        else:
            for paragraph in (paragraph for cell in cells for paragraph in cell):
                self._into.add(*paragraph)

    def _take(self, look: Look) -> _Paragraph:
        line, self.line = self.line, Line()
        number, self.number = self.number, None
        matter, self.matter = self.matter, None
        if self._kind is ParagraphKind.NOTE:
            look = replace(look, kind=self._kind, level=0)
        elif number is not None and look.kind is ParagraphKind.TEXT:
            look = replace(look, kind=ParagraphKind.LIST_ITEM)
        return line, replace(look, number=number or "", matter=matter or look.matter)

    def _add_row(self, cells: list[list[_Paragraph]]) -> None:
        row = Row()
        for cell in cells:
            for paragraph in cell:
                row.add(*paragraph)
            row.end_cell()
        self._into.add(row.line, Look(ParagraphKind.TABLE_ROW, matter=row.matter))

    def _place_boxes(self) -> None:
        """Read text boxes after the paragraph, or the row, that they are anchored in."""
        if self._cells or self._cell:
            return
        boxes, self.boxes = self.boxes, Gathered()
        for paragraph in boxes.paragraphs:
            self._into.add(*paragraph)
