"""Which elements of a page its table of contents consists of."""

from collections.abc import Sequence

from lxml import etree

from functions.convert.readers.markup.xml import local_name, text_of

_MOSTLY = 0.5
"""Of the characters of an element that is part of the table of contents; the others are page numbers and the like."""


def mark_contents(root: etree._Element, links: Sequence[etree._Element]) -> None:
    """Give the table of contents its role: the largest elements that consist mostly of its links."""
    linked: dict[etree._Element, int] = {}
    for link in links:
        length = len("".join(text_of(link).split()))
        for ancestor in (link, *link.iterancestors()):
            linked[ancestor] = linked.get(ancestor, 0) + length
    total = _lengths(root, linked)
    largest_ones: dict[etree._Element, None] = {}
    for link in links:
        largest = link
        for ancestor in link.iterancestors():
            if (
                local_name(ancestor) in ("body", "html", "main", "article")
                or linked[ancestor] < _MOSTLY * total[ancestor]
            ):
                break
            largest = ancestor
        largest_ones[largest] = None
    for element in largest_ones:
        _wrap(element)


def _wrap(element: etree._Element) -> None:
    """Put an element into a section that is a table of contents; rows and cells only lie in tables."""
    parent = element.getparent()
    if parent is None or local_name(element) in ("tbody", "tr", "td", "th"):
        return
    section = etree.Element("div", {"role": "doc-toc"})
    section.tail, element.tail = element.tail, None
    parent.replace(element, section)
    section.append(element)


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
