"""The tables of a Word document: rows of cells, merged cells once."""

from collections.abc import Iterator

from lxml import etree

from functions.convert.readers.docx.attributes import child_of, value_of
from functions.convert.readers.docx.styles import Styles, with_paragraph
from functions.convert.readers.markup.xml import children, local_name

_AROUND = frozenset({"sdt", "sdtcontent", "customxml", "ins", "moveto", "smarttag"})
"""What rows and cells may be wrapped in."""

_LONGEST = 3
"""Paragraphs of a cell in a table that is read row by row."""


def rows_of(table: etree._Element) -> Iterator[etree._Element]:
    """Yield the rows that were not deleted."""
    for row in _within(table, "tr"):
        if child_of(child_of(row, "trpr"), "del") is None:
            yield row


def cells_of(row: etree._Element) -> list[etree._Element]:
    """List the cells that were not deleted; one that is merged with that above it shows nothing of its own."""
    found = []
    for cell in _within(row, "tc"):
        properties = child_of(cell, "tcpr")
        merged = child_of(properties, "vmerge")
        continued = merged is not None and (value_of(merged) or "continue") == "continue"
        if not continued and child_of(properties, "celldel") is None:
            found.append(cell)
    return found


def is_grid(rows: list[list[etree._Element]], styles: Styles) -> bool:
    """Tell whether a table is read row by row: one that only lays out a page is read block by block."""
    cells = [cell for row in rows for cell in row]
    if all(len(row) < 2 for row in rows):
        return False
    return not any(
        len(children(cell, "p")) > _LONGEST or children(cell, "tbl") or _has_heading(cell, styles) for cell in cells
    )


def _has_heading(cell: etree._Element, styles: Styles) -> bool:
    for paragraph in children(cell, "p"):
        properties = child_of(paragraph, "ppr")
        named = child_of(properties, "pstyle")
        style = with_paragraph(styles.paragraph(value_of(named) if named is not None else None), properties)
        if style.look.level:
            return True
    return False


def _within(element: etree._Element, name: str) -> Iterator[etree._Element]:
    pending = list(reversed(element))
    while pending:
        child = pending.pop()
        if local_name(child) == name:
            yield child
        elif local_name(child) in _AROUND:
            pending += reversed(child)
