"""A page's own table of contents: links to its headings, which are not read aloud but say where chapters begin."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from functions.convert.readers.markup.elements import BLOCKS, HEADINGS, is_silent
from functions.convert.readers.markup.notes import is_marker_text
from functions.convert.readers.markup.semantics import types_of
from functions.convert.readers.markup.xml import local_name, text_of
from functions.convert.readers.structure.contents import Entry
from functions.convert.readers.structure.matter import CONTENTS, reason_by_title
from functions.convert.readers.wording.typography import fold, speakable, tidy

_FEWEST = 3
"""Links: two may be a cross-reference."""

_MOSTLY = 0.5
"""Of the characters of an element that is part of the table of contents; the others are page numbers and the like."""


@dataclass(frozen=True, slots=True)
class _Link:
    """A link to a heading that comes later; `order` counts the headings of the page."""

    element: etree._Element
    fragment: str
    heading: etree._Element
    order: int


def take_contents(path: str, root: etree._Element) -> list[Entry]:
    """Mark the table of contents as one and give its entries; none where headings know more than it."""
    headings = [element for element in root.iter() if local_name(element) in HEADINGS]
    links = _first_run(list(_links(root, headings)))
    titled = any(reason_by_title(text_of(heading)) == CONTENTS for heading in headings)
    if len(links) < (2 if titled else _FEWEST):
        return []
    _mark(root, [link.element for link in links])
    for heading in headings[: links[0].order]:
        if reason_by_title(text_of(heading)) == CONTENTS:
            heading.tag = "p"
            heading.set("role", "doc-toc")
    listed = {link.heading for link in links}
    levels = {local_name(heading) for heading in listed}
    rivals = [heading for heading in headings[links[0].order :] if local_name(heading) in levels]
    return _entries(path, links) if 2 * len(listed) > len(rivals) else []


def _links(root: etree._Element, headings: Sequence[etree._Element]) -> Iterator[_Link]:
    """Yield the links to headings that follow them, in document order."""
    order = {heading: i for i, heading in enumerate(headings)}
    led = _led_to(root)
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
            yield _Link(element, href[1:], heading, order[heading])


def _led_to(root: etree._Element) -> dict[str, etree._Element]:
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


def _first_run(links: Sequence[_Link]) -> list[_Link]:
    """Take the links before the first heading that they lead to, as long as they lead ever further."""
    run: list[_Link] = []
    for link in links:
        if run and link.order < run[-1].order:
            break
        run.append(link)
    return run


def _mark(root: etree._Element, links: Sequence[etree._Element]) -> None:
    """Give the table of contents its role: the largest elements that consist mostly of its links."""
    linked: dict[etree._Element, int] = {}
    for link in links:
        length = len("".join(text_of(link).split()))
        for ancestor in (link, *link.iterancestors()):
            linked[ancestor] = linked.get(ancestor, 0) + length
    total = _lengths(root, linked)
    for link in links:
        largest = link
        for ancestor in link.iterancestors():
            if (
                local_name(ancestor) in ("body", "html", "main", "article")
                or linked[ancestor] < _MOSTLY * total[ancestor]
            ):
                break
            largest = ancestor
        if local_name(largest) not in BLOCKS:
            largest.tag = "div"
        largest.set("role", "doc-toc")


def _lengths(root: etree._Element, wanted: dict[etree._Element, int]) -> dict[etree._Element, int]:
    """Count the characters without white space of the wanted elements, in one walk."""
    before: dict[etree._Element, int] = {}
    lengths: dict[etree._Element, int] = {}
    count = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            if element in wanted:
                before[element] = count
            count += len("".join((element.text or "").split()))
        else:
            if element in wanted:
                lengths[element] = count - before[element]
            count += len("".join((element.tail or "").split()))
    return lengths


def _entries(path: str, links: Sequence[_Link]) -> list[Entry]:
    """Make entries, as deep as the levels of their headings tell."""
    levels = sorted({HEADINGS[local_name(link.heading)] for link in links})
    depths = [levels.index(HEADINGS[local_name(link.heading)]) for link in links]
    following = [*depths[1:], 0]
    return [
        Entry(_title(link), path, link.fragment, depth, parent=after > depth)
        for link, depth, after in zip(links, depths, following, strict=True)
    ]


def _title(link: _Link) -> str:
    """Choose the longer of the two titles where one says all that the other does."""
    listed, headed = tidy(text_of(link.element)), tidy(text_of(link.heading))
    return headed if fold(listed) in fold(headed) else listed
