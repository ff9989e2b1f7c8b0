"""Mastered chapters → the files of an audiobook that are made of its sound."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from ebookvoice.domain.book import Cover
from ebookvoice.domain.formats import Format
from ebookvoice.ports.binding import Binder, ChapterMark, Tags
from ebookvoice.ports.rendering import Scribe


class Joiner(Protocol):
    """Makes one Opus file of the chapters' files."""

    def join(
        self,
        tags: Tags,
        cover: Cover | None,
        chapters: Sequence[ChapterMark],
        sample_rate: int,
        files: Iterable[Iterable[bytes]],
    ) -> Iterator[bytes]:
        """Yield the bytes of the book in order; the chapters' lengths are in samples of `sample_rate`."""
        ...


@dataclass(frozen=True, slots=True)
class ChapterFile:
    """A chapter's finished file, `size` bytes, opened when its blocks are asked for."""

    title: str
    size: int
    blocks: Callable[[], Iterable[bytes]]


class Packer(Protocol):
    """Packs the chapters' MP3 files into one archive."""

    def pack(self, tags: Tags, cover: Cover | None, chapters: Sequence[ChapterFile]) -> Iterator[bytes]:
        """Yield the bytes of the archive in order."""
        ...


class Workshop(NamedTuple):
    """All that the formats of an audiobook are made with; a scribe is made only for a format that is asked for."""

    binder: Binder
    packer: Callable[[], Packer]
    joiner: Callable[[], Joiner]
    scribe: Callable[[Format], Scribe]
