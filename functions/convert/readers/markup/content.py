"""A content document → blocks in document order."""

from collections.abc import Container

from lxml import etree

from ebookvoice.domain.errors import TooComplexError
from functions.convert.readers.markup.composing import Composer
from functions.convert.readers.markup.notes import Notes
from functions.convert.readers.markup.reading import Reading
from functions.convert.readers.markup.scope import Scope
from functions.convert.readers.markup.surroundings import Frames, Shelf
from functions.convert.readers.markup.visibility import Styles
from functions.convert.readers.markup.xml import children, descendants, language_of, text_of
from functions.convert.readers.structure.blocks import Document
from functions.convert.readers.wording.typography import tidy


def read_content(
    path: str,
    root: etree._Element,
    language: str | None,
    targets: Container[str] = (),
    shelf: Shelf | None = None,
    styles: Styles | None = None,
    frames: Frames | None = None,
) -> Document:
    """Read a content document (XHTML, SVG, DTBook).

    `language` is the book's, `targets` are the fragments that chapters begin at: a paragraph ends in front of them.
    `shelf` knows the notes in other documents, `styles` what the document hides, `frames` what it shows of other
    documents; without them its own markup decides. Raises TooComplexError for elements that lie too deep in each other.
    """
    body = next(iter(descendants(root, "body") or descendants(root, "book")), root)
    titles = [tidy(text_of(title)) for head in children(root, "head") for title in children(head, "title")]
    text, scope = Composer(language, targets), Scope(language=language_of(root))
    try:
        Reading(path, text, Notes(path, body, shelf), styles or Styles(), frames).walk(body, scope)
    except RecursionError:
        raise TooComplexError from None
    text.end(scope)
    return Document(
        path,
        text.blocks,
        text.places.anchors,
        text.places.extents,
        title=next(filter(None, titles), None),
        language=language_of(root),
    )
