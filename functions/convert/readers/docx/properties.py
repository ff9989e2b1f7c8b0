"""What a Word document says of itself (ECMA-376 part 2, 8.3)."""

from lxml import etree

from functions.convert.readers.markup.xml import children, text_of
from functions.convert.readers.wordprocessing.writing import Properties


def read_properties(root: etree._Element | None) -> Properties:
    """Read the core properties."""
    if root is None:
        return Properties()
    return Properties(
        title=_text(root, "title"),
        authors=tuple(name.strip() for name in _text(root, "creator").split(";") if name.strip()),
        language=_text(root, "language").strip() or None,
        description=_text(root, "description"),
    )


def _text(root: etree._Element, name: str) -> str:
    return next((text_of(element) for element in children(root, name)), "")
