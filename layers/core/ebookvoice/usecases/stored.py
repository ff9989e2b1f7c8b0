"""Segments and chapters in the object store, opened lazily by those who make files of them."""

from collections.abc import Iterator

from ebookvoice.domain.book import Paragraph
from ebookvoice.domain.formats import ChapterCodec
from ebookvoice.domain.segment import Segment
from ebookvoice.ports.objects import ObjectStore
from ebookvoice.ports.records.chapters import FinishedChapter
from ebookvoice.ports.records.segments import SpokenSegment


class StoredSpeech:
    """Implements ports.binding.StoredSegment for a spoken segment."""

    def __init__(self, objects: ObjectStore, segment: SpokenSegment) -> None:
        self._objects = objects
        self._segment = segment

    def timings(self) -> bytes:
        return self._objects.read(self._segment.timings_key)

    def audio(self, offset: int) -> Iterator[bytes]:
        return self._objects.stream(self._segment.audio_key, offset)


class StoredChapter:
    """Implements ports.rendering.StoredChapter, and StoredSegment, for a mastered chapter."""

    def __init__(self, objects: ObjectStore, chapter: FinishedChapter, book: tuple[str, str]) -> None:
        self._objects = objects
        self._chapter = chapter
        self._book_key, self._book_etag = book
        self.title = chapter.title
        self.samples = chapter.samples

    @property
    def audio_bytes(self) -> int:
        return self.size(ChapterCodec.AAC)

    def paragraphs(self) -> tuple[Paragraph, ...]:
        chapter = self._chapter
        return read_paragraphs(self._objects, self._book_key, self._book_etag, chapter.text_offset, chapter.text_length)

    def timings(self) -> bytes:
        return self._objects.read(self._chapter.timings_key)

    def audio(self, offset: int = 0) -> Iterator[bytes]:
        return self.stream(ChapterCodec.AAC, offset)

    def size(self, codec: ChapterCodec) -> int:
        """Tell the bytes of an encoding."""
        return self._chapter.audio[codec].size

    def stream(self, codec: ChapterCodec, offset: int = 0) -> Iterator[bytes]:
        """Stream an encoding from byte `offset` on."""
        stored = self._chapter.audio[codec]
        return self._objects.stream(stored.key, offset, etag=stored.etag)


def read_paragraphs(objects: ObjectStore, key: str, etag: str, offset: int, length: int) -> tuple[Paragraph, ...]:
    """Read the paragraphs of consecutive lines of book.json."""
    lines = objects.read(key, etag=etag, offset=offset, length=length).split(b"\n")
    return tuple(p for line in lines for p in Segment.from_json(line.removesuffix(b",")).paragraphs)
