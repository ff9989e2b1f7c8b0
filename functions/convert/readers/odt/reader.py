"""ODT → Book."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from lxml import etree

from ebookvoice.domain.book import Book, Cover, ParagraphKind
from ebookvoice.domain.errors import BookRefusedError, CorruptBookError, PasswordProtectedError
from functions.convert.readers.archive import Archive, open_archive
from functions.convert.readers.limits import MAX_COVER_BYTES
from functions.convert.readers.markup.hrefs import resolve
from functions.convert.readers.markup.xml import descendants, local_name, parse_xml
from functions.convert.readers.odt.binaries import take_binaries
from functions.convert.readers.odt.body import Body
from functions.convert.readers.odt.formulas import linear
from functions.convert.readers.odt.lists import Lists
from functions.convert.readers.odt.metadata import read_properties
from functions.convert.readers.odt.styles import Styles
from functions.convert.readers.pictures import as_cover
from functions.convert.readers.structure.book import make_book
from functions.convert.readers.wordprocessing.story import Story
from functions.convert.readers.wordprocessing.writing import Properties, write_manuscript

_CONTENT = "content.xml"


def read_odt(path: Path, filename: str) -> Book:
    """Read an OpenDocument text or template.

    Raises PasswordProtectedError for an encrypted one, CorruptBookError and the other BookRefusedErrors.
    """
    with open_archive(path) as archive:
        _refuse_encrypted(archive)
        text = archive.find(_CONTENT)
        if text is None:
            raise CorruptBookError
        content = parse_xml(archive.read(text))
        styles, meta = _part(archive, "styles.xml"), _part(archive, "meta.xml")
        roots = [content] if styles is None else [styles, content]
        return _read(
            content, roots, read_properties(meta), filename, partial(_formula, archive), partial(_picture, archive)
        )


def read_flat_odt(content: bytes, filename: str) -> Book:
    """Read an OpenDocument text that is one file of XML. Raises a BookRefusedError."""
    packed, pictures = take_binaries(content)
    root = parse_xml(packed)
    return _read(root, [root], read_properties(root), filename, _no_formula, pictures.picture)


def _read(
    content: etree._Element,
    roots: list[etree._Element],
    properties: Properties,
    filename: str,
    formula: Callable[[str], str],
    picture: Callable[[str], Cover | None],
) -> Book:
    text = next((text for body in descendants(content, "body") for text in descendants(body, "text")), None)
    if text is None:
        raise CorruptBookError
    styles = Styles(roots)
    story = Story()
    body = Body(styles, Lists(roots), formula, story)
    body.read(text)
    notes: dict[str, Story] = {}
    for key, note in body.notes.items():
        notes[key] = Story()
        Body(styles, Lists(roots), formula, notes[key], ParagraphKind.NOTE).read(note)
    cover = picture(body.picture) if body.picture else None
    return make_book(write_manuscript(story, notes, properties, cover), filename)


def _refuse_encrypted(archive: Archive) -> None:
    """Refuse what a password locks up: the manifest tells how each file is encrypted (ODF 1.3 part 2, 3.4)."""
    manifest = _part(archive, "META-INF/manifest.xml")
    if manifest is not None and descendants(manifest, "encryption-data"):
        raise PasswordProtectedError


def _part(archive: Archive, name: str) -> etree._Element | None:
    """Parse a part that a document can do without."""
    path = archive.find(name)
    try:
        return parse_xml(archive.read(path)) if path else None
    except CorruptBookError:
        return None


def _formula(archive: Archive, href: str) -> str:
    """Read the formula that is embedded as an object of its own; empty for any other object."""
    target = resolve(_CONTENT, href.rstrip("/"))
    path = archive.find(f"{target[0]}/{_CONTENT}") if target else None
    try:
        root = parse_xml(archive.read(path)) if path else None
    except BookRefusedError:
        return ""
    return linear(root) if root is not None and local_name(root) == "math" else ""


def _no_formula(_: str) -> str:
    """Find nothing elsewhere: a flat document has its formulas in place."""
    return ""


def _picture(archive: Archive, href: str) -> Cover | None:
    """Read a picture; one that can't be read is none, for nothing but the cover is lost."""
    target = resolve(_CONTENT, href)
    path = archive.find(target[0]) if target else None
    try:
        return as_cover(archive.read(path, MAX_COVER_BYTES)) if path else None
    except BookRefusedError:
        return None
