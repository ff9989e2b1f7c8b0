"""The original EPUB with places for the chapters' audio, and an overlay for each document that is heard."""

import posixpath
from collections.abc import Iterator, Sequence
from typing import IO

from lxml import etree

from functions.convert.readers.markup.xml import descendants
from functions.convert.texts.original.blocks import blocks_of
from functions.convert.texts.original.marking import mark_sentences
from functions.convert.texts.original.narration import Narration
from functions.convert.texts.original.opf import Overlaid, address, with_overlays
from functions.convert.texts.original.plan import Heard, plan
from functions.convert.texts.original.recipe import Ingredient, Origin, Packed, Sound
from functions.convert.texts.original.source import Source
from functions.convert.texts.readalong.pages import HIGHLIGHT, Clip, overlay
from functions.convert.texts.readalong.zipping import Member, deflated, stored

_XHTML = "http://www.w3.org/1999/xhtml"
_MIMETYPE = b"application/epub+zip"


def bind(source: Source, narration: Narration, made: IO[bytes]) -> Iterator[Ingredient]:
    """Tell the files of the archive: those of the original, with what is heard added beside them.

    Those that are new are written to `made`. Raises UnfitError, CorruptBookError.
    """
    heard = plan(narration, source)
    yield _made(stored("mimetype", _MIMETYPE), made)
    folder = posixpath.join(posixpath.dirname(source.package_path), source.free_folder())
    stylesheet, overlaid = f"{folder}/highlight.css", list[Overlaid]()
    for number, (path, blocks) in enumerate(heard.items(), 1):
        root = source.parse(path)
        clips = list(_clips(root, blocks, address(f"{folder}/chapter", f"{folder}/overlay")))
        _link(root, address(stylesheet, path))
        placed = Overlaid(path, f"{folder}/document{number}.smil", sum(clip.end - clip.begin for clip in clips))
        yield _made(deflated(path, etree.tostring(root.getroottree(), encoding="unicode")), made)
        yield _made(deflated(placed.overlay, overlay(address(path, placed.overlay), clips)), made)
        overlaid.append(placed)
    chapters = sorted({each.chapter for blocks in heard.values() for each in blocks})
    sounds = [Sound(f"{folder}/chapter{number}.m4a", number) for number in chapters]
    yield from sounds
    yield _made(deflated(stylesheet, HIGHLIGHT), made)
    package = with_overlays(source, narration, overlaid, [sound.path for sound in sounds], stylesheet)
    yield _made(deflated(source.package_path, package), made)
    yield from source.others({source.package_path, *heard})


def _made(member: Member, made: IO[bytes]) -> Packed:
    start = made.tell()
    made.writelines(member.packed)
    return Packed(member.path, Origin.MADE, start, member.packed_size, member.method, member.crc, member.size)


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
