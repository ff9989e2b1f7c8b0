"""The process that reads a document: `python -m functions.convert.reading_room SOURCE FILENAME DIRECTORY PARENT`.

It writes the book, and its cover, into the directory. On standard output it says in JSON {"cover": media type or null},
or {"refused": code, "message": sentence}; it ends with status 1 only for a fault of ours.
"""

import json
import sys
from pathlib import Path

from functions.convert.confined import confine
from functions.convert.reading_room.limits import BOUNDS


def main(source: Path, filename: str, directory: Path, parent: int) -> dict[str, str | None]:
    """Read a document within bounds; return what is to be told."""
    confine(BOUNDS, parent)
    # Only now: whatever these modules do is bounded too.
    from ebookvoice.domain.errors import BookRefusedError, TooComplexError

    try:
        return _read(source, filename, directory)
    except BookRefusedError as refusal:
        return {"refused": refusal.code, "message": str(refusal)}
    except (MemoryError, RecursionError):
        return {"refused": TooComplexError.code, "message": TooComplexError.message}


def _read(source: Path, filename: str, directory: Path) -> dict[str, str | None]:
    from functions.convert.readers.document import DocumentReader
    from functions.convert.reading_room.form import BOOK, COVER, write_book

    book = DocumentReader().read(source, filename)
    (directory / BOOK).write_bytes(write_book(book))
    if book.cover is None:
        return {"cover": None}
    (directory / COVER).write_bytes(book.cover.content)
    return {"cover": book.cover.media_type}


if __name__ == "__main__":
    source, filename, directory, parent = sys.argv[1:]
    sys.stdout.write(json.dumps(main(Path(source), filename, Path(directory), int(parent))))
