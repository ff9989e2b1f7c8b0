"""What an OpenDocument says of itself (ODF 1.3 part 3, 4.3)."""

from lxml import etree

from functions.convert.readers.markup.xml import descendants, text_of
from functions.convert.readers.wordprocessing.writing import Properties


def read_properties(root: etree._Element | None) -> Properties:
    """Read the metadata; the author is who began the document, or else who saved it last."""
    meta = next(iter(descendants(root, "meta")), None) if root is not None else None
    if meta is None:
        return Properties()
    names = [name for name in (_text(meta, "initial-creator"), _text(meta, "creator")) if name]
    return Properties(
        title=_text(meta, "title"),
        authors=tuple(names[:1]),
        language=_text(meta, "language") or None,
        description=_text(meta, "description"),
    )


def _text(meta: etree._Element, name: str) -> str:
    return next((text_of(element).strip() for element in descendants(meta, name)), "")
