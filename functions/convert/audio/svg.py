"""SVG → PNG, with nothing read but the SVG itself."""

import base64
import binascii
from collections.abc import Callable, Iterator
from urllib.parse import unquote_to_bytes

import resvg_py
from lxml import etree

MAX_SVG_BYTES = 16_000_000
"""A cover of a megapixel, embedded as base64, is a tenth of this."""

_WHITE = "#ffffff"


def rasterise(content: bytes, width: int, height: int, readable: Callable[[bytes], bool]) -> bytes | None:
    """Draw an SVG into a box of that many pixels, on white; return a PNG, or None for what can't be drawn.

    The renderer follows references to files, in <image> and <feImage>, even when an entity spells them: so entities
    are resolved first and every reference is removed that is neither internal nor an embedded picture which is
    `readable`.
    """
    root = _parse(content)
    if root is None:
        return None
    for element, name in list(_references(root)):
        if not _harmless(element.attrib[name], readable):
            del element.attrib[name]
    try:
        drawing = etree.tostring(root, encoding="unicode", with_tail=False)
        return resvg_py.svg_to_bytes(svg_string=drawing, width=width, height=height, background=_WHITE)
    except ValueError:
        return None


def _parse(content: bytes) -> etree._Element | None:
    if len(content) > MAX_SVG_BYTES:
        return None
    parser = etree.XMLParser(no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    return root if etree.QName(root).localname == "svg" else None


def _references(root: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    for element in root.iter(etree.Element):
        for name in element.attrib:
            if etree.QName(name).localname == "href":
                yield element, str(name)


def _harmless(reference: str | bytes, readable: Callable[[bytes], bool]) -> bool:
    reference = str(reference).strip()
    if not reference.startswith("data:"):
        return reference.startswith("#")
    head, comma, body = reference.partition(",")
    try:
        picture = base64.b64decode(body) if head.endswith(";base64") else unquote_to_bytes(body)
    except binascii.Error:
        return False
    return bool(comma) and readable(picture)
