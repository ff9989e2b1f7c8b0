"""The numbers that an OpenDocument gives to items of lists and to headings, which are not in its text."""

from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

from functions.convert.readers.markup.xml import descendants, local_name
from functions.convert.readers.odt.attributes import number_of, value_of
from functions.convert.readers.wordprocessing.counting import letters, roman

_LEVELS = 10
_LONGEST = 100
"""Characters of the text around a number."""

_OUTLINE = "outline"
"""Headings are one list, with a style of its own."""


@dataclass(frozen=True, slots=True)
class _Level:
    format: str = ""
    prefix: str = ""
    suffix: str = ""
    shown: int = 1
    start: int = 1


class Lists:
    """Counts items, list by list. Levels count from 1."""

    def __init__(self, roots: Sequence[etree._Element]) -> None:
        self._styles: dict[str, dict[int, _Level]] = {}
        self._counts: dict[str, list[int]] = {}
        for root in roots:
            for style in descendants(root, "list-style"):
                self._styles[value_of(style, "name") or ""] = _levels(style)
            for style in descendants(root, "outline-style"):
                self._styles[_OUTLINE] = _levels(style)

    def heading(self, level: int) -> str:
        """Count a heading and give its number with the text around it, as written."""
        return self.number(_OUTLINE, _OUTLINE, level, written=True)

    def number(self, list_: str, style: str, level: int, start: int | None = None, written: bool = False) -> str:
        """Count an item of a list and give its number; empty for a bullet.

        `written` keeps Roman numerals as they are, which else are written in digits.
        """
        levels = self._styles.get(style, {})
        own = levels.get(level, _Level())
        counts = self._counts.setdefault(list_, [])
        del counts[level:]
        while len(counts) < level - 1:
            counts.append(levels.get(len(counts) + 1, _Level()).start)
        first = start if start is not None else own.start
        if len(counts) < level:
            counts.append(first)
        else:
            counts[level - 1] = counts[level - 1] + 1 if start is None else start
        if not own.format:
            return ""
        shown = range(max(1, level - own.shown + 1), level + 1)
        numbers = (_written(counts[each - 1], levels.get(each, own).format, written) for each in shown)
        return own.prefix + ".".join(filter(None, numbers)) + own.suffix


def _levels(style: etree._Element) -> dict[int, _Level]:
    found: dict[int, _Level] = {}
    for element in style:
        level = number_of(element, "level")
        if level is None or not 1 <= level <= _LEVELS:
            continue
        if local_name(element) in ("list-level-style-number", "outline-level-style"):
            start = number_of(element, "start-value")
            found[level] = _Level(
                value_of(element, "num-format") or "",
                (value_of(element, "num-prefix") or "")[:_LONGEST],
                (value_of(element, "num-suffix") or "")[:_LONGEST],
                number_of(element, "display-levels") or 1,
                1 if start is None else start,
            )
    return found


def _written(number: int, form: str, written: bool) -> str:
    match form:
        case "I" if written:
            return roman(number)
        case "i" if written:
            return roman(number).lower()
        case "A":
            return letters(number).upper()
        case "a":
            return letters(number)
    return str(number) if form else ""
