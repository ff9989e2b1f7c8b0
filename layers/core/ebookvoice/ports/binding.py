"""Mastered chapters → one audiobook."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from ebookvoice.domain.book import Cover


@dataclass(frozen=True, slots=True)
class ChapterMark:
    """A chapter of the finished book, its length in samples."""

    title: str
    samples: int


@dataclass(frozen=True, slots=True)
class Tags:
    """What the audiobook says of itself; `series_part` as it is counted there: `2`, `1.5`."""

    title: str
    authors: tuple[str, ...]
    narrator: str
    language: str | None = None
    publisher: str | None = None
    published: str | None = None
    description: str | None = None
    series: str | None = None
    series_part: str | None = None
    isbn: str | None = None


class StoredSegment(Protocol):
    """A segment (FLAC), or a chapter (.m4a), in the object store, opened lazily."""

    def timings(self) -> bytes:
        """Fetch its timings document."""
        ...

    def audio(self, offset: int) -> Iterator[bytes]:
        """Stream its audio from byte `offset` on."""
        ...


class Binder(Protocol):
    """Makes the audiobook as a stream: its memory does not grow with the book."""

    def bind(
        self, tags: Tags, cover: Cover | None, chapters: Iterable[ChapterMark], parts: Iterable[StoredSegment]
    ) -> Iterator[bytes]:
        """Yield the bytes of the M4B in order. `parts`, which are mastered, is walked twice: for timings, for audio."""
        ...
