"""PDF → Book."""

from pathlib import Path

from ebookvoice.domain.book import Book
from functions.convert.readers.pdf.assembly import assemble
from functions.convert.readers.pdf.blocks import write_blocks
from functions.convert.readers.pdf.body import find_body
from functions.convert.readers.pdf.cover import draw_cover
from functions.convert.readers.pdf.directories import mark_directories
from functions.convert.readers.pdf.edges import measure_columns
from functions.convert.readers.pdf.footnotes import take_footnotes
from functions.convert.readers.pdf.furniture import remove_furniture
from functions.convert.readers.pdf.joins import Joins
from functions.convert.readers.pdf.layers import refuse_unreadable
from functions.convert.readers.pdf.metadata import read_metadata
from functions.convert.readers.pdf.noting import keep_notes, with_unmarked
from functions.convert.readers.pdf.opening import open_document
from functions.convert.readers.pdf.outline import read_outline
from functions.convert.readers.pdf.pages import read_pages
from functions.convert.readers.pdf.passages import find_passages
from functions.convert.readers.pdf.stretches import find_stretches
from functions.convert.readers.structure.book import make_book


def read_pdf(path: Path, filename: str) -> Book:
    """Read a PDF; what its pages show decides, not the order or the tags that a program has written.

    Raises a BookRefusedError.
    """
    with open_document(path) as document:
        pages = read_pages(document)
        refuse_unreadable(pages)
        metadata, bookmarks = read_metadata(document, filename), read_outline(document)
        cover = draw_cover(document, pages[0])
    remove_furniture(pages, [metadata.title or "", *metadata.authors, *(bookmark.title for bookmark in bookmarks)])
    mark_directories(pages)
    body = find_body([line for page in pages for line in page.lines])
    notes = take_footnotes(pages, body)
    lines = [line for page in pages for line in (*page.lines, *page.asides)]
    measure_columns(lines)
    joins = Joins(lines)
    passages = find_passages(find_stretches(lines, body), body)
    written = with_unmarked(write_blocks(passages, joins), notes, joins)
    manuscript = assemble(written, pages, bookmarks, metadata, cover)
    keep_notes(manuscript.documents, notes, joins)
    return make_book(manuscript, filename)
