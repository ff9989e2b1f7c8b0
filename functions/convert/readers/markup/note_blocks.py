"""Where links stand that mark notes, and the blocks that hold these."""

from lxml import etree

from functions.convert.readers.markup.elements import BLOCKS, NOTE_CLASSES, classes_of
from functions.convert.readers.markup.xml import local_name, text_of

_LONGEST = 20_000
"""Characters of a note; what is longer is a chapter that somebody refers to."""

_NEAREST = 50
"""Siblings that are looked through for text in front of a marker."""


def block_of(element: etree._Element) -> etree._Element:
    """Find the block that an element is or lies in."""
    while local_name(element) not in BLOCKS and (parent := element.getparent()) is not None:
        element = parent
    return element


def widened(block: etree._Element) -> etree._Element:
    """Take the item, the row or the note that a block is the beginning of."""
    while (parent := block.getparent()) is not None:
        opens = block.getprevious() is None and not (parent.text or "").strip()
        name = local_name(parent)
        item = opens and (name in ("li", "dd", "aside") or (name in BLOCKS and classes_of(parent) & NOTE_CLASSES))
        if not item and local_name(block) not in ("td", "th"):
            break
        block = parent
    return block


def is_short(block: etree._Element) -> bool:
    """Tell whether a block is no longer than notes are."""
    left = _LONGEST
    for text in block.itertext():
        left -= len(text)
        if left < 0:
            return False
    return True


def follows_text(link: etree._Element) -> bool:
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


def ids_of(element: etree._Element) -> list[str]:
    """List the fragments that an element is known by."""
    names = (element.get("id"), element.get("name") if local_name(element) == "a" else None)
    return [name for name in names if name]
