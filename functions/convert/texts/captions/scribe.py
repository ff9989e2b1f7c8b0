"""All captions of an audiobook in one archive."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from ebookvoice.domain.documents import DocumentKind
from ebookvoice.domain.filenames import chapter_filename, filename
from ebookvoice.ports.binding import Tags
from ebookvoice.ports.rendering import Document, Edition
from ebookvoice.usecases.archive import Entry, zipped
from functions.convert.audio.chapter import NarratedChapter
from functions.convert.texts.captions.cues import cues
from functions.convert.texts.captions.lrc import lines, lrc
from functions.convert.texts.captions.srt import srt
from functions.convert.texts.captions.vtt import vtt
from functions.convert.texts.narrated import narrated

CHAPTERS = "chapters"

_Writer = Callable[[Tags, str, Iterable[NarratedChapter]], Iterator[str]]

_WRITERS: dict[str, _Writer] = {
    ".vtt": lambda _tags, _title, chapters: vtt(cues(chapters)),
    ".srt": lambda _tags, _title, chapters: srt(cues(chapters)),
    ".lrc": lambda tags, title, chapters: lrc(tags, title, lines(chapters)),
}


class CaptionsScribe:
    """Implements Scribe: a ZIP with captions of the whole book, for the M4B, and below chapters/ of each chapter.

    A chapter's begin at 0, for the chapters' own files. The book is walked through once for each of its own files and
    once for those of the chapters.
    """

    def write(self, edition: Edition) -> Iterator[Document]:
        """Yield the archive; see Scribe."""
        yield Document(DocumentKind.CAPTIONS, zipped(_entries(edition)))


def _entries(edition: Edition) -> Iterator[Entry]:
    tags, count = edition.tags, len(edition.chapters)
    for suffix, write in _WRITERS.items():
        yield _entry(edition, filename(tags.title, suffix), write(tags, tags.title, narrated(edition)))
    for chapter in narrated(edition):
        alone = replace(chapter, start=0)
        for suffix, write in _WRITERS.items():
            name = chapter_filename(chapter.number, count, chapter.title, suffix)
            yield _entry(edition, f"{CHAPTERS}/{name}", write(tags, chapter.title, [alone]))


def _entry(edition: Edition, path: str, texts: Iterator[str]) -> Entry:
    return Entry(path, edition.made_at, 0, (text.encode("utf-8", "replace") for text in texts))
