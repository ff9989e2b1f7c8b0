"""Drawings of a Word document: the text boxes and pictures in them."""

from dataclasses import dataclass, field

from lxml import etree

from functions.convert.readers.docx.attributes import relationship_of
from functions.convert.readers.markup.xml import local_name

_PICTURES = {"blip": "embed", "imagedata": "id"}


@dataclass(slots=True)
class Drawing:
    """Text boxes in their order, and the relationship of the first picture."""

    boxes: list[etree._Element] = field(default_factory=list)
    picture: str | None = None


def look_into(element: etree._Element) -> Drawing:
    """Find what is in a drawing; a text box that lies in another one is read with it."""
    drawing = Drawing()
    pending = [element]
    while pending:
        each = pending.pop()
        name = local_name(each)
        if name == "txbxcontent":
            drawing.boxes.append(each)
        elif name == "alternatecontent":
            pending += alternative_of(each)
        else:
            if name in _PICTURES:
                drawing.picture = drawing.picture or relationship_of(each, _PICTURES[name])
            pending += reversed(each)
    return drawing


def alternative_of(element: etree._Element) -> list[etree._Element]:
    """Choose one of several contents that mean the same: the first that there is anything in."""
    return [child for child in element if len(child)][:1]
