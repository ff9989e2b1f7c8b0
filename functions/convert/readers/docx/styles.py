"""The styles of a Word document, each with all that it takes over from the one it is based on."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from lxml import etree

from functions.convert.readers.docx.attributes import child_of, is_on, number_of, value_of
from functions.convert.readers.markup.xml import children, local_name
from functions.convert.readers.wordprocessing.looks import Look, heading
from functions.convert.readers.wordprocessing.scripts import Languages
from functions.convert.readers.wordprocessing.style_names import look_of

_CENTRED = frozenset({"center"})
_BODY_LEVEL = 9
"""An outline level that is none (ECMA-376 part 1, 17.3.1.20)."""

_PROMPT = "placeholder text"
_IDENTIFIER = re.compile(r"(?<=[a-z])(?=[A-Z0-9])")


@dataclass(frozen=True, slots=True)
class Style:
    """How text is set. `list_id` tells
    the list that numbers the paragraph, `list_level` the level in it, from 0.
    """

    look: Look = Look()
    bold: bool = False
    hidden: bool = False
    languages: Languages = Languages()
    list_id: str | None = None
    list_level: int = 0


class Styles:
    """Looks styles up by their ids."""

    def __init__(self, root: etree._Element | None) -> None:
        self._elements: dict[str, etree._Element] = {}
        self._defaults = Style()
        self._resolved: dict[str, Style] = {}
        self._default_id: str | None = None
        if root is not None:
            for element in children(root, "style"):
                self._elements.setdefault(value_of(element, "styleId") or "", element)
            defaults = child_of(child_of(root, "docdefaults"), "rprdefault")
            self._defaults = with_run(self._defaults, child_of(defaults, "rpr"))
            self._default_id = next(self._default_ids(), None)

    def paragraph(self, id_: str | None) -> Style:
        """Give the style of a paragraph, by default that of all that have none."""
        return self._resolve(id_ or self._default_id)

    def run(self, style: Style, id_: str) -> Style:
        """Give the style of a run within a paragraph of the other style."""
        own = child_of(self._elements.get(id_), "rpr")
        return with_run(style, own)

    def prompts(self, id_: str) -> bool:
        """Tell whether a style of runs is that of text which says what to enter in its place."""
        name = child_of(self._elements.get(id_), "name")
        return name is not None and (value_of(name) or "").lower() == _PROMPT

    def numbering_of(self, id_: str) -> str | None:
        """Tell which list a style of lists stands for."""
        numbering = child_of(child_of(self._elements.get(id_), "ppr"), "numpr")
        number = child_of(numbering, "numid")
        return value_of(number) if number is not None else None

    def _default_ids(self) -> Iterator[str]:
        for id_, element in self._elements.items():
            if value_of(element, "type") == "paragraph" and (value_of(element, "default") or "0") in (
                "1",
                "true",
                "on",
            ):
                yield id_

    def _resolve(self, id_: str | None) -> Style:
        if id_ is None:
            return self._defaults
        chain: list[str] = []
        seen: set[str] = set()
        current: str | None = id_
        while current is not None and current not in self._resolved and current not in seen:
            seen.add(current)
            chain.append(current)
            base = child_of(self._elements.get(current), "basedon")
            current = value_of(base) if base is not None else None
        style = self._resolved.get(current or "", self._defaults)
        for each in reversed(chain):
            style = self._resolved[each] = self._derive(style, each)
        return style

    def _derive(self, style: Style, id_: str) -> Style:
        element = self._elements.get(id_)
        name = child_of(element, "name")
        written = (value_of(name) if name is not None else None) or _IDENTIFIER.sub(" ", id_)
        look = look_of(written)
        if look is not None:
            style = replace(style, look=look)
        if element is None:
            return style
        return with_paragraph(with_run(style, child_of(element, "rpr")), child_of(element, "ppr"))


def with_run(style: Style, properties: etree._Element | None) -> Style:
    """Apply properties of a run."""
    if properties is None:
        return style
    for each in properties:
        match local_name(each):
            case "b":
                style = replace(style, bold=is_on(each))
            case "vanish":
                style = replace(style, hidden=is_on(each))
            case "lang":
                groups = {"western": "val", "asian": "eastAsia", "complex": "bidi"}
                tags = {ours: tag for ours, theirs in groups.items() if (tag := value_of(each, theirs))}
                style = replace(style, languages=replace(style.languages, **tags))
    return style


def with_paragraph(style: Style, properties: etree._Element | None) -> Style:
    """Apply properties of a paragraph."""
    for each in properties if properties is not None else ():
        match local_name(each):
            case "outlinelvl":
                style = replace(style, look=_outlined(style.look, number_of(each)))
            case "jc":
                style = replace(style, look=replace(style.look, centred=value_of(each) in _CENTRED))
            case "numpr":
                id_, level = child_of(each, "numid"), child_of(each, "ilvl")
                if id_ is not None:
                    style = replace(style, list_id=value_of(id_))
                if level is not None:
                    style = replace(style, list_level=min(max(number_of(level) or 0, 0), 8))
    return style


def _outlined(look: Look, level: int | None) -> Look:
    """Give a look the level of an outline, which counts from 0; a title keeps its role."""
    if level is None:
        return look
    if level >= _BODY_LEVEL:
        return replace(look, kind=Look().kind, level=0) if look.level and look.role is None else look
    return look if look.role else replace(heading(level + 1), matter=look.matter, centred=look.centred)
