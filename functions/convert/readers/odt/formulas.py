"""Formulas in MathML, in one line."""

from lxml import etree

from functions.convert.readers.markup.xml import local_name

_SILENT = frozenset({"annotation", "annotation-xml"})
_FRACTION = "mfrac"
_ROOTS = frozenset({"msqrt", "mroot"})


def linear(element: etree._Element) -> str:
    """Write a formula in a line, as it would be typed: (a+b)/c, x2, √y; empty for what is none."""
    name = local_name(element)
    if name in _SILENT:
        return ""
    parts = [part for child in element if (part := linear(child))]
    if name == _FRACTION:
        return "/".join(part if part.isalnum() else f"({part})" for part in parts)
    written = (element.text or "").strip() + "".join(parts)
    return f"√{written}" if name in _ROOTS else written
