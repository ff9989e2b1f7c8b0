"""The parts that a listener wants, under the titles that they want."""

import re
from collections.abc import Iterable
from dataclasses import replace

from ebookvoice.domain.book import Book, NoteMark, Paragraph, ParagraphKind, Part
from ebookvoice.domain.choice import Choice, numbered
from ebookvoice.domain.errors import UnknownPartError

NOT_CHOSEN = "not chosen"

_WORDS = re.compile(r"[^\W_]+")
_ROMAN = re.compile(r"[ivxlcdm]+")


def check_parts(known: Iterable[str], choice: Choice) -> None:
    """Raise UnknownPartError if a choice names a part that is not among those known."""
    if not {*(choice.parts or ()), *choice.titles} <= set(known):
        raise UnknownPartError


def select(book: Book, choice: Choice) -> Book:
    """Take the parts that are chosen, under the titles that are; every other one keeps its reason, or gets one.

    Raises UnknownPartError.
    """
    named = numbered(book)
    check_parts((part_id for part_id, _ in named), choice)
    chosen = None if choice.parts is None else frozenset(choice.parts)
    parts = (_titled(_chosen(part, part_id, chosen), choice.titles.get(part_id, "")) for part_id, part in named)
    return replace(book, parts=tuple(parts))


def _chosen(part: Part, part_id: str, chosen: frozenset[str] | None) -> Part:
    if chosen is None:
        return part
    if part_id in chosen:
        return replace(part, reason=None)
    return replace(part, reason=part.reason or NOT_CHOSEN)


def _titled(part: Part, title: str) -> Part:
    """Give a part another title, if there is one; the headings that say the old one say the new one."""
    title = " ".join(title.split())
    if not title:
        return part
    count = _headings_of(part)
    if not count:
        return replace(part, title=title)
    marks = tuple(NoteMark(len(title), mark.key) for heading in part.paragraphs[:count] for mark in heading.notes)
    heading = Paragraph(title, ParagraphKind.HEADING, notes=marks)
    return replace(part, title=title, paragraphs=(heading, *part.paragraphs[count:]))


def _headings_of(part: Part) -> int:
    """Count the headings at the beginning of a part that together say its title."""
    title = _words(part.title)
    said: list[str] = []
    for count, paragraph in enumerate(part.paragraphs, start=1):
        if paragraph.kind is not ParagraphKind.HEADING or len(said) >= len(title):
            break
        said += _words(paragraph.text)
        if len(said) == len(title) and all(map(_same, title, said)):
            return count
    return 0


def _words(text: str) -> list[str]:
    return _WORDS.findall(text.casefold())


def _same(written: str, said: str) -> bool:
    """Tell whether a heading says a word of the title; a Roman numeral is said as a number."""
    return written == said or bool(said.isdecimal() and _ROMAN.fullmatch(written))
