"""Attributes of OpenDocument, whose namespaces tell no two of the same name on an element apart that matter here."""

import re

from lxml import etree

from functions.convert.readers.markup.xml import local_name

_ENCODED = re.compile(r"_([0-9a-f]{1,4})_")


def value_of(element: etree._Element, name: str) -> str | None:
    """Read an attribute, whatever its namespace."""
    return next((str(value) for key, value in element.attrib.items() if str(key).rpartition("}")[2] == name), None)


def number_of(element: etree._Element, name: str) -> int | None:
    """Read an attribute as a number; None if it isn't one."""
    written = (value_of(element, name) or "").strip()
    return int(written) if written.isdecimal() and len(written) < 10 else None


def child_of(element: etree._Element, name: str) -> etree._Element | None:
    """Find the first child of that name."""
    return next((child for child in element if local_name(child) == name), None)


def decoded(name: str) -> str:
    """Give the name that a style is shown with: "Heading_20_1" is "Heading 1"."""
    return _ENCODED.sub(lambda match: chr(int(match[1], 16)), name)
