"""The tables of an OpenDocument: rows of cells, merged cells once."""

from collections.abc import Iterator

from lxml import etree

from functions.convert.readers.markup.xml import children, local_name

_AROUND = frozenset({"table-header-rows", "table-rows", "table-row-group"})
_LONGEST = 3
"""Paragraphs of a cell in a table that is read row by row."""


def rows_of(table: etree._Element) -> Iterator[etree._Element]:
    """Yield the rows; those that are repeated, once."""
    pending = list(reversed(table))
    while pending:
        element = pending.pop()
        if local_name(element) == "table-row":
            yield element
        elif local_name(element) in _AROUND:
            pending += reversed(element)


def cells_of(row: etree._Element) -> list[etree._Element]:
    """List the cells that are not covered by others."""
    return children(row, "table-cell")


def is_grid(rows: list[list[etree._Element]]) -> bool:
    """Tell whether a table is read row by row: one that only lays out a page is read block by block."""
    if all(len(row) < 2 for row in rows):
        return False
    return not any(
        len(children(cell, "p")) > _LONGEST or children(cell, "table") or children(cell, "h")
        for row in rows
        for cell in row
    )
