"""Plain text → Book."""

import re
from dataclasses import dataclass, field
from pathlib import PurePath

from ebookvoice.domain.book import Book, Paragraph, ParagraphKind, Part
from ebookvoice.domain.errors import NoTextError, TooLargeError
from functions.convert.readers.encodings import decode_text
from functions.convert.readers.limits import MAX_TEXT_BYTES
from functions.convert.readers.structure import gutenberg
from functions.convert.readers.structure.matter import CONTENTS, TITLE_PAGE, reason_by_title
from functions.convert.readers.text.headings import find_contents, find_headings, heading_key, is_contents
from functions.convert.readers.text.stanzas import Stanza, split_stanzas
from functions.convert.readers.wording.numerals import speak_heading
from functions.convert.readers.wording.typography import fold, speakable, tidy

_LANGUAGES = {"english": "en", "german": "de", "french": "fr", "spanish": "es", "italian": "it", "portuguese": "pt"}
_LANGUAGES |= {"dutch": "nl", "danish": "da", "swedish": "sv", "finnish": "fi", "latin": "la", "chinese": "zh"}
"""As Project Gutenberg's headers name them."""

_RELEASE = re.compile(r"\[.*$")


@dataclass(slots=True)
class _Text:
    """A text on its way to a book."""

    title: str
    author: str | None
    stanzas: list[Stanza]
    skipped: list[Part] = field(default_factory=list)
    chapters: list[Part] = field(default_factory=list)


def read_text(content: bytes, filename: str) -> Book:
    """Read a plain text. Raises NotABookError, NoTextError, TooLargeError over 20 MB."""
    if len(content) > MAX_TEXT_BYTES:
        raise TooLargeError
    lines = decode_text(content).split("\n")
    start, end = _boundaries(lines)
    header = gutenberg.read_header(lines[:start]) if start else {}
    book = _Text(
        title=tidy(header.get("title", "")) or PurePath(filename).stem.replace("_", " ").strip() or filename,
        author=tidy(header.get("author", "")) or None,
        stanzas=split_stanzas("\n".join(lines[start:end])),
    )
    _leave_boilerplate_out(book, lines, start, end)
    _leave_contents_out(book)
    _leave_title_page_out(book)
    _make_chapters(book)
    if not book.chapters:
        raise NoTextError
    return Book(
        title=book.title,
        authors=(book.author,) if book.author else (),
        language=_LANGUAGES.get(header.get("language", "").lower()),
        parts=(*book.skipped, *book.chapters),
        published=_RELEASE.sub("", header.get("release date", "")).strip() or None,
    )


def _boundaries(lines: list[str]) -> tuple[int, int]:
    """Find the lines between Project Gutenberg's header and licence."""
    start = next((i + 1 for i, line in enumerate(lines) if gutenberg.opens(line)), 0)
    end = next((i for i in range(start, len(lines)) if gutenberg.closes(lines[i])), len(lines))
    return start, end


def _leave_boilerplate_out(book: _Text, lines: list[str], start: int, end: int) -> None:
    removed = [*lines[:start], *lines[end:]]
    if start and book.stanzas and gutenberg.credits(book.stanzas[0].text):
        removed += book.stanzas.pop(0).lines
    _skip(book, gutenberg.BOILERPLATE, gutenberg.BOILERPLATE, "\n".join(removed))


def _leave_contents_out(book: _Text) -> None:
    """Leave a leading table of contents out: lines that come again as headings with text below them."""
    headings = find_headings(book.stanzas)
    keys = {heading_key(book.stanzas[i].text) for i in headings}
    leading = sorted(headings)[2] if len(headings) > 2 else len(book.stanzas)
    left_out = find_contents(book.stanzas, headings)
    left_out |= {i for i in range(leading) if i not in headings and is_contents(book.stanzas[i], keys)}
    names = {i for i, stanza in enumerate(book.stanzas) if i + 1 in left_out and _is_contents_title(stanza)}
    for i in sorted(left_out | names):
        _skip(book, CONTENTS.capitalize(), CONTENTS, book.stanzas[i].text)
    book.stanzas = [stanza for i, stanza in enumerate(book.stanzas) if i not in left_out | names]


def _leave_title_page_out(book: _Text) -> None:
    """Leave title and author out where they open the text and are known from its header."""
    author = fold(book.author or "")
    names = {fold(book.title), author, f"by {author}", "by", f"{fold(book.title)} by {author}"} - {""}
    while len(book.stanzas) > 1 and fold(book.stanzas[0].text) in names:
        _skip(book, TITLE_PAGE.capitalize(), TITLE_PAGE, book.stanzas.pop(0).text)


def _make_chapters(book: _Text) -> None:
    """Let a chapter begin at every heading; headings with nothing below them open the next chapter."""
    headings = find_headings(book.stanzas)
    title, paragraphs, begun = book.title, list[Paragraph](), False
    for i, stanza in enumerate(book.stanzas):
        if i not in headings:
            found = list(stanza.paragraphs())
            paragraphs += found
            begun = begun or bool(found)
            continue
        if begun:
            book.chapters.append(Part(title, tuple(paragraphs)))
            paragraphs, begun = [], False
        title = stanza.text
        paragraphs.append(Paragraph(speak_heading(stanza.text), ParagraphKind.HEADING))
    if paragraphs:
        book.chapters.append(Part(title, tuple(paragraphs)))


def _is_contents_title(stanza: Stanza) -> bool:
    return reason_by_title(stanza.text) == CONTENTS


def _skip(book: _Text, title: str, reason: str, text: str) -> None:
    text = tidy(text)
    if not speakable(text):
        return
    if book.skipped and (book.skipped[-1].title, book.skipped[-1].reason) == (title, reason):
        paragraphs = book.skipped.pop().paragraphs
        book.skipped.append(Part(title, (*paragraphs, Paragraph(text)), reason))
    else:
        book.skipped.append(Part(title, (Paragraph(text),), reason))
