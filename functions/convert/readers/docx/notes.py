"""The footnotes and endnotes of a Word document, in parts of their own."""

from lxml import etree

from functions.convert.readers.docx.attributes import value_of
from functions.convert.readers.docx.package import Part
from functions.convert.readers.markup.xml import children

_SEPARATORS = frozenset({"separator", "continuationSeparator", "continuationNotice"})
"""What stands between the text and its notes is kept among them."""


def key_of(kind: str, id_: str) -> str:
    """Name a note: `kind` is "footnote" or "endnote"."""
    return f"{kind}-{id_}"


class Notes:
    """Finds the text of notes by their keys."""

    def __init__(self, main: Part) -> None:
        self._found: dict[str, etree._Element] = {}
        for kind in ("footnote", "endnote"):
            root = main.related(f"{kind}s")
            for note in children(root, kind) if root is not None else ():
                if value_of(note, "type") not in _SEPARATORS:
                    self._found.setdefault(key_of(kind, value_of(note, "id") or ""), note)

    def find(self, key: str) -> etree._Element | None:
        """Find the text of a note."""
        return self._found.get(key)
