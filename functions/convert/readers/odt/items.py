"""The items of an OpenDocument's lists: which list they are counted in, and how deep."""

from dataclasses import dataclass

from lxml import etree

from functions.convert.readers.markup.xml import local_name
from functions.convert.readers.odt.attributes import number_of, value_of
from functions.convert.readers.odt.lists import Lists
from functions.convert.readers.odt.styles import Styles


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a list a paragraph is: `counted` by this name, in the style of that name. `level` 0 is none."""

    counted: str = ""
    style: str = ""
    level: int = 0


class Items:
    """Finds the numbers of items."""

    def __init__(self, lists: Lists, styles: Styles) -> None:
        self._lists, self._styles = lists, styles
        self._begun = 0
        self._latest: dict[str, str] = {}

    def enter(self, element: etree._Element, outer: Place) -> Place:
        """Begin a list, within another one or not."""
        style = value_of(element, "style-name") or outer.style
        counted = outer.counted if outer.level else self._counted(element, style)
        return Place(counted, style, outer.level + 1)

    def number(self, item: etree._Element, place: Place) -> str:
        """Count an item, if there is a paragraph to number, and give its number."""
        first = next((child for child in item if local_name(child) in ("p", "h")), None)
        if first is None or not place.level:
            return ""
        style = place.style or self._styles.paragraph(value_of(first, "style-name")).list_name or ""
        start, written = number_of(item, "start-value"), local_name(first) == "h"
        return self._lists.number(place.counted, style, place.level, start, written)

    def _counted(self, element: etree._Element, style: str) -> str:
        """Tell which list this one goes on with: itself, unless it says otherwise (ODF 1.3 part 3, 19.880, 19.881)."""
        self._begun += 1
        own = value_of(element, "id") or str(self._begun)
        continued = value_of(element, "continue-list")
        if continued is None and value_of(element, "continue-numbering") == "true":
            continued = self._latest.get(style)
        counted = self._latest.get(f"list {continued}", continued) if continued else own
        self._latest[style] = self._latest[f"list {own}"] = counted
        return counted
