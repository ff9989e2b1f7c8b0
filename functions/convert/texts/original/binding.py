"""The original EPUB with the chapters' audio, and an overlay for each document that is heard."""

import posixpath
from collections.abc import Iterator, Sequence

from lxml import etree

from ebookvoice.ports.rendering import Edition
from functions.convert.readers.markup.xml import descendants
from functions.convert.texts.original.blocks import blocks_of
from functions.convert.texts.original.marking import mark_sentences
from functions.convert.texts.original.opf import Overlaid, address, with_overlays
from functions.convert.texts.original.plan import Heard, Plan
from functions.convert.texts.original.source import Source
from functions.convert.texts.readalong.pages import HIGHLIGHT, Clip, overlay
from functions.convert.texts.readalong.zipping import Member, deflated, stored, streamed

_XHTML = "http://www.w3.org/1999/xhtml"
_MIMETYPE = b"application/epub+zip"


def members(edition: Edition, source: Source, plan: Plan) -> Iterator[Member]:
    """Write the files of the archive: those of the original, with what is heard added beside them."""
    yield stored("mimetype", _MIMETYPE)
    folder = posixpath.join(posixpath.dirname(source.package_path), source.free_folder())
    stylesheet, overlaid = f"{folder}/highlight.css", list[Overlaid]()
    for number, (path, heard) in enumerate(plan.heard.items(), 1):
        root = source.parse(path)
        clips = list(_clips(root, heard, address(f"{folder}/chapter", f"{folder}/overlay")))
        _link(root, address(stylesheet, path))
        placed = Overlaid(path, f"{folder}/document{number}.smil", sum(clip.end - clip.begin for clip in clips))
        yield deflated(path, etree.tostring(root.getroottree(), encoding="unicode"))
        yield deflated(placed.overlay, overlay(address(path, placed.overlay), clips))
        overlaid.append(placed)
    chapters = sorted({each.chapter for heard in plan.heard.values() for each in heard})
    audio = [f"{folder}/chapter{number}.m4a" for number in chapters]
    for number, path in zip(chapters, audio, strict=True):
        chapter = edition.chapters[number - 1]
        yield streamed(path, chapter.audio_bytes, chapter.audio)
    yield deflated(stylesheet, HIGHLIGHT)
    yield deflated(source.package_path, with_overlays(source, edition, overlaid, audio, stylesheet))
    yield from source.others({source.package_path, *plan.heard})


def _clips(root: etree._Element, heard: Sequence[Heard], audio: str) -> Iterator[Clip]:
    """Mark what is heard of a document, and tell when."""
    blocks = [block.element for block in blocks_of(root)]
    prefix = _free_prefix(root)
    for each in heard:
        marked = mark_sentences(blocks[each.number], each.letters, each.quiet, f"{prefix}{each.number}")
        begins = [each.seconds[sentence] for _, sentence in marked]
        for (name, _), begin, end in zip(marked, begins, [*begins[1:], each.end], strict=True):
            yield Clip(name, f"{audio}{each.chapter}.m4a", begin, end)


def _free_prefix(root: etree._Element) -> str:
    names = [element.get("id") or "" for element in root.iter("{*}*")]
    prefix = "heard"
    while any(name.startswith(prefix) for name in names):
        prefix += "-"
    return prefix


def _link(root: etree._Element, stylesheet: str) -> None:
    for head in descendants(root, "head")[:1]:
        attributes = {"rel": "stylesheet", "type": "text/css", "href": stylesheet}
        etree.SubElement(head, f"{{{_XHTML}}}link", attributes)
