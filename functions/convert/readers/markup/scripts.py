"""Digits above and below the line: "10⁶" is not "106", but H2O is one word."""

from lxml import etree

from functions.convert.readers.markup.xml import text_of

_SIGNS = {"sup": dict(zip("0123456789+-−()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁽⁾ⁿ", strict=True))}
_SIGNS["sub"] = dict(zip("0123456789+-−()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₍₎", strict=True))
_SLASHES = ("/", "⁄")


def script_text(element: etree._Element, name: str, before: str) -> str | None:
    """Write a number in <sup> or <sub> that would be read as part of the one `before` it; None for all else.

    A fraction after a whole number is kept apart from it: "3 1/2".
    """
    text = text_of(element).strip()
    signs = _SIGNS[name]
    if not before.isdecimal() or not any(map(str.isdecimal, text)) or any(sign not in signs for sign in text):
        return None
    if name == "sup" and (element.tail or "").lstrip().startswith(_SLASHES):
        return f" {text}"
    return "".join(signs[sign] for sign in text)


def parts_from_next(element: etree._Element) -> bool:
    """Tell whether a digit follows right after one in <sup> or <sub>: "log2 8"."""
    return text_of(element)[-1:].isdecimal() and (element.tail or "")[:1].isdecimal()
