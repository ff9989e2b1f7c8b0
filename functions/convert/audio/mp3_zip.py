"""The chapters as MP3 → one ZIP that can be unpacked into Audiobookshelf's library."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from ebookvoice.domain.book import Cover
from ebookvoice.ports.assembling import ChapterFile
from ebookvoice.ports.binding import Tags
from ebookvoice.usecases.archive import Entry, zipped
from functions.convert.audio.exactly import exactly
from functions.convert.audio.opf import opf
from functions.convert.audio.shelf import book_folder, chapter_name

_UNDATED = datetime(1980, 1, 1, tzinfo=UTC)
"""Where the time of ZIP begins: the same audio makes the same file."""

_COVERS = {"image/jpeg": "cover.jpg", "image/png": "cover.png"}


class Mp3Zip:
    """Implements Packer. Holds a block at a time; nothing is compressed, for MP3 and JPEG are already."""

    def pack(self, tags: Tags, cover: Cover | None, chapters: Sequence[ChapterFile]) -> Iterator[bytes]:
        """Yield the ZIP: the cover, metadata.opf, and the chapters in order.

        Raises BindingError for a file that has not as many bytes as it was said to have.
        """
        return zipped(_entries(tags, cover, chapters))


def _entries(tags: Tags, cover: Cover | None, chapters: Sequence[ChapterFile]) -> Iterator[Entry]:
    folder = book_folder(tags)
    if cover is not None and cover.media_type in _COVERS:
        yield _entry(f"{folder}/{_COVERS[cover.media_type]}", cover.content)
    yield _entry(f"{folder}/metadata.opf", opf(tags))
    for number, chapter in enumerate(chapters, 1):
        path = f"{folder}/{chapter_name(number, len(chapters), chapter.title)}"
        yield Entry(path, _UNDATED, chapter.size, exactly(chapter.size, chapter.blocks()), packed=True)


def _entry(path: str, content: bytes) -> Entry:
    return Entry(path, _UNDATED, len(content), [content], packed=True)
