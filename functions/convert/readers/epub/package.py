"""The package document (OPF 2 and 3): what files there are, and the order to read them in."""

from dataclasses import dataclass

from lxml import etree

from functions.convert.readers.archive import Archive
from functions.convert.readers.epub.metadata import metas, read_metadata
from functions.convert.readers.limits import MAX_TEXT_BYTES
from functions.convert.readers.markup.hrefs import resolve
from functions.convert.readers.markup.xml import descendants, parse_xml
from functions.convert.readers.structure.contents import Landmark
from functions.convert.readers.structure.manuscript import Metadata

_READABLE = frozenset(
    {
        "application/xhtml+xml",
        "text/html",
        "image/svg+xml",
        "application/x-dtbook+xml",
        "text/x-oeb1-document",
        "application/xml",
        "text/xml",
    }
)
_READABLE_ENDINGS = (".xhtml", ".html", ".htm", ".xml")


@dataclass(frozen=True, slots=True)
class Item:
    """A file of the manifest; `path` is None for what is not in the archive."""

    id: str
    path: str | None
    media_type: str
    properties: frozenset[str]
    fallback: str

    @property
    def readable(self) -> bool:
        """Tell whether the file is a content document."""
        return self.path is not None and (
            self.media_type in _READABLE or (self.path.lower().endswith(_READABLE_ENDINGS))
        )


@dataclass(frozen=True, slots=True)
class Package:
    """`spine` is the reading order: paths, and whether they belong to the main text; every path once."""

    path: str
    metadata: Metadata
    items: dict[str, Item]
    spine: dict[str, bool]
    guide: tuple[Landmark, ...]
    covers: tuple[str, ...]
    nav: str | None
    ncx: str | None

    @property
    def readable(self) -> frozenset[str]:
        """Collect the paths of all content documents, in the reading order or not."""
        return frozenset(item.path for item in self.items.values() if item.path is not None and item.readable)


def read_package(archive: Archive, path: str) -> Package:
    """Read the package document at `path`. Raises CorruptBookError when it is none."""
    root = parse_xml(archive.read(path, MAX_TEXT_BYTES))
    items = {item.id: item for item in (_read_item(archive, path, element) for element in descendants(root, "item"))}
    return Package(
        path=path,
        metadata=read_metadata(root),
        items=items,
        spine=_read_spine(root, items),
        guide=tuple(_read_guide(archive, path, root)),
        covers=tuple(metas(root, "cover")),
        nav=next((item.path for item in items.values() if "nav" in item.properties), None),
        ncx=_find_ncx(root, items),
    )


def _read_item(archive: Archive, base: str, element: etree._Element) -> Item:
    target = resolve(base, element.get("href") or "")
    return Item(
        id=(element.get("id") or "").strip(),
        path=archive.find(target[0]) if target else None,
        media_type=(element.get("media-type") or "").strip().lower(),
        properties=frozenset((element.get("properties") or "").split()),
        fallback=(element.get("fallback") or "").strip(),
    )


def _read_spine(root: etree._Element, items: dict[str, Item]) -> dict[str, bool]:
    spine: dict[str, bool] = {}
    for element in descendants(root, "itemref"):
        item = _follow(items, (element.get("idref") or "").strip())
        if item is not None and item.path is not None:
            spine.setdefault(item.path, (element.get("linear") or "").strip().lower() != "no")
    return spine


def _follow(items: dict[str, Item], id_: str) -> Item | None:
    """Go down the chain of fallbacks to a file that can be read."""
    seen: set[str] = set()
    while id_ in items and id_ not in seen:
        if items[id_].readable:
            return items[id_]
        seen.add(id_)
        id_ = items[id_].fallback
    return None


def _read_guide(archive: Archive, base: str, root: etree._Element) -> list[Landmark]:
    references: list[Landmark] = []
    for element in descendants(root, "reference"):
        target = resolve(base, element.get("href") or "")
        path = archive.find(target[0]) if target else None
        if target and path:
            references.append(Landmark(element.get("type") or "", path, target[1]))
    return references


def _find_ncx(root: etree._Element, items: dict[str, Item]) -> str | None:
    named = [items[id_] for spine in descendants(root, "spine") if (id_ := spine.get("toc") or "") in items]
    typed = [item for item in items.values() if item.media_type == "application/x-dtbncx+xml"]
    return next((item.path for item in (*named, *typed) if item.path), None)
