"""Links of a page to its own headings."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from functions.convert.readers.markup.elements import HEADINGS, is_silent
from functions.convert.readers.markup.marker_text import is_marker_text
from functions.convert.readers.markup.semantics import types_of
from functions.convert.readers.markup.xml import local_name, text_of
from functions.convert.readers.wording.typography import fold, speakable


@dataclass(frozen=True, slots=True)
class Link:
    """A link to a heading that comes later; `order` counts the headings of the page."""

    element: etree._Element
    fragment: str
    heading: etree._Element
    order: int


def find_links(root: etree._Element, headings: Sequence[etree._Element]) -> Iterator[Link]:
    """Yield the links to headings that follow them, in document order."""
    order = {heading: i for i, heading in enumerate(headings)}
    led = _headings_by_id(root)
    passed = 0
    for element in root.iter():
        if element in order:
            passed = order[element] + 1
        href = element.get("href") or ""
        if local_name(element) != "a" or not href.startswith("#") or href[1:] not in led:
            continue
        text, heading = text_of(element), led[href[1:]]
        chapter = speakable(text) and (not is_marker_text(text) or fold(text) in fold(text_of(heading)))
        if order[heading] >= passed and chapter:
            yield Link(element, href[1:], heading, order[heading])


def _headings_by_id(root: etree._Element) -> dict[str, etree._Element]:
    """Find the heading that each id or name of the page stands for: its own, or the next without text in between."""
    found: dict[str, etree._Element] = {}
    waiting: list[str] = []
    heading: etree._Element | None = None
    for event, element in etree.iterwalk(root, events=("start", "end")):
        name = local_name(element)
        if event == "start":
            names = [value for value in (element.get("id"), element.get("name")) if value]
            if name in HEADINGS:
                heading = element
                names, waiting = [*waiting, *names], []
            if heading is not None:
                found.update((value, heading) for value in names if value not in found)
            else:
                waiting += names
            text = None if is_silent(element, name, types_of(element)) else element.text
        else:
            heading = None if element is heading else heading
            text = element.tail
        if text and text.strip():
            waiting = []
    return found
