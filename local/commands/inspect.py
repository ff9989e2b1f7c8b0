"""`ebookvoice inspect`: what a book would become, without starting the cloud."""

import os
from dataclasses import dataclass
from pathlib import Path

from ebookvoice.domain.book import Book
from ebookvoice.domain.choice import Choice
from ebookvoice.domain.narration import choose
from ebookvoice.domain.plan import Plan, make_plan
from functions.convert.reading_room.room import ReadingRoom
from functions.convert.speech.catalogue import default_voice
from local.ending import UsageError


@dataclass(frozen=True, slots=True)
class Inspected:
    """A book as it would be spoken, and its plan."""

    plan: Plan
    book: Book


def inspect(path: Path, choice: Choice) -> Inspected:
    """Read a document and apply a choice. Raises UsageError, and a BookRefusedError as a conversion would end with."""
    if not path.is_file():
        raise UsageError(f"there is no file {path}")
    if not os.access(path, os.R_OK):
        raise UsageError(f"{path} can't be read")
    book = ReadingRoom().read(path, path.name)
    return Inspected(make_plan(book, choice, default_voice(book.language)), choose(book, choice))
