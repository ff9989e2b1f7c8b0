"""The original's package document, with what overlays add to it (EPUB 3.3, 9.3)."""

import copy
import posixpath
from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import quote

from lxml import etree

from functions.convert.readers.markup.xml import descendants
from functions.convert.texts.original.narration import Narration
from functions.convert.texts.original.source import Source
from functions.convert.texts.readalong.package import AUDIO_TYPE, clock_of
from functions.convert.texts.readalong.pages import ACTIVE_CLASS

_OPF = "http://www.idpf.org/2007/opf"
_MODIFIED = "dcterms:modified"


class Overlaid(NamedTuple):
    """A document with its overlay: paths in the archive, and how long it is heard."""

    path: str
    overlay: str
    seconds: float


def address(path: str, base: str) -> str:
    """Write the relative address of a file as a document at path `base` refers to it."""
    return quote(posixpath.relpath(path, posixpath.dirname(base) or "."))


def with_overlays(
    source: Source, narration: Narration, overlaid: Sequence[Overlaid], audio: Sequence[str], stylesheet: str
) -> str:
    """Write the package document anew; `audio` and `stylesheet` are paths in the archive."""
    root = copy.deepcopy(source.root)
    base = source.package_path
    metadata, manifest = descendants(root, "metadata")[0], descendants(root, "manifest")[0]
    taken = {element.get("id") for element in root.iter("{*}*")}
    prefix = next(name for number in range(len(taken) + 1) if not _begin(taken, name := f"heard{number or ''}-"))
    paths = {item.id: item.path for item in source.package.items.values()}
    items = {paths.get((element.get("id") or "").strip()): element for element in descendants(root, "item")}
    for number, each in enumerate(overlaid, 1):
        item = items[each.path]
        item.set("media-overlay", f"{prefix}overlay{number}")
        _add_item(manifest, f"{prefix}overlay{number}", address(each.overlay, base), "application/smil+xml")
        _add_meta(metadata, "media:duration", clock_of(each.seconds), f"#{prefix}overlay{number}")
    for number, path in enumerate(audio, 1):
        _add_item(manifest, f"{prefix}audio{number}", address(path, base), AUDIO_TYPE)
    _add_item(manifest, f"{prefix}style", address(stylesheet, base), "text/css")
    for element in [each for each in descendants(metadata, "meta") if each.get("property") == _MODIFIED]:
        metadata.remove(element)
    _add_meta(metadata, _MODIFIED, f"{narration.made_at:%Y-%m-%dT%H:%M:%SZ}")
    _add_meta(metadata, "media:duration", clock_of(sum(each.seconds for each in overlaid)))
    _add_meta(metadata, "media:active-class", ACTIVE_CLASS)
    _add_meta(metadata, "media:narrator", narration.narrator)
    return etree.tostring(root, encoding="unicode")


def _begin(names: set[str | None], prefix: str) -> bool:
    return any(name and name.startswith(prefix) for name in names)


def _add_item(manifest: etree._Element, name: str, href: str, media_type: str) -> None:
    etree.SubElement(manifest, f"{{{_OPF}}}item", {"id": name, "href": href, "media-type": media_type})


def _add_meta(metadata: etree._Element, name: str, content: str, refines: str | None = None) -> None:
    attributes = {"property": name} | ({"refines": refines} if refines else {})
    etree.SubElement(metadata, f"{{{_OPF}}}meta", attributes).text = content
