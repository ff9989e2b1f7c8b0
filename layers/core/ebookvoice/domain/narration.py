"""A book as it will be spoken: which parts, under which titles, with which notes, pronounced how."""

from ebookvoice.domain.book import Book
from ebookvoice.domain.choice import Choice, NothingChosenError
from ebookvoice.domain.errors import NoTextError
from ebookvoice.domain.noting import apply_notes
from ebookvoice.domain.pronunciation import pronounce
from ebookvoice.domain.selection import select


def choose(book: Book, choice: Choice) -> Book:
    """Make the book that will be spoken. Raises UnknownPartError, NothingChosenError, NoTextError."""
    selected = select(book, choice)
    if not selected.characters:
        raise NothingChosenError if book.characters else NoTextError
    return pronounce(apply_notes(selected, choice.notes), choice.pronunciations)
