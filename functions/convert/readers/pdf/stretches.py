"""Lines in reading order → stretches: lines of one style that follow each other without a gap."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from functions.convert.readers.pdf.body import Body, same_size
from functions.convert.readers.pdf.text import Line

_ALIGNED = 0.5
"""Of the size: cells that begin closer than this stand in one column of a table."""


_RAGGED = 3.0
"""Of the size: how much earlier the lines of a paragraph may end that is not justified."""


@dataclass(slots=True)
class Stretch:
    """Lines of one column and style, evenly spaced; `row` if it is the row of a table."""

    lines: list[Line]
    row: bool = False

    @property
    def left(self) -> float:
        """Tell where its leftmost line begins."""
        return min(line.left for line in self.lines)

    @property
    def right(self) -> float:
        """Tell where its lines end if they are filled: at the longest one's end if others come near it, else at the
        edge of the column.
        """
        longest, edge = max(line.right for line in self.lines), self.lines[0].edges[1]
        near = sum(line.right > longest - _RAGGED * line.size for line in self.lines)
        return longest if near > 1 and near >= len(self.lines) / 3 else max(longest, edge)


def find_stretches(lines: Sequence[Line], body: Body) -> list[Stretch]:
    """Cut lines where the column, the style or the spacing changes; rows of tables are on their own."""
    rows = set(_table_rows(lines))
    stretches: list[Stretch] = []
    for i, line in enumerate(lines):
        last = lines[i - 1] if i else None
        if last is None or i in rows or i - 1 in rows or _changes(last, line, body):
            stretches.append(Stretch([line], i in rows))
        else:
            stretches[-1].lines.append(line)
    return stretches


def _changes(last: Line, line: Line, body: Body) -> bool:
    if (last.page, last.region, last.bold, last.matter) != (line.page, line.region, line.bold, line.matter):
        return True
    return not same_size(last.size, line.size) or last.base < line.base or body.apart(last, line)


def _table_rows(lines: Sequence[Line]) -> Iterator[int]:
    """Find the rows of tables: lines with cells that begin where cells of the line above or below do."""
    for i, line in enumerate(lines):
        around = (lines[j] for j in (i - 1, i + 1) if 0 <= j < len(lines) and lines[j].page == line.page)
        if line.cells and any(_aligned(line, other) for other in around):
            yield i


def _aligned(one: Line, other: Line) -> bool:
    near = _ALIGNED * max(one.size, other.size)
    return any(abs(left - place) < near for _, left in one.cells for _, place in other.cells)
