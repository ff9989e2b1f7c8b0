"""What the style sheets of a document hide: `display: none` and `visibility: hidden`."""

from collections.abc import Iterator, Sequence

from lxml import etree

from functions.convert.readers.markup.stylesheets import Rule, Sheet, declared

_MOST_SHEETS = 100


class Styles:
    """The style sheets of a document, in order. Sheets or rules in numbers that no book has hide nothing."""

    def __init__(self, sheets: Sequence[Sheet] = ()) -> None:
        telling = [sheet for sheet in sheets if sheet.rules]
        bounded = len(telling) <= _MOST_SHEETS and all(sheet.bounded for sheet in telling)
        self._sheets = telling if bounded and any(sheet.hides for sheet in telling) else []
        self._parts = frozenset[str]().union(*(sheet.parts for sheet in self._sheets))
        self._found: dict[tuple[str, frozenset[str]], frozenset[str]] = {}

    def hide(self, element: etree._Element, name: str) -> bool:
        """Tell whether an element is hidden, unless its own style says otherwise."""
        if not self._sheets:
            return False
        parts = frozenset(part for part in _parts_of(element) if part in self._parts)
        hiding = self._found.get((name, parts))
        if hiding is None:
            hiding = self._found[name, parts] = self._hiding(name, parts)
        return bool(hiding) and not hiding <= declared(element.get("style") or "")

    def _hiding(self, name: str, parts: frozenset[str]) -> frozenset[str]:
        """List the properties that hide elements of a name, with these classes and ids."""
        winning: dict[str, tuple[tuple[int, ...], bool]] = {}
        for index, rule in self._rules_for(name, parts):
            *specificity, order = rule.weight
            weight = (*specificity, index, order)
            if rule.name not in winning or weight > winning[rule.name][0]:
                winning[rule.name] = (weight, rule.hides)
        return frozenset(each for each, (_, hides) in winning.items() if hides)

    def _rules_for(self, name: str, parts: frozenset[str]) -> Iterator[tuple[int, Rule]]:
        for index, sheet in enumerate(self._sheets):
            for key in (*parts, name, "*"):
                for rule in sheet.rules.get(key, ()):
                    if rule.tag in ("*", name) and rule.parts <= parts:
                        yield index, rule


def _parts_of(element: etree._Element) -> Iterator[str]:
    """List the classes and the id of an element as selectors write them."""
    if not element.attrib:
        return
    for each in (element.get("class") or "").split():
        yield f".{each}"
    if id_ := element.get("id"):
        yield f"#{id_}"
