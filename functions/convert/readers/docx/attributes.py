"""Attributes of WordprocessingML, in whichever of its namespaces the element is."""

from lxml import etree

from functions.convert.readers.markup.xml import local_name

_OFF = frozenset({"0", "false", "off", "none"})

_RELATIONSHIPS = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}",
    "{http://purl.oclc.org/ooxml/officeDocument/relationships}",
)


def value_of(element: etree._Element, name: str = "val") -> str | None:
    """Read an attribute that is in the element's own namespace."""
    namespace, _, _ = str(element.tag).rpartition("}")
    return element.get(f"{namespace}}}{name}") if namespace else element.get(name)


def number_of(element: etree._Element, name: str = "val") -> int | None:
    """Read an attribute as a number; None if it isn't one."""
    written = (value_of(element, name) or "").strip()
    return int(written) if written.lstrip("-").isdecimal() and len(written) < 10 else None


def is_on(element: etree._Element) -> bool:
    """Tell whether a property applies: it does unless it says otherwise (ECMA-376 part 1, 17.17.4)."""
    return (value_of(element) or "").lower() not in _OFF


def child_of(element: etree._Element | None, name: str) -> etree._Element | None:
    """Find the first child of that name, in lower case."""
    if element is None:
        return None
    return next((child for child in element if local_name(child) == name), None)


def relationship_of(element: etree._Element, name: str) -> str | None:
    """Read an attribute that names a relationship, to a picture for instance."""
    return next((id_ for namespace in _RELATIONSHIPS if (id_ := element.get(namespace + name))), None)
