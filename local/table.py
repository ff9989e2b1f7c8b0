"""Figures for people."""

from collections.abc import Sequence

Row = tuple[str, int, int | None]
"""What it is, how many files, and their bytes where somebody counted them."""


def table(rows: Sequence[Row]) -> str:
    """Set figures in columns."""
    lines = [f"{'':12}{'files':>12}{'bytes':>20}"]
    lines += [
        f"{name:12}{files:12,}{'' if size is None else format(size, ','):>20}".rstrip() for name, files, size in rows
    ]
    return "\n".join(lines)
