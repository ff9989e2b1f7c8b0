"""DOCX → Book."""

from functools import partial
from pathlib import Path

from ebookvoice.domain.book import Book, Cover, ParagraphKind
from ebookvoice.domain.errors import BookRefusedError
from functions.convert.readers.archive import open_archive
from functions.convert.readers.docx.body import Body
from functions.convert.readers.docx.notes import Notes
from functions.convert.readers.docx.numbering import Numbering
from functions.convert.readers.docx.package import Package, Part
from functions.convert.readers.docx.properties import read_properties
from functions.convert.readers.docx.styles import Styles
from functions.convert.readers.limits import MAX_COVER_BYTES, MAX_TEXT_BYTES
from functions.convert.readers.pictures import as_cover
from functions.convert.readers.structure.blocks import Block
from functions.convert.readers.structure.book import make_book
from functions.convert.readers.wordprocessing.story import Story
from functions.convert.readers.wordprocessing.writing import write_manuscript


def read_docx(path: Path, filename: str) -> Book:
    """Read a Word document or template, with macros or without. Raises a BookRefusedError."""
    with open_archive(path) as archive:
        package = Package(archive)
        main = package.main()
        styles = Styles(main.related("styles"))
        numbering = Numbering(main.related("numbering"), styles)
        story = Story()
        body = Body(styles, numbering, story)
        body.chunks = partial(_chunk, package, main)
        body.read_part(main.root)
        notes: dict[str, Story] = {}
        bodies = Notes(main)
        for key in body.marked:
            notes[key] = Story()
            if (note := bodies.find(key)) is not None:
                Body(styles, numbering, notes[key], ParagraphKind.NOTE).read_part(note)
        properties = read_properties(package.properties())
        cover = _picture(package, main.target(body.picture)) if body.picture else None
        return make_book(write_manuscript(story, notes, properties, cover), filename)


def _chunk(package: Package, main: Part, relationship: str) -> list[Block]:
    from functions.convert.readers.docx.chunks import read_chunk

    path = main.target(relationship)
    return read_chunk(package.archive.read(path, MAX_TEXT_BYTES), None) if path else []


def _picture(package: Package, path: str | None) -> Cover | None:
    """Read a picture; one that can't be read is none, for nothing but the cover is lost."""
    try:
        return as_cover(package.archive.read(path, MAX_COVER_BYTES)) if path else None
    except BookRefusedError:
        return None
