"""The styles of an RTF document, each with all that it takes over from the one it is based on."""

from dataclasses import dataclass, replace

from functions.convert.readers.wordprocessing.looks import Look, heading
from functions.convert.readers.wordprocessing.style_names import look_of

_LEVELS = 9


@dataclass(slots=True)
class Style:
    """A style of paragraphs as the style sheet has it; `level` is that of an outline, from 0."""

    name: str = ""
    based_on: int | None = None
    level: int | None = None
    centred: bool = False


class StyleSheet:
    """Looks styles up by their numbers."""

    def __init__(self) -> None:
        self._styles: dict[int, Style] = {}
        self._looks: dict[int, Look] = {}

    def add(self, number: int, style: Style) -> None:
        """Take a style."""
        self._styles.setdefault(number, style)

    def look(self, number: int) -> Look:
        """Give the look of paragraphs in a style."""
        chain: dict[int, None] = {}
        current: int | None = number
        while current in self._styles and current not in chain and current not in self._looks:
            chain[current] = None
            current = self._styles[current].based_on
        look = self._looks.get(current, Look()) if current is not None else Look()
        for each in reversed(chain):
            look = self._looks[each] = _derive(look, self._styles[each])
        return look


def outlined(look: Look, level: int | None) -> Look:
    """Give a look the level of an outline, from 0; what is over the lowest is text, and a title keeps its role."""
    if level is None or look.role is not None:
        return look
    if 0 <= level < _LEVELS:
        return replace(heading(level + 1), matter=look.matter, centred=look.centred)
    return replace(look, kind=Look().kind, level=0) if look.level else look


def _derive(look: Look, style: Style) -> Look:
    named = look_of(style.name.partition(",")[0])
    look = named if named is not None else look
    return outlined(replace(look, centred=style.centred or look.centred), style.level)
