"""Note markers, and notes that nothing but a link back gives away."""

import re

from lxml import etree

from functions.convert.readers.markup.elements import BLOCKS, classes_of
from functions.convert.readers.markup.hrefs import resolve
from functions.convert.readers.markup.xml import local_name, text_of

_MARKER = re.compile(
    r"[\[({]?\s*(?:\d{1,4}|[*†‡§¶#‖※∗]{1,4}|[a-z]|[ivxlc]{1,7}|(?:note|fn|n)\.?\s*\d{1,4})\s*[.:,]?\s*[\])}]?",
    re.IGNORECASE,
)
_NOTE_ID = re.compile(
    r"(?:^|[^a-z])(?:foot|end|rear)?(?:note|n|fn|ftn|edn|en)(?:s|ref)?[-_.]?\d|footnote|endnote", re.IGNORECASE
)
_NOTE_FILE = re.compile(r"(?:^|[^a-z])(?:foot|end|rear)?notes?(?:[^a-z]|$)", re.IGNORECASE)
_SUPERSCRIPT = re.compile(r"vertical-align\s*:\s*(?:super|top)", re.IGNORECASE)
_RAISED = "noteref footnoteref footnote-ref footnote-reference fnref endnoteref sup super superscript"
_RAISED_CLASSES = frozenset(_RAISED.split())


class Notes:
    """The note markers of one document, and the elements that hold the text of its notes."""

    def __init__(self, path: str, root: etree._Element) -> None:
        self._path = path
        links = [
            element for element in root.iter() if local_name(element) == "a" and "#" in (element.get("href") or "")
        ]
        identified = {id_: element for element in root.iter() for id_ in _ids(element)} if links else {}
        self.bodies: set[etree._Element] = set()
        self._markers: set[etree._Element] = set()
        self._returns: dict[etree._Element, set[str]] = {}
        for link in links:
            body = self._body(link, identified)
            if body is not None:
                self.bodies.add(body)
                self._markers.add(link)

    def is_marker(self, element: etree._Element, name: str, types: frozenset[str]) -> bool:
        """Tell whether an element does no more than to point to a note; a phrase that is linked to one is text."""
        if types & {"noteref", "annoref"}:
            return is_marker_text(text_of(element))
        if types & {"backlink"}:
            return True
        if name == "sup":
            links = [child for child in element if local_name(child) == "a"]
            return len(links) == 1 and is_marker_text(text_of(element)) and self._points_to_note(links[0])
        return (
            name == "a" and is_marker_text(text_of(element)) and _is_raised(element) and self._points_to_note(element)
        )

    def _points_to_note(self, link: etree._Element) -> bool:
        if link in self._markers:
            return True
        target = resolve(self._path, link.get("href") or "")
        if target is None or not target[1]:
            return False
        path, fragment = target
        return bool(_NOTE_ID.search(fragment) or (path != self._path and _NOTE_FILE.search(path.rpartition("/")[2])))

    def _body(self, link: etree._Element, identified: dict[str, etree._Element]) -> etree._Element | None:
        """Find the block that a raised marker points to, if that block points back to the marker."""
        target = resolve(self._path, link.get("href") or "")
        if target is None or target[0] != self._path or target[1] not in identified:
            return None
        if not is_marker_text(text_of(link)) or not _is_raised(link):
            return None
        body = identified[target[1]]
        while local_name(body) not in BLOCKS and (parent := body.getparent()) is not None:
            body = parent
        if local_name(body) == "body" or body in link.iterancestors():
            return None
        if body not in self._returns:
            hrefs = (child.get("href") or "" for child in body.iter("{*}a"))
            self._returns[body] = {href.partition("#")[2] for href in hrefs}
        origins = {id_ for element in (link, *_near(link)) for id_ in _ids(element)}
        return body if origins & self._returns[body] else None


def is_marker_text(text: str) -> bool:
    """Tell whether a text is but a number, a sign or a letter, bracketed or not."""
    text = text.strip()
    return not text or bool(_MARKER.fullmatch(text))


def _is_raised(link: etree._Element) -> bool:
    text = text_of(link).strip()
    around = [link, *_near(link), *link.iterdescendants()]
    return text[:1] in "[({*†‡§¶" or any(
        local_name(element) == "sup"
        or _SUPERSCRIPT.search(element.get("style") or "")
        or classes_of(element) & _RAISED_CLASSES
        for element in around
    )


def _near(link: etree._Element) -> list[etree._Element]:
    """List the inline elements around a link."""
    found: list[etree._Element] = []
    parent = link.getparent()
    while parent is not None and local_name(parent) not in BLOCKS:
        found.append(parent)
        parent = parent.getparent()
    return found


def _ids(element: etree._Element) -> list[str]:
    names = (element.get("id"), element.get("name") if local_name(element) == "a" else None)
    return [name for name in names if name]
