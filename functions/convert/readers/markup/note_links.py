"""Links that mark notes and links that lead back from them, where nothing but their pointing at each other tells."""

from collections.abc import Iterator, Mapping
from typing import Protocol

from lxml import etree

from functions.convert.readers.markup.elements import BLOCKS, HEADINGS, NOTE_CLASSES, classes_of
from functions.convert.readers.markup.hrefs import resolve
from functions.convert.readers.markup.marker_text import NOTE_ID, is_marker_text, is_raised, is_return_text
from functions.convert.readers.markup.xml import local_name, text_of

_LONGEST = 20_000
"""Characters of a note; what is longer is a chapter that somebody refers to."""

_NEAREST = 50
"""Siblings that are looked through for text in front of a marker."""

_identified = etree.XPath("descendant-or-self::*[@id] | descendant-or-self::*[local-name()='a'][@name]")


class Shelf(Protocol):
    """Whatever finds the links of the other documents of a book."""

    def links_of(self, path: str) -> "NoteLinks | None":
        """Find the links of the document at a path; None if there is none."""
        ...


class NoteLinks:
    """The links of one document. `markers` and `backlinks` point at each other, `bodies` hold the notes."""

    def __init__(self, path: str, root: etree._Element) -> None:
        self.bodies: set[etree._Element] = set()
        self.markers: set[etree._Element] = set()
        self.backlinks: set[etree._Element] = set()
        self._path = path
        self._root = root
        self._elements: Mapping[str, etree._Element] | None = None
        self._returns: dict[etree._Element, dict[tuple[str, str], list[etree._Element]]] = {}

    def pair(self) -> None:
        """Find the markers whose notes are in this document: of two links that point at each other the first."""
        for link in self._root.iter("{*}a"):
            target = resolve(self._path, link.get("href") or "")
            if target is not None and target[0] == self._path and target[1] and link not in self.backlinks:
                self._pair(link, target[1])

    def leads_back(self, fragment: str, path: str, link: etree._Element) -> list[etree._Element]:
        """List the links of the note at `fragment` that lead back to a link of the document at `path`."""
        body = self.body(fragment)
        if body is None:
            return []
        returns = self._returns_of(body)
        return [back for id_ in _origins(link) for back in returns.get((path, id_), ())]

    def body(self, fragment: str) -> etree._Element | None:
        """Find the block that holds the note at a fragment; None if there can't be one."""
        if self._elements is None:
            self._elements = {id_: e for e in reversed(_elements(self._root)) for id_ in _ids(e)}
        target = self._elements.get(fragment)
        block = None if target is None else _widened(_block_of(target))
        if block is None or local_name(block) in ("body", *HEADINGS) or not _is_short(block):
            return None
        return block

    def _pair(self, link: etree._Element, fragment: str) -> None:
        if not is_marker_text(text_of(link)):
            return
        follows = _follows_text(link)
        if not follows and not (is_raised(link) and NOTE_ID.search(fragment) and "ref" not in fragment.lower()):
            return
        back = self.leads_back(fragment, self._path, link)
        body = self.body(fragment)
        if not back or body is None or body in link.iterancestors():
            return
        if is_raised(link) or any(is_return_text(text_of(each)) for each in back):
            self.bodies.add(body)
            self.markers.add(link)
            self.backlinks.update(each for each in back if is_return_text(text_of(each)))

    def _returns_of(self, body: etree._Element) -> dict[tuple[str, str], list[etree._Element]]:
        if body not in self._returns:
            returns = self._returns[body] = {}
            for link in body.iter("{*}a"):
                target = resolve(self._path, link.get("href") or "")
                if target is not None and target[1]:
                    returns.setdefault(target, []).append(link)
        return self._returns[body]


def _elements(root: etree._Element) -> list[etree._Element]:
    found = _identified(root)
    return [element for element in found if isinstance(element, etree._Element)] if isinstance(found, list) else []


def _origins(link: etree._Element) -> Iterator[str]:
    """Yield the ids that a note may lead back to: of the link, what it lies in, and an empty one right before it."""
    node: etree._Element | None = link
    while node is not None:
        yield from _ids(node)
        before = node.getprevious()
        if before is not None and not (before.tail or "").strip() and not text_of(before).strip():
            yield from _ids(before)
        node = None if local_name(node) in BLOCKS else node.getparent()
    yield from (id_ for below in link.iterdescendants() for id_ in _ids(below))


def _block_of(element: etree._Element) -> etree._Element:
    while local_name(element) not in BLOCKS and (parent := element.getparent()) is not None:
        element = parent
    return element


def _widened(block: etree._Element) -> etree._Element:
    """Take the item, the row or the note that a block is the beginning of."""
    while (parent := block.getparent()) is not None:
        opens = block.getprevious() is None and not (parent.text or "").strip()
        name = local_name(parent)
        item = opens and (name in ("li", "dd", "aside") or (name in BLOCKS and classes_of(parent) & NOTE_CLASSES))
        if not item and local_name(block) not in ("td", "th"):
            break
        block = parent
    return block


def _is_short(block: etree._Element) -> bool:
    left = _LONGEST
    for text in block.itertext():
        left -= len(text)
        if left < 0:
            return False
    return True


def _follows_text(link: etree._Element) -> bool:
    """Tell whether a link stands behind other text of its block, as markers do and the numbers of notes don't."""
    node, left = link, _NEAREST
    while local_name(node) not in BLOCKS and left:
        before = node.getprevious()
        parent = node.getparent()
        if before is not None:
            node, left = before, left - 1
            if (node.tail or "").strip() or text_of(node).strip():
                return True
        elif parent is None:
            return False
        elif (parent.text or "").strip():
            return True
        else:
            node = parent
    return False


def _ids(element: etree._Element) -> list[str]:
    names = (element.get("id"), element.get("name") if local_name(element) == "a" else None)
    return [name for name in names if name]
