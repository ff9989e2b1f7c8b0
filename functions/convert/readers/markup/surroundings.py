"""What a content document needs of the others of its book."""

from collections.abc import Iterable
from typing import Protocol

from functions.convert.readers.markup.note_links import NoteLinks
from functions.convert.readers.structure.blocks import Block


class Shelf(Protocol):
    """Whatever finds the links of the other documents of a book."""

    def links_of(self, path: str) -> NoteLinks | None:
        """Find the links of the document at a path; None if there is none."""
        ...


class Frames(Protocol):
    """Whatever reads the documents that others show within themselves."""

    def show(self, path: str, href: str) -> Iterable[Block]:
        """Read what a frame of the document at `path` shows; nothing if that is no document of the book, or read."""
        ...
