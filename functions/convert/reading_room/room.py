"""Documents are read in a process of their own: whatever a file does to its reader, the function lives on."""

import json
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from aws_lambda_powertools import Logger

from ebookvoice.domain.book import Book, Cover
from ebookvoice.domain.errors import (
    BookRefusedError,
    CorruptBookError,
    EncryptedBookError,
    NotABookError,
    NoTextError,
    NoTextLayerError,
    PasswordProtectedError,
    TooComplexError,
    TooLargeError,
    UnsupportedFormatError,
)
from functions.convert.reading_room.form import BOOK, COVER, read_book
from functions.convert.reading_room.limits import BOUNDS
from functions.convert.sealed import ProgramBrokenError, Run, run_sealed

logger = Logger(child=True)

_MODULE = "functions.convert.reading_room"

_REFUSALS: dict[str, type[BookRefusedError]] = {
    refusal.code: refusal
    for refusal in (
        CorruptBookError,
        EncryptedBookError,
        NoTextError,
        NoTextLayerError,
        NotABookError,
        PasswordProtectedError,
        TooComplexError,
        TooLargeError,
        UnsupportedFormatError,
    )
}


@dataclass(frozen=True, slots=True)
class Visit:
    """What came of a document, and what it took."""

    outcome: Book | BookRefusedError
    run: Run


class ReadingRoom:
    """Reads each document in a new process, which has bounded memory and time, and none of our secrets.

    It is a BookReader of ebookvoice.ports.reading.
    """

    def read(self, path: Path, filename: str) -> Book:
        """Read the document at `path`; `filename` is only used as the title of last resort.

        Raises a BookRefusedError for whatever can't be read, ProgramBrokenError for a fault of ours.
        """
        outcome = self.visit(path, filename).outcome
        if isinstance(outcome, BookRefusedError):
            raise outcome
        return outcome

    def visit(self, path: Path, filename: str) -> Visit:
        """Read a document, and tell what it took. Raises ProgramBrokenError."""
        with tempfile.TemporaryDirectory() as name:
            directory = Path(name)
            run = run_sealed(_MODULE, [str(path), filename, name], BOUNDS)
            return Visit(_outcome(run, directory), run)


def _outcome(run: Run, directory: Path) -> Book | BookRefusedError:
    if run.killed:
        logger.warning("document killed its reader", extra={"reason": run.killed, "memory": run.memory})
        return TooComplexError()
    try:
        return _told(json.loads(run.output), directory)
    except (OSError, ValueError) as error:
        raise ProgramBrokenError(f"what it said can't be understood: {error}") from error


def _told(answer: Any, directory: Path) -> Book | BookRefusedError:
    match answer:
        case {"refused": str(code), "message": str(message)} if code in _REFUSALS:
            return _REFUSALS[code](message)
        case {"cover": None}:
            return read_book((directory / BOOK).read_bytes())
        case {"cover": str(media_type)}:
            book = read_book((directory / BOOK).read_bytes())
            return replace(book, cover=Cover((directory / COVER).read_bytes(), media_type))
    raise ValueError(answer)
