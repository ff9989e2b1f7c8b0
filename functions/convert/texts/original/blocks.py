"""The blocks of a content document that text stands in, and the letters of each."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from lxml import etree

from functions.convert.readers.markup.xml import epub_attribute, local_name
from functions.convert.readers.wording.numerals import speak_heading
from functions.convert.texts.original.letters import letters

_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))

_BLOCKS = _HEADINGS | frozenset(
    ("address", "article", "aside", "blockquote", "body", "caption", "dd", "div", "dl", "dt", "figcaption", "figure")
    + ("footer", "header", "hgroup", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "table", "tbody", "tfoot")
    + ("thead", "tr", "ul")
)

_QUIET = frozenset(("rp", "rt", "script", "style", "template"))
"""What stands in a text and is not read as a part of it: readings above characters, programs."""

_NOTE_MARK = "noteref"


class Reading(NamedTuple):
    """`quiet`: without note marks and the readings above characters; `literal`: as it is written."""

    quiet: bool
    literal: bool


@dataclass(frozen=True, slots=True)
class Block:
    """An element that holds text and no other block."""

    element: etree._Element

    def keys(self) -> dict[str, Reading]:
        """Tell the letters that it may be narrated by, and how its text is read then.

        A heading's number may be spoken as another: “IV” as “4”.
        """
        whole, read = ("".join(texts(self.element, quiet=quiet)) for quiet in (False, True))
        keys = {letters(whole): Reading(quiet=False, literal=True)}
        keys.setdefault(letters(read), Reading(quiet=True, literal=True))
        if local_name(self.element) in _HEADINGS:
            keys.setdefault(letters(speak_heading(" ".join(read.split()))), Reading(quiet=True, literal=False))
        return {key: reading for key, reading in keys.items() if key}


def blocks_of(root: etree._Element) -> Iterator[Block]:
    """Find the innermost blocks of a document, in order."""
    blocks = [element for element in root.iter("{*}*") if local_name(element) in _BLOCKS]
    outer = set(map(_around, blocks))
    return (Block(element) for element in blocks if element not in outer)


def _around(element: etree._Element) -> etree._Element | None:
    """Find the block around an element."""
    return next((parent for parent in element.iterancestors() if local_name(parent) in _BLOCKS), None)


def texts(element: etree._Element, *, quiet: bool) -> Iterator[str]:
    """Walk through the texts below an element; with `quiet` without those that are no part of what is read."""
    if not isinstance(element.tag, str) or (quiet and silent(element)):
        return
    yield element.text or ""
    for child in element:
        yield from texts(child, quiet=quiet)
        yield child.tail or ""


def silent(element: etree._Element) -> bool:
    """Tell whether an element is not read as a part of the text that it stands in."""
    mark = _NOTE_MARK in epub_attribute(element, "type").split() or element.get("role") == f"doc-{_NOTE_MARK}"
    return mark or local_name(element) in _QUIET
