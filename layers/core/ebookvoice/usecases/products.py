"""The files of an audiobook, one for each format that was asked for, each as a stream."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Self

from ebookvoice.domain.book import Cover
from ebookvoice.domain.documents import DOCUMENT_TYPES
from ebookvoice.domain.feed import COVER_TYPES
from ebookvoice.domain.formats import COVER, METADATA, ChapterCodec, Format
from ebookvoice.ports.assembling import ChapterFile, Workshop
from ebookvoice.ports.binding import ChapterMark, Tags
from ebookvoice.ports.records.assemblies import AssemblyTask
from ebookvoice.ports.rendering import Edition
from ebookvoice.usecases.stored import StoredChapter


@dataclass(frozen=True, slots=True)
class Master:
    """All that an audiobook is made from; `source` fetches the upload, if a format has need of it (see Edition)."""

    task: AssemblyTask
    tags: Tags
    cover: Cover | None
    chapters: Sequence[StoredChapter]
    source: Callable[[Path], Path] | None

    @property
    def marks(self) -> list[ChapterMark]:
        """List the chapters by title and length."""
        return [ChapterMark(chapter.title, chapter.samples) for chapter in self.chapters]

    @property
    def edition(self) -> Edition:
        """Make the edition that documents are written from."""
        task = self.task
        return Edition(task.job_id, task.created_at, self.tags, self.chapters, self.cover, self.source)

    def files(self, codec: ChapterCodec) -> list[ChapterFile]:
        """List the chapters' files of an encoding."""
        return [ChapterFile(c.title, c.size(codec), partial(c.stream, codec)) for c in self.chapters]


@dataclass(frozen=True, slots=True)
class Product:
    """A file about to be made; `suffix` is what its name ends with."""

    format: str
    suffix: str
    content_type: str
    blocks: Iterable[bytes]

    @classmethod
    def of_metadata(cls, content: bytes) -> Self:
        """Make the file that tells of all the others."""
        return cls(METADATA, ".metadata.json", "application/json", [content])


def products(master: Master, workshop: Workshop) -> Iterator[Product]:
    """Begin each file in turn; its blocks are to be taken before the next is asked for.

    They come in the order of Format, whatever the order in which they were asked for: the first one stands for the
    audiobook where only one file is shown. The cover is last: feeds show it when the working copies are gone.
    """
    for format_ in Format:
        if format_ in master.task.formats:
            yield from _products_of(format_, master, workshop)
    if master.cover is not None and (kind := COVER_TYPES.get(master.cover.media_type)):
        yield Product(COVER, kind.suffix, kind.content_type, [master.cover.content])


def _products_of(format_: Format, master: Master, workshop: Workshop) -> Iterator[Product]:
    match format_:
        case Format.M4B:
            blocks = workshop.binder.bind(master.tags, master.cover, master.marks, master.chapters)
            yield Product(format_, ".m4b", "audio/mp4", blocks)
        case Format.MP3:
            blocks = workshop.packer().pack(master.tags, master.cover, master.files(ChapterCodec.MP3))
            yield Product(format_, ".mp3.zip", "application/zip", blocks)
        case Format.OPUS:
            files = (chapter.blocks() for chapter in master.files(ChapterCodec.OPUS))
            rate = master.task.sample_rate
            blocks = workshop.joiner().join(master.tags, master.cover, master.marks, rate, files)
            yield Product(format_, ".opus", "audio/ogg", blocks)
        case Format.CAPTIONS | Format.READALONG | Format.TRANSCRIPT:
            for document in workshop.scribe(format_).write(master.edition):
                kind = DOCUMENT_TYPES[document.kind]
                yield Product(document.kind, kind.suffix, kind.content_type, document.blocks)
