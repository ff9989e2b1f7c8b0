"""Formulas (ECMA-376 part 1, 22.1) in one line, as they would be typed: (a+b)/c, x2, √y."""

from lxml import etree

from functions.convert.readers.docx.attributes import child_of, value_of
from functions.convert.readers.markup.xml import children, local_name, text_of

_PROPERTIES = "pr"
_SIGNS = {"rad": "√"}
_INTEGRAL = "∫"
"""The sign of an n-ary operator that names none."""


def linear(formula: etree._Element) -> str:
    """Write a formula in a line; nothing of its text is lost."""
    name = local_name(formula)
    match name:
        case "t":
            return text_of(formula)
        case "f":
            return "/".join(_grouped(part) for part in formula if not _is_property(part))
        case "d":
            begin, separator, end = _delimiters(formula)
            return begin + separator.join(map(linear, children(formula, "e"))) + end
        case "nary":
            return f"{_operator(formula)} {_joined(formula, ' ')}"
        case "m":
            return "; ".join(_joined(row, ", ") for row in children(formula, "mr"))
        case "eqarr":
            return "; ".join(map(linear, children(formula, "e")))
    return _SIGNS.get(name, "") + _joined(formula, " " if name == "func" else "")


def _joined(element: etree._Element, between: str) -> str:
    return between.join(filter(None, (linear(child) for child in element if not _is_property(child))))


def _grouped(part: etree._Element) -> str:
    written = linear(part)
    return written if written.isalnum() or not written else f"({written})"


def _is_property(element: etree._Element) -> bool:
    name = local_name(element)
    return (name.endswith(_PROPERTIES) and name != _PROPERTIES) or name in ("del", "movefrom")


def _delimiters(formula: etree._Element) -> tuple[str, str, str]:
    properties = child_of(formula, "dpr")
    named = (child_of(properties, name) for name in ("begchr", "sepchr", "endchr"))
    values = [value_of(element) if element is not None else None for element in named]
    begin, separator, end = (
        default if value is None else value for value, default in zip(values, ("(", "|", ")"), strict=True)
    )
    return begin, separator, end


def _operator(formula: etree._Element) -> str:
    sign = child_of(child_of(formula, "narypr"), "chr")
    return (value_of(sign) if sign is not None else None) or _INTEGRAL
