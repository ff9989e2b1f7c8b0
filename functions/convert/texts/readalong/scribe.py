"""An edition → an EPUB that is read along with what is heard."""

import logging
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from ebookvoice.domain.documents import DocumentKind
from ebookvoice.domain.errors import UploadChangedError
from ebookvoice.ports.rendering import Document, Edition, StoredChapter
from functions.convert.audio.chapter import NarratedChapter
from functions.convert.texts.narrated import narrated
from functions.convert.texts.original.errors import UnfitError
from functions.convert.texts.original.room import members
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

logger = logging.getLogger(__name__)

_FOLDER = "EPUB"
_MIMETYPE = b"application/epub+zip"


class ReadalongScribe:
    """Implements Scribe: the book with its chapters' audio and overlays, as a stream.

    An EPUB 3 keeps its layout, pictures and styles, if all of its chapters are found in it; else, and for documents of
    any other kind, the book is made of its text, so that no chapter goes without an overlay.
    """

    def write(self, edition: Edition) -> Iterator[Document]:
        """Yield the EPUB; see Scribe. A copy of the original lies on the disk meanwhile."""
        yield Document(DocumentKind.READALONG, _blocks(edition))


def _blocks(edition: Edition) -> Iterator[bytes]:
    with ExitStack() as stack:
        original = _original(edition, stack)
        yield from zip_stream(_members(edition) if original is None else original, edition.made_at)


def _original(edition: Edition, stack: ExitStack) -> Iterator[Member] | None:
    """Have what is narrated found in the original; None if it isn't there, or not fit."""
    if edition.source is None:
        return None
    directory = Path(stack.enter_context(TemporaryDirectory()))
    try:
        return members(edition, edition.source(directory), directory)
    except (UnfitError, UploadChangedError) as error:
        logger.info("read-along made of the text", extra={"reason": str(error)})
        return None


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
