"""Formulas in MathML, as text."""

from lxml import etree

from functions.convert.readers.odt.formulas import linear
from functions.convert.readers.wording.typography import speakable


def formula_text(math: etree._Element) -> str:
    """Read the words that stand for a formula, else the formula in one line; TeX is not words."""
    words = math.get("alttext") or ""
    return words if speakable(words) and "\\" not in words and "{" not in words else linear(math)
