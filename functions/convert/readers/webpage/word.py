"""Pages that Word has written: its notes, whose markers and numbers link to each other in the same way."""

import re

from lxml import etree

from functions.convert.readers.markup.xml import local_name

_NOTE = re.compile(r"mso-element\s*:\s*(?:footnote|endnote)\s*(?:;|$)")
_MARKER = re.compile(r"mso-(?:footnote|endnote)-id\s*:")


def mark_notes(root: etree._Element) -> None:
    """Give Word's notes, their markers and the links back the roles of DPUB-ARIA, and notes the ids that are linked."""
    for element in root.iter("{*}div", "{*}a"):
        style = element.get("style") or ""
        if local_name(element) == "div" and _NOTE.search(style):
            element.set("role", "doc-footnote")
            _take_id(element)
        elif local_name(element) == "a" and _MARKER.search(style) and element.get("role") is None:
            element.set("role", "doc-noteref")


def _take_id(note: etree._Element) -> None:
    """Let a note have the name of its number, which is what markers link to, and the number lead nowhere."""
    number = next((link for link in note.iter("{*}a") if link.get("name") and link.get("href")), None)
    if number is not None:
        note.set("id", number.attrib.pop("name"))
        number.attrib.pop("href")
        number.set("role", "doc-backlink")
