"""A book as JSON, and back: the form in which it leaves the room. The cover's bytes go beside it."""

import json
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from ebookvoice.domain.book import Book, Note, NoteMark, Paragraph, ParagraphKind, Part, Saying

T = TypeVar("T")

BOOK = "book.json"
COVER = "cover"
"""Where they lie in the directory that the room is given."""


class FormError(ValueError):
    """The bytes are not a book in this form."""


def write_book(book: Book) -> bytes:
    """Write all of a book but its cover."""
    form = {
        "title": book.title,
        "authors": book.authors,
        "parts": [_write_part(part) for part in book.parts],
        "notes": {key: _write_note(note) for key, note in book.notes.items()},
        "language": book.language,
        "publisher": book.publisher,
        "published": book.published,
        "description": book.description,
        "series": book.series,
        "series_part": book.series_part,
        "isbn": book.isbn,
    }
    return json.dumps(form, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def read_book(content: bytes) -> Book:
    """Read what `write_book` wrote, and nothing else. Raises FormError."""
    try:
        form = json.loads(content.decode("utf-8", "surrogatepass"))
        return Book(
            title=_exactly(str, form["title"]),
            authors=tuple(_exactly(str, author) for author in form["authors"]),
            parts=_read(form["parts"], _read_part),
            notes={key: _read_note(note) for key, note in form["notes"].items()},
            language=_optional(form["language"]),
            publisher=_optional(form["publisher"]),
            published=_optional(form["published"]),
            description=_optional(form["description"]),
            series=_optional(form["series"]),
            series_part=_optional(form["series_part"]),
            isbn=_optional(form["isbn"]),
        )
    except (AttributeError, KeyError, RecursionError, TypeError, ValueError) as error:
        raise FormError from error


def _write_part(part: Part) -> dict[str, Any]:
    return {"title": part.title, "paragraphs": _write_paragraphs(part.paragraphs), "reason": part.reason}


def _write_note(note: Note) -> dict[str, Any]:
    return {"paragraphs": _write_paragraphs(note.paragraphs), "listed": note.listed}


def _write_paragraphs(paragraphs: Iterable[Paragraph]) -> list[list[Any]]:
    """Write paragraphs as rows in the order of their fields; a book has thousands of them."""
    return [[p.text, p.kind, p.language, p.sayings, p.notes] for p in paragraphs]


def _read_part(form: dict[str, Any]) -> Part:
    return Part(_exactly(str, form["title"]), _read(form["paragraphs"], _read_paragraph), _optional(form["reason"]))


def _read_note(form: dict[str, Any]) -> Note:
    return Note(_read(form["paragraphs"], _read_paragraph), _exactly(bool, form["listed"]))


def _read_paragraph(row: list[Any]) -> Paragraph:
    text, kind, language, sayings, notes = row
    return Paragraph(
        text=_exactly(str, text),
        kind=ParagraphKind(kind),
        language=_optional(language),
        sayings=_read(sayings, _read_saying),
        notes=_read(notes, _read_mark),
    )


def _read_saying(row: list[Any]) -> Saying:
    start, end, spoken, alphabet = row
    return Saying(_exactly(int, start), _exactly(int, end), _exactly(str, spoken), _optional(alphabet))


def _read_mark(row: list[Any]) -> NoteMark:
    position, key = row
    return NoteMark(_exactly(int, position), _exactly(str, key))


def _read(rows: Any, read: Callable[[Any], T]) -> tuple[T, ...]:
    return tuple(read(row) for row in _exactly(list, rows))


def _exactly(kind: type[T], value: Any) -> T:
    if type(value) is not kind:
        raise FormError(f"{type(value).__name__} in place of {kind.__name__}")
    return value


def _optional(value: Any) -> str | None:
    return None if value is None else _exactly(str, value)
