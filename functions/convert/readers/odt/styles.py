"""The styles of an OpenDocument, each with all that it takes over from its parent."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from lxml import etree

from functions.convert.readers.markup.xml import descendants, local_name
from functions.convert.readers.odt.attributes import decoded, number_of, value_of
from functions.convert.readers.wordprocessing.looks import Look, heading
from functions.convert.readers.wordprocessing.scripts import Languages
from functions.convert.readers.wordprocessing.style_names import look_of

_BOLD = frozenset({"bold", "600", "700", "800", "900"})
_PROPERTIES = frozenset({"text-properties", "paragraph-properties"})
_GROUPS = {"western": "", "asian": "-asian", "complex": "-complex"}
_GIVEN = {"font-weight", "display", "text-align"}.union(
    *({f"language{suffix}", f"country{suffix}"} for suffix in _GROUPS.values())
)

Key = tuple[str, str]
"""Family and name of a style; families have names of their own."""


@dataclass(frozen=True, slots=True)
class Style:
    """How text is set; `list_name` is the style of the list that numbers the paragraph."""

    look: Look = Look()
    bold: bool = False
    hidden: bool = False
    languages: Languages = Languages()
    list_name: str | None = None


class Styles:
    """Looks styles up by family and name."""

    def __init__(self, roots: Sequence[etree._Element]) -> None:
        self._elements: dict[Key, etree._Element] = {}
        self._resolved: dict[Key, Style] = {}
        self._texts: dict[str, dict[str, str]] = {}
        self._default = Style()
        for root in roots:
            for element in descendants(root, "style"):
                self._elements[value_of(element, "family") or "", value_of(element, "name") or ""] = element
            for element in descendants(root, "default-style"):
                if value_of(element, "family") == "paragraph":
                    self._default = _with_properties(self._default, element)

    def paragraph(self, name: str | None) -> Style:
        """Give the style of a paragraph."""
        return self._resolve(("paragraph", name or "Standard"))

    def run(self, style: Style, name: str) -> Style:
        """Give the style of text within text of the other style."""
        return _with_text(style, self._text(name))

    def _text(self, name: str) -> dict[str, str]:
        """Collect what a style of text says, with what its parents say."""
        chain: dict[str, None] = {}
        current: str | None = name
        while current is not None and current not in chain and current not in self._texts:
            chain[current] = None
            parent = self._parent(("text", current))
            current = parent[1] if parent else None
        given = self._texts.get(current or "", {})
        for each in reversed(chain):
            element = self._elements.get(("text", each))
            given = self._texts[each] = given | (_given(element) if element is not None else {})
        return given

    def _resolve(self, key: Key) -> Style:
        chain = self._chain(key)
        base = self._parent(chain[-1]) if chain else key
        style = self._resolved.get(base, self._default) if base else self._default
        for each in reversed(chain):
            style = self._resolved[each] = self._derive(style, each)
        return style

    def _chain(self, key: Key) -> list[Key]:
        """List a style and its parents, up to one that is known already; of a circle every style once."""
        chain: list[Key] = []
        seen: set[Key] = set()
        current: Key | None = key
        while current is not None and current not in seen and current not in self._resolved:
            seen.add(current)
            chain.append(current)
            current = self._parent(current)
        return chain

    def _parent(self, key: Key) -> Key | None:
        element = self._elements.get(key)
        name = value_of(element, "parent-style-name") if element is not None else None
        return (key[0], name) if name else None

    def _derive(self, style: Style, key: Key) -> Style:
        element = self._elements.get(key)
        shown = (value_of(element, "display-name") if element is not None else None) or decoded(key[1])
        look = look_of(shown)
        if look is not None:
            style = replace(style, look=look)
        if element is None:
            return style
        level = number_of(element, "default-outline-level")
        if level and style.look.role is None:
            style = replace(style, look=replace(heading(level), matter=style.look.matter))
        if value_of(element, "list-style-name") is not None:
            style = replace(style, list_name=value_of(element, "list-style-name"))
        return _with_properties(style, element)


def _with_properties(style: Style, element: etree._Element) -> Style:
    given = _given(element)
    if align := given.get("text-align"):
        style = replace(style, look=replace(style.look, centred=align == "center"))
    return _with_text(style, given)


def _given(element: etree._Element) -> dict[str, str]:
    """Collect the properties of a style that matter here."""
    named = (
        (str(key).rpartition("}")[2], str(value))
        for properties in element
        if local_name(properties) in _PROPERTIES
        for key, value in properties.attrib.items()
    )
    return {name: value for name, value in named if name in _GIVEN}


def _with_text(style: Style, given: dict[str, str]) -> Style:
    if weight := given.get("font-weight"):
        style = replace(style, bold=weight in _BOLD)
    if display := given.get("display"):
        style = replace(style, hidden=display == "none")
    tags = {ours: tag for ours, suffix in _GROUPS.items() if (tag := _tag(given, suffix))}
    return replace(style, languages=replace(style.languages, **tags)) if tags else style


def _tag(given: dict[str, str], suffix: str) -> str | None:
    language, country = given.get(f"language{suffix}"), given.get(f"country{suffix}")
    if not language or language == "none":
        return None
    return f"{language}-{country}" if country and country != "none" else language
