"""The picture on the cover."""

from collections.abc import Iterator

from ebookvoice.domain.book import Cover
from ebookvoice.domain.errors import CorruptBookError, TooComplexError
from functions.convert.readers.archive import Archive
from functions.convert.readers.epub.package import Package
from functions.convert.readers.limits import MAX_COVER_BYTES, MAX_TEXT_BYTES
from functions.convert.readers.markup.hrefs import resolve
from functions.convert.readers.markup.semantics import canonical
from functions.convert.readers.markup.xml import local_name, parse_markup
from functions.convert.readers.pictures import as_cover
from functions.convert.readers.structure.contents import Landmark

_XLINK = "{http://www.w3.org/1999/xlink}href"


def read_cover(archive: Archive, package: Package, landmarks: tuple[Landmark, ...]) -> Cover | None:
    """Read the cover: EPUB 3's cover-image, EPUB 2's <meta name="cover">, else the picture on the cover page."""
    for path in _candidates(archive, package, landmarks):
        try:
            content = archive.read(path, MAX_COVER_BYTES)
        except (CorruptBookError, TooComplexError):
            continue
        if cover := as_cover(content) or _as_drawing(content):
            return cover
    return None


def _candidates(archive: Archive, package: Package, landmarks: tuple[Landmark, ...]) -> Iterator[str]:
    for item in package.items.values():
        if "cover-image" in item.properties and item.path:
            yield item.path
    for name in package.covers:
        named = package.items.get(name)
        target = resolve(package.path, name)
        path = named.path if named else archive.find(target[0]) if target else None
        if path:
            yield from _pictures(archive, path)
    for landmark in landmarks:
        if canonical(landmark.type) == "cover":
            yield from _pictures(archive, landmark.path)


def _pictures(archive: Archive, path: str) -> Iterator[str]:
    """Yield the file itself if it is a picture, else the first picture of the page."""
    if not path.lower().endswith((".xhtml", ".html", ".htm", ".xml")):
        yield path
        return
    root = parse_markup(archive.read(path, MAX_TEXT_BYTES))
    for element in root.iter() if root is not None else ():
        href = {"img": element.get("src"), "image": element.get(_XLINK) or element.get("href")}.get(local_name(element))
        target = resolve(path, href) if href else None
        found = archive.find(target[0]) if target else None
        if found:
            yield found
            return


def _as_drawing(content: bytes) -> Cover | None:
    return Cover(content, "image/svg+xml") if b"<svg" in content[:4096] else None
