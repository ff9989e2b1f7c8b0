"""The blocks of a content document that text stands in, and the letters of each."""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from functions.convert.readers.markup.xml import epub_attribute, local_name

_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))

_BLOCKS = _HEADINGS | frozenset(
    ("address", "article", "aside", "blockquote", "body", "caption", "dd", "div", "dl", "dt", "figcaption", "figure")
    + ("footer", "header", "hgroup", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "table", "tbody", "tfoot")
    + ("thead", "tr", "ul")
)

_QUIET = frozenset(("rp", "rt", "script", "style", "template"))
"""What stands in a text and is not read as a part of it: readings above characters, programs."""

_NOTE_MARK = "noteref"


@dataclass(frozen=True, slots=True)
class Block:
    """An element that holds text and no other block."""

    element: etree._Element

    @property
    def heading(self) -> bool:
        return local_name(self.element) in _HEADINGS

    def text(self, *, quiet: bool) -> str:
        """Join its text; without `quiet` also that of note marks and readings."""
        return "".join(texts(self.element, quiet=quiet))


def blocks_of(root: etree._Element) -> Iterator[Block]:
    """Find the innermost blocks of a document, in order."""
    outer = {parent for element in root.iter("{*}*") if local_name(element) in _BLOCKS for parent in _outer(element)}
    for element in root.iter("{*}*"):
        if local_name(element) in _BLOCKS and element not in outer:
            yield Block(element)


def _outer(element: etree._Element) -> Iterator[etree._Element]:
    """Find the block around an element; those around it are found for that one."""
    for parent in element.iterancestors():
        if local_name(parent) in _BLOCKS:
            yield parent
            return


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


def letters(text: str) -> str:
    """Leave out of a text whatever a reader may change: spaces, quotation marks, dashes."""
    return "".join(filter(str.isalnum, text))
