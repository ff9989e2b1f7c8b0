"""Markdown → Book."""

from dataclasses import replace

from lxml import etree

from ebookvoice.domain.book import Book
from ebookvoice.domain.errors import NoTextError
from functions.convert.readers.encodings import decode_text
from functions.convert.readers.marked.dialect import to_html
from functions.convert.readers.marked.frontmatter import split_front_matter
from functions.convert.readers.markup.content import read_content
from functions.convert.readers.markup.xml import descendants, local_name, parse_html, text_of
from functions.convert.readers.structure.book import Bounds, make_book
from functions.convert.readers.structure.manuscript import Manuscript
from functions.convert.readers.webpage.contents import take_contents
from functions.convert.readers.wording.typography import tidy

_PATH = "text.html"


def read_markdown(content: bytes, filename: str) -> Book:
    """Read a text in Markdown: CommonMark, with what GitHub's and Pandoc's dialects add to it.

    Raises a BookRefusedError.
    """
    metadata, text = split_front_matter(decode_text(content))
    root = parse_html(f"<html><body>{to_html(text)}</body></html>")
    if root is None:
        raise NoTextError
    titles = [tidy(text_of(heading)) for heading in descendants(root, "h1")]
    if metadata.title is None and len(titles) == 1 and _opens(root):
        metadata = replace(metadata, title=titles[0], titles=(titles[0],))
    entries = take_contents(_PATH, root)
    document = read_content(_PATH, root, metadata.language)
    Bounds().add(document)
    return make_book(Manuscript([document], metadata, entries), filename)


def _opens(root: etree._Element) -> bool:
    """Tell whether the text begins with its main heading."""
    body = descendants(root, "body")[0]
    first = next((element for element in body if text_of(element).strip()), None)
    return first is not None and local_name(first) == "h1" and not (body.text or "").strip()
