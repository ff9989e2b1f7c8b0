"""Mastered chapters → the files of an audiobook that are made of its text."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol
from uuid import UUID

from ebookvoice.domain.book import Cover, Paragraph
from ebookvoice.domain.documents import DocumentKind
from ebookvoice.ports.binding import Tags


class StoredChapter(Protocol):
    """A mastered chapter in the object store, opened lazily; `audio_bytes` is the size of its .m4a."""

    @property
    def title(self) -> str: ...

    @property
    def audio_bytes(self) -> int: ...

    def paragraphs(self) -> Sequence[Paragraph]:
        """Fetch the chapter's text as it was given to be spoken."""
        ...

    def timings(self) -> bytes:
        """Fetch the chapter's timings document (functions/convert/audio/chapter.py)."""
        ...

    def audio(self) -> Iterator[bytes]:
        """Stream the chapter's .m4a."""
        ...


@dataclass(frozen=True, slots=True)
class Edition:
    """An audiobook with all of its chapters, in order.

    `id` names it for good and `made_at` (UTC) is when its conversion was asked for: of the same edition the same bytes
    are made. `source` fetches the document that the book was read from into a directory and raises UploadChangedError
    if it is gone; None where it isn't wanted.
    """

    id: UUID
    made_at: datetime
    tags: Tags
    chapters: Sequence[StoredChapter]
    cover: Cover | None = None
    source: Callable[[Path], Path] | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A file about to be written: whoever has taken all `blocks` has it whole."""

    kind: DocumentKind
    blocks: Iterator[bytes]


class Scribe(Protocol):
    """Writes the files of one format. Its memory grows with the longest chapter, not with the book."""

    def write(self, edition: Edition) -> Iterator[Document]:
        """Yield the files one by one; the blocks of each are to be taken before the next is asked for.

        The blocks raise TimingsUnreadableError or BindingError for chapters whose text and timings don't fit together.
        """
        ...
