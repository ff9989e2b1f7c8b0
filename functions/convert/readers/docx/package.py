"""The parts of a package, and how they lead to each other (ECMA-376 part 2)."""

import posixpath
from urllib.parse import unquote

from lxml import etree

from ebookvoice.domain.errors import BookRefusedError, CorruptBookError
from functions.convert.readers.archive import Archive
from functions.convert.readers.markup.xml import children, parse_xml

_MAIN = "word/document.xml"
_PROPERTIES = "docProps/core.xml"


class Part:
    """A part of XML, with what it is related to. `root` raises CorruptBookError, TooComplexError."""

    def __init__(self, archive: Archive, path: str) -> None:
        self._archive = archive
        self._path = path
        self.root = parse_xml(archive.read(path))
        self._targets = relationships(archive, path)

    def related(self, kind: str) -> etree._Element | None:
        """Parse the part that is related in that way; None if there is none, or if it is damaged."""
        path = next((path for type_, path in self._targets.values() if type_ == kind), None)
        path = path or posixpath.join(posixpath.dirname(self._path), f"{kind}.xml")
        return parsed(self._archive, path)

    def target(self, relationship: str) -> str | None:
        """Find the path that a relationship leads to; None if there is no such file."""
        found = self._targets.get(relationship)
        return self._archive.find(found[1]) if found else None


class Package:
    """A document as an archive of parts."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self._targets = list(relationships(archive, "").values())

    def main(self) -> Part:
        """Parse the text. Raises CorruptBookError, TooComplexError."""
        path = self._find("officeDocument") or self.archive.find(_MAIN)
        if path is None:
            raise CorruptBookError
        return Part(self.archive, path)

    def properties(self) -> etree._Element | None:
        """Parse what the document says of itself."""
        return parsed(self.archive, self._find("core-properties") or _PROPERTIES)

    def _find(self, kind: str) -> str | None:
        return next(
            (found for type_, path in self._targets if type_ == kind and (found := self.archive.find(path))), None
        )


def parsed(archive: Archive, path: str) -> etree._Element | None:
    """Parse a part that a document can do without."""
    found = archive.find(path)
    try:
        return parse_xml(archive.read(found)) if found else None
    except BookRefusedError:
        return None


def relationships(archive: Archive, path: str) -> dict[str, tuple[str, str]]:
    """Read the relationships of a part, or of the package: id → the last word of their type, and the path."""
    folder, name = posixpath.split(path)
    root = parsed(archive, posixpath.join(folder, "_rels", f"{name}.rels"))
    found: dict[str, tuple[str, str]] = {}
    for each in children(root, "relationship") if root is not None else ():
        target = unquote(each.get("Target") or "")
        if target and each.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join(folder, target)).lstrip("/")
            found[each.get("Id") or ""] = ((each.get("Type") or "").rpartition("/")[2], target)
    return found
