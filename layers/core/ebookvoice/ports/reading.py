"""Document → Book."""

from pathlib import Path
from typing import Protocol

from ebookvoice.domain.book import Book


class BookReader(Protocol):
    """Reads a document of any supported format."""

    def read(self, path: Path, filename: str) -> Book:
        """Read the document at `path`; `filename` (the owner's name for it) only serves as the title of last resort.

        Raises a BookRefusedError for whatever can't be read.
        """
        ...
