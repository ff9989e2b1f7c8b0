"""The numbers that Word gives to paragraphs, which are not in its text (ECMA-376 part 1, 17.9)."""

import re
from dataclasses import dataclass, replace

from lxml import etree

from functions.convert.readers.docx.attributes import child_of, number_of, value_of
from functions.convert.readers.docx.styles import Styles
from functions.convert.readers.markup.xml import children, local_name
from functions.convert.readers.wordprocessing.counting import letters, roman

_LEVELS = 9
_PLACE = re.compile(r"%([1-9])")
_LONGEST = 100
"""Characters of the text around a number."""


@dataclass(frozen=True, slots=True)
class _Level:
    format: str = "decimal"
    text: str = ""
    start: int = 1
    restarts: bool = True


@dataclass(frozen=True, slots=True)
class _List:
    abstract: str
    levels: dict[int, _Level]
    starts: dict[int, int]

    @property
    def differs(self) -> bool:
        """Tell whether it counts on its own."""
        return bool(self.levels or self.starts)


class Numbering:
    """Counts paragraphs, list by list."""

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        self._abstract: dict[str, dict[int, _Level]] = {}
        self._links: dict[str, str] = {}
        self._lists: dict[str, _List] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._styles = styles
        for each in root if root is not None else ():
            id_ = value_of(each, "abstractNumId" if local_name(each) == "abstractnum" else "numId") or ""
            if local_name(each) == "abstractnum":
                if levels := _levels(each):
                    self._abstract[id_] = levels
                if (link := child_of(each, "numstylelink")) is not None:
                    self._links[id_] = value_of(link) or ""
            elif local_name(each) == "num":
                abstract = child_of(each, "abstractnumid")
                self._lists[id_] = _list((value_of(abstract) or "") if abstract is not None else "", each)

    def has(self, list_id: str | None) -> bool:
        """Tell whether there is such a list."""
        return list_id in self._lists

    def number(self, list_id: str, level: int, written: bool) -> str:
        """Count a paragraph and give its number with the text around it; empty for a bullet.

        `written` keeps Roman numerals as they are, which else are written in digits.
        """
        abstract, levels = self._definition(self._lists[list_id])
        shared = list_id if self._lists[list_id].differs else f"like {abstract}"
        counts = self._counts.setdefault(shared, [None] * _LEVELS)
        own = levels.get(level, _Level())
        before = counts[level]
        counts[level] = own.start if before is None else before + 1
        for below in range(level + 1, _LEVELS):
            if levels.get(below, own).restarts:
                counts[below] = None

        def count(match: re.Match[str]) -> str:
            place = int(match[1]) - 1
            shown = levels.get(place, _Level())
            number = counts[place]
            return _written(shown.start if number is None else number, shown.format, written)

        return "" if own.format in ("bullet", "none") else _PLACE.sub(count, own.text)

    def _definition(self, list_: _List) -> tuple[str, dict[int, _Level]]:
        abstract = list_.abstract
        linked = self._styles.numbering_of(self._links[abstract]) if abstract in self._links else None
        if abstract not in self._abstract and linked in self._lists:
            abstract = self._lists[linked].abstract
        levels = self._abstract.get(abstract, {}) | list_.levels
        starts = {level: replace(levels.get(level, _Level()), start=start) for level, start in list_.starts.items()}
        return abstract, levels | starts


def _levels(abstract: etree._Element) -> dict[int, _Level]:
    return {level: _level(each) for each in children(abstract, "lvl") if (level := _index(each)) is not None}


def _list(abstract: str, num: etree._Element) -> _List:
    """Read a list, and where it differs from the one that it is made after."""
    found = _List(abstract, {}, {})
    for override in children(num, "lvloverride"):
        index, level, start = _index(override), child_of(override, "lvl"), child_of(override, "startoverride")
        if index is not None and level is not None:
            found.levels[index] = _level(level)
        if index is not None and start is not None:
            found.starts[index] = number_of(start) or 0
    return found


def _index(element: etree._Element) -> int | None:
    index = number_of(element, "ilvl")
    return index if index is not None and 0 <= index < _LEVELS else None


def _level(element: etree._Element) -> _Level:
    formats, text = child_of(element, "numfmt"), child_of(element, "lvltext")
    start, restart = child_of(element, "start"), child_of(element, "lvlrestart")
    return _Level(
        (value_of(formats) if formats is not None else None) or "decimal",
        ((value_of(text) if text is not None else None) or "")[:_LONGEST],
        (number_of(start) if start is not None else None) or (0 if start is not None else 1),
        restart is None or number_of(restart) != 0,
    )


def _written(number: int, form: str, written: bool) -> str:
    match form:
        case "upperRoman" if written:
            return roman(number)
        case "lowerRoman" if written:
            return roman(number).lower()
        case "upperLetter":
            return letters(number).upper()
        case "lowerLetter":
            return letters(number)
        case "none" | "bullet":
            return ""
    return str(number)
