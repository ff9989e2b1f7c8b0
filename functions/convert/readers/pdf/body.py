"""What the document's running text looks like: everything else is told by how it differs."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from functions.convert.readers.pdf.text import Line

_SAME = 0.06
"""Of the size: sizes closer than this are one."""

_LOOSE = 1.25
"""Of the usual distance of two lines: what is further apart is set apart."""

_DEFAULT = 1.35
"""Of the size: the distance of two lines where there is no other measure."""


@dataclass(frozen=True, slots=True)
class Body:
    """The running text: its size in points, whether it is bold, and the usual distance of lines by their size."""

    size: float
    bold: bool
    leadings: Mapping[float, float]

    def like(self, line: Line) -> bool:
        """Tell whether a line is set in the size of the running text."""
        return same_size(line.size, self.size)

    def apart(self, above: Line, below: Line) -> bool:
        """Tell whether there is more space between two lines than within a paragraph."""
        leading = self.leadings.get(round(below.size, 1)) or _DEFAULT * below.size
        return above.base - below.base > _LOOSE * leading


def find_body(lines: Sequence[Line]) -> Body:
    """Measure the running text: the size that most characters have."""
    sizes: Counter[float] = Counter()
    bold: Counter[bool] = Counter()
    for line in lines:
        sizes[round(line.size, 1)] += len(line.text)
        bold[line.bold] += len(line.text)
    size = max(sizes, key=lambda size: (sizes[size], size), default=10.0)
    return Body(size, bold[True] > bold[False], _leadings(lines))


def same_size(one: float, other: float) -> bool:
    """Tell whether two sizes are meant to be the same."""
    return abs(one - other) <= _SAME * max(one, other)


def _leadings(lines: Sequence[Line]) -> dict[float, float]:
    """Find the usual distance of lines of each size: the one that comes most often, the smaller if in doubt."""
    found: dict[float, Counter[float]] = {}
    for above, below in zip(lines, lines[1:], strict=False):
        distance = above.base - below.base
        beneath = (above.page, above.region) == (below.page, below.region) and same_size(above.size, below.size)
        if beneath and 0.8 * below.size < distance < 3 * below.size:
            found.setdefault(round(below.size, 1), Counter())[round(distance * 2) / 2] += 1
    return {size: max(counts, key=lambda d: (counts[d], -d)) for size, counts in found.items()}
