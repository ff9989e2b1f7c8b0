"""An edition → an EPUB that is read along with what is heard."""

from collections.abc import Iterator

from ebookvoice.domain.documents import DocumentKind
from ebookvoice.ports.rendering import Document, Edition, StoredChapter
from functions.convert.audio.chapter import NarratedChapter
from functions.convert.texts.narrated import narrated
from functions.convert.texts.readalong import package
from functions.convert.texts.readalong.package import Bound
from functions.convert.texts.readalong.pages import (
    CSS,
    STYLESHEET,
    chapter_page,
    clips,
    navigation_page,
    overlay,
)
from functions.convert.texts.readalong.paragraphs import Passage
from functions.convert.texts.readalong.zipping import Member, deflated, stored, streamed, zip_stream
from functions.convert.texts.sentences import sentences

_FOLDER = "EPUB"
_MIMETYPE = b"application/epub+zip"


class ReadalongScribe:
    """Implements Scribe: the book with its chapters' audio and an overlay for each, as a stream."""

    def write(self, edition: Edition) -> Iterator[Document]:
        """Yield the EPUB; see Scribe."""
        yield Document(DocumentKind.READALONG, zip_stream(_members(edition), edition.made_at))


def _members(edition: Edition) -> Iterator[Member]:
    # The first one, plain and by this name: that is how an EPUB is known by its bytes (OCF, 4.3).
    yield stored("mimetype", _MIMETYPE)
    yield deflated("META-INF/container.xml", package.CONTAINER)
    bound = list[Bound]()
    for chapter, source in zip(narrated(edition), edition.chapters, strict=True):
        yield from _chapter(edition, chapter, source, bound)
    title, language = edition.tags.title, edition.tags.language
    contents = [(chapter.page, chapter.title.strip() or chapter.name) for chapter in bound]
    yield deflated(f"{_FOLDER}/{package.NAVIGATION}", navigation_page(title, language, contents))
    yield deflated(f"{_FOLDER}/{STYLESHEET}", CSS)
    if edition.cover is not None and edition.cover.media_type in package.COVERS:
        yield stored(f"{_FOLDER}/{package.COVERS[edition.cover.media_type]}", edition.cover.content)
    yield deflated(f"{_FOLDER}/package.opf", package.package(edition, bound))


def _chapter(edition: Edition, chapter: NarratedChapter, source: StoredChapter, bound: list[Bound]) -> Iterator[Member]:
    """Write the files of a chapter, and add it to those that are bound."""
    timings = chapter.timings
    passages = [Passage(number, chapter.paragraphs[number], spoken) for number, spoken in sentences(chapter)]
    name = f"chapter{chapter.number}"
    played = clips(passages, f"../audio/{name}.m4a", timings.samples, timings.sample_rate)
    placed = Bound(name, chapter.title, timings.samples / timings.sample_rate if played else 0)
    bound.append(placed)
    page = chapter_page(chapter.title, edition.tags.language, passages)
    yield deflated(f"{_FOLDER}/{placed.page}", page)
    if played:
        yield deflated(f"{_FOLDER}/{placed.overlay}", overlay(f"../{placed.page}", played))
        yield streamed(f"{_FOLDER}/{placed.audio}", source.audio_bytes, source.audio)
