"""The notes of a FictionBook: bodies of their own, or sections that are linked as notes."""

from typing import NamedTuple

from lxml import etree

from functions.convert.readers.fictionbook.description import href_of
from functions.convert.readers.markup.marker_text import is_marker_text
from functions.convert.readers.markup.xml import children, descendants, local_name, text_of

_BODIES = frozenset({"notes", "comments", "footnotes", "endnotes", "footnote", "note", "comment"})
"""Names of bodies that are not read one after the other (FictionBook 2.1 knows `notes`; programs write the others)."""

_LONGEST = 20_000
"""Characters of a note outside of such a body; what is longer is a chapter that somebody refers to."""


class Link(NamedTuple):
    """A link to a note; `key` is None if there is no such note, `marker` tells that its text is nothing but a sign."""

    key: str | None
    marker: bool


class Apparatus:
    """Knows which sections are notes, and which links lead to them."""

    def __init__(self, root: etree._Element) -> None:
        bodies = children(root, "body")
        named = [body for body in bodies if (body.get("name") or "").strip().lower() in _BODIES]
        self.texts = [body for body in bodies if body not in named] or bodies
        self.bodies = [body for body in named if body not in self.texts]
        within = {
            id_: section for body in self.bodies for section in body.iterdescendants() if (id_ := section.get("id"))
        }
        linked = {href_of(link).removeprefix("#") for body in bodies for link in body.iter() if _is_note_link(link)}
        apart = (section for body in self.texts for section in descendants(body, "section"))
        self.notes = within | {
            id_: section
            for section in apart
            if (id_ := section.get("id")) in linked and id_ and len(text_of(section)) <= _LONGEST
        }
        self.elements = frozenset(self.notes.values())

    def follow(self, link: etree._Element) -> Link | None:
        """Tell which note a link leads to; None if it is a link to something else."""
        target = href_of(link).removeprefix("#")
        if target not in self.notes and not _is_note_link(link):
            return None
        return Link(target if target in self.notes else None, is_marker_text(text_of(link)))


def _is_note_link(element: etree._Element) -> bool:
    return local_name(element) == "a" and (element.get("type") or "").strip().lower() == "note"
