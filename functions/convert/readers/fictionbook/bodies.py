"""The bodies of a FictionBook → documents of blocks, and the titles of its sections as table of contents."""

from collections.abc import Iterable, Iterator

from lxml import etree

from ebookvoice.domain.book import Note, ParagraphKind
from functions.convert.readers.fictionbook.apparatus import Apparatus
from functions.convert.readers.fictionbook.sections import Reading
from functions.convert.readers.markup.semantics import REFERENCE
from functions.convert.readers.markup.xml import language_of, local_name
from functions.convert.readers.structure.blocks import Block, Document
from functions.convert.readers.structure.contents import Entry


def read_bodies(root: etree._Element, language: str | None) -> tuple[list[Document], list[Entry]]:
    """Read the text, a document for each section of the first level, then the notes."""
    apparatus = Apparatus(root)
    documents: list[Document] = []
    entries: list[Entry] = []
    for body in apparatus.texts:
        for elements in _sheets(body, apparatus):
            reading = Reading(f"{len(documents)}.xml", apparatus, language, apparatus.elements)
            for element in elements:
                reading.read(element, language_of(body))
            documents.append(reading.document())
            entries += reading.entries
    _attach_notes(documents, apparatus, language)
    return [document for document in documents if document.blocks], entries


def _sheets(body: etree._Element, apparatus: Apparatus) -> Iterator[list[etree._Element]]:
    """Divide a body into its title page, its sections, and what stands before or between them."""
    loose: list[etree._Element] = []
    for element in (element for element in body if element not in apparatus.elements):
        if local_name(element) not in ("title", "section"):
            loose.append(element)
            continue
        yield loose
        yield [element]
        loose = []
    yield loose


def _attach_notes(documents: list[Document], apparatus: Apparatus, language: str | None) -> None:
    """Give every document the notes that it marks, and keep those that nobody marks as endnotes."""
    marked: set[str] = set()
    for document in documents:
        pending = _marks(document.blocks)
        while pending:
            key = pending.pop()
            if key in marked:
                continue
            marked.add(key)
            reading = Reading("", apparatus, language, apparatus.elements, ParagraphKind.NOTE)
            reading.read(apparatus.notes[key], None)
            if reading.blocks:
                document.notes[key] = Note(tuple(block.paragraph() for block in reading.blocks))
                pending += _marks(reading.blocks)
    rest = Reading("notes.xml", apparatus, language, {apparatus.notes[key] for key in marked})
    for body in apparatus.bodies:
        rest.read(body, None)
    rest.blocks = [block.left_out(REFERENCE["endnotes"]) for block in rest.blocks]
    documents.append(rest.document())


def _marks(blocks: Iterable[Block]) -> list[str]:
    return [mark.key for block in blocks for mark in block.notes]
