"""The table of contents that a book brings along: EPUB 3's navigation document, or EPUB 2's NCX."""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from ebookvoice.domain.errors import CorruptBookError
from functions.convert.readers.archive import Archive
from functions.convert.readers.epub.package import Package
from functions.convert.readers.limits import MAX_TEXT_BYTES
from functions.convert.readers.markup.hrefs import resolve
from functions.convert.readers.markup.semantics import types_of
from functions.convert.readers.markup.xml import children, descendants, local_name, parse_markup, parse_xml, text_of
from functions.convert.readers.structure.contents import Entry, Landmark
from functions.convert.readers.wording.typography import tidy


@dataclass(frozen=True, slots=True)
class Navigation:
    """The entries as they are listed, and the landmarks."""

    entries: tuple[Entry, ...] = ()
    landmarks: tuple[Landmark, ...] = ()

    def targets(self) -> dict[str, set[str]]:
        """Collect the fragments that entries and landmarks lead to, by path."""
        found: dict[str, set[str]] = {}
        places = [(entry.path, entry.fragment) for entry in self.entries]
        for path, fragment in (*places, *((landmark.path, landmark.fragment) for landmark in self.landmarks)):
            found.setdefault(path, set()).add(fragment)
        return found


def read_navigation(archive: Archive, package: Package) -> Navigation:
    """Read the navigation document, else the NCX; empty where a book has neither or both are broken."""
    entries: list[Entry] = []
    landmarks = list(package.guide)
    root = parse_markup(archive.read(package.nav, MAX_TEXT_BYTES)) if package.nav else None
    if root is not None and package.nav:
        for nav in descendants(root, "nav"):
            types = types_of(nav)
            if "toc" in types and not entries:
                entries = list(_read_list(archive, package.nav, nav, 0))
            elif "landmarks" in types:
                landmarks += _read_landmarks(archive, package.nav, nav)
    if not any(entry.path in package.spine for entry in entries) and package.ncx:
        entries = _read_ncx(archive, package.ncx)
    return Navigation(tuple(entry for entry in entries if entry.path in package.spine), tuple(landmarks))


def _read_list(archive: Archive, base: str, parent: etree._Element, depth: int) -> Iterator[Entry]:
    for item in (item for list_ in children(parent, "ol") for item in children(list_, "li")):
        nested = list(_read_list(archive, base, item, depth + 1))
        link = next((child for child in item.iter() if local_name(child) in ("a", "ol")), None)
        if link is not None and local_name(link) == "a":
            label = tidy(text_of(link)) or _alternative(link)
            yield from _entry(archive, base, label, link.get("href"), depth, bool(nested))
        yield from nested


def _read_landmarks(archive: Archive, base: str, nav: etree._Element) -> Iterator[Landmark]:
    for link in descendants(nav, "a"):
        target = resolve(base, link.get("href") or "")
        path = archive.find(target[0]) if target else None
        if target and path:
            yield from (Landmark(name, path, target[1]) for name in types_of(link))


def _read_ncx(archive: Archive, path: str) -> list[Entry]:
    try:
        root = parse_xml(archive.read(path, MAX_TEXT_BYTES))
    except CorruptBookError:
        return []
    return [entry for map_ in descendants(root, "navmap") for entry in _read_points(archive, path, map_, 0)]


def _read_points(archive: Archive, base: str, parent: etree._Element, depth: int) -> Iterator[Entry]:
    for point in children(parent, "navpoint"):
        label = " ".join(tidy(text_of(label)) for label in children(point, "navlabel"))
        content = next(iter(children(point, "content")), None)
        nested = list(_read_points(archive, base, point, depth + 1))
        if content is not None:
            yield from _entry(archive, base, label, content.get("src"), depth, bool(nested))
        yield from nested


def _entry(archive: Archive, base: str, title: str, href: str | None, depth: int, parent: bool) -> Iterator[Entry]:
    target = resolve(base, href or "") if href else None
    path = archive.find(target[0]) if target else None
    if target and path and title:
        yield Entry(title, path, target[1], depth, parent)


def _alternative(link: etree._Element) -> str:
    images = [image.get("alt") or "" for image in descendants(link, "img")]
    return tidy(" ".join(images) or link.get("title") or "")
