"""Where the columns of pages begin and end."""

from collections.abc import Sequence
from statistics import median

from functions.convert.readers.pdf.text import Line

_NEAR = 4.0
"""Points: columns whose left edges are closer than this begin at the same place."""


def measure_columns(lines: Sequence[Line]) -> None:
    """Set the edges of columns by what stands in them; one with few words is as wide as others that begin there."""
    columns: dict[tuple[int, int], list[Line]] = {}
    for line in lines:
        columns.setdefault((line.page, line.region), []).append(line)
    edges = {key: (min(x.left for x in found), max(x.right for x in found)) for key, found in columns.items()}
    rights: dict[int, list[float]] = {}
    for left, right in edges.values():
        rights.setdefault(round(left / _NEAR), []).append(right)
    usual = {left: median(found) for left, found in rights.items()}
    for key, found in columns.items():
        left, right = edges[key]
        for line in found:
            line.edges = (left, max(right, usual[round(left / _NEAR)]))
