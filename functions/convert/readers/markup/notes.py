"""The markers of notes in a content document, and the elements that hold the text of its notes."""

import re
from typing import NamedTuple

from lxml import etree

from functions.convert.readers.markup.elements import BLOCKS, NOTE_CLASSES, classes_of
from functions.convert.readers.markup.hrefs import resolve
from functions.convert.readers.markup.marker_text import NOTE_ID, is_arrow, is_marker_text, is_raised, is_return_text
from functions.convert.readers.markup.note_blocks import follows_text
from functions.convert.readers.markup.note_links import NoteLinks
from functions.convert.readers.markup.semantics import NOTES
from functions.convert.readers.markup.surroundings import Shelf
from functions.convert.readers.markup.xml import local_name, text_of

_NOTE_FILE = re.compile(r"(?:^|[^a-z])(?:foot|end|rear)?notes?(?:[^a-z]|$)", re.IGNORECASE)
_MARKERS = frozenset({"noteref", "annoref"})
_BETWEEN = re.compile(r"[\s,;–-]*")


class Link(NamedTuple):
    """What leads to notes; `keys` are theirs (None for no note), `phrase` tells that the text of the link is spoken."""

    keys: tuple[str | None, ...]
    phrase: bool = False


class Notes:
    """The notes of one document; `shelf` finds the links of the others."""

    def __init__(self, path: str, root: etree._Element, shelf: Shelf | None = None) -> None:
        self._path = path
        self._shelf = shelf
        self._links = NoteLinks(path, root)
        self._links.pair()

    def is_body(self, element: etree._Element, name: str, types: frozenset[str]) -> bool:
        """Tell whether an element holds the text of a note."""
        if types & NOTES or element in self._links.bodies:
            return True
        return name in BLOCKS and element.get("class") is not None and bool(classes_of(element) & NOTE_CLASSES)

    def follow(self, element: etree._Element, name: str, types: frozenset[str]) -> Link | None:
        """Tell where an element leads that does no more than to mark notes, or to lead back from one; else None."""
        if types & _MARKERS:
            return Link((self._key(_link_of(element)),), not is_marker_text(text_of(element)))
        if "backlink" in types or element in self._links.backlinks:
            return Link((None,))
        if name == "sup":
            return self._follow_raised(element)
        if name != "a":
            return None
        if self._marks(element):
            return Link((self._key(element),))
        return Link((None,)) if is_arrow(text_of(element)) or self._leads_back(element) else None

    def _follow_raised(self, element: etree._Element) -> Link | None:
        links = [child for child in element if local_name(child) == "a"]
        rest = [element.text, *(child.tail for child in element)]
        bare = is_marker_text(text_of(element)) or all(_BETWEEN.fullmatch(text or "") for text in rest)
        if not links or not bare or len(links) < len(element):
            return None
        if all(link in self._links.backlinks or self._leads_back(link) for link in links):
            return Link((None,))
        return Link(tuple(map(self._key, links))) if all(map(self._marks, links)) else None

    def _marks(self, link: etree._Element) -> bool:
        """Tell whether a plain link is the marker of a note."""
        if link in self._links.markers:
            return True
        target = resolve(self._path, link.get("href") or "")
        if target is None or not target[1] or not is_marker_text(text_of(link)) or not is_raised(link):
            return False
        path, fragment = target
        elsewhere = path != self._path
        if NOTE_ID.search(fragment) or (elsewhere and _NOTE_FILE.search(path.rpartition("/")[2])):
            return True
        links = self._shelf.links_of(path) if elsewhere and self._shelf else None
        back = links.leads_back(fragment, self._path, link) if links else []
        return any(ways.plain for ways in back)

    def _leads_back(self, link: etree._Element) -> bool:
        """Tell whether a link of a note says nothing but where the note is marked, in another document."""
        target = resolve(self._path, link.get("href") or "")
        if target is None or not target[1] or target[0] == self._path or self._shelf is None:
            return False
        text = text_of(link)
        if not is_return_text(text) or (is_marker_text(text) and follows_text(link)):
            return False
        links = self._shelf.links_of(target[0])
        return links is not None and links.marks(self._path, self._links.fragments(link))

    def _key(self, link: etree._Element | None) -> str | None:
        target = None if link is None else resolve(self._path, link.get("href") or "")
        return f"{target[0]}#{target[1]}" if target and target[1] else None


def _link_of(marker: etree._Element) -> etree._Element | None:
    """Find the link that a marker is, that is in it, or that it is in."""
    for element in (*marker.iter("{*}a"), *marker.iterancestors("{*}a"), marker):
        if element.get("href"):
            return element
    return None
