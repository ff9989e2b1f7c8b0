"""The sample book."""

import zipfile
from pathlib import Path

import pytest

from ebookvoice.domain.book import Book
from functions.convert.readers.document import DocumentReader
from local.sample.build import build


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("sample") / "new" / "the-foghorn-library.epub")


@pytest.fixture(scope="module")
def book(sample: Path) -> Book:
    return DocumentReader().read(sample, sample.name)


def test_the_same_sources_give_the_same_bytes(sample: Path, tmp_path: Path) -> None:
    assert build(tmp_path / "again.epub").read_bytes() == sample.read_bytes()
    assert [path.name for path in tmp_path.iterdir()] == ["again.epub"]


def test_the_container_begins_as_an_epub_must(sample: Path) -> None:
    # EPUB OCF 3.3, 4.3: the media type stands at byte 38, uncompressed.
    assert sample.read_bytes()[30:58] == b"mimetypeapplication/epub+zip"
    with zipfile.ZipFile(sample) as archive:
        assert archive.testzip() is None


def test_three_chapters_are_read_and_the_rest_is_left_out_for_a_reason(book: Book) -> None:
    assert [chapter.title for chapter in book.chapters] == [
        "A Lighthouse with Nothing to Do",
        "One Page for Every Wave",
        "What the Sea Sent Back",
    ]
    assert {part.title for part in book.skipped} == {"Title page", "Imprint"}
    words = sum(len(p.text.split()) for chapter in book.chapters for p in chapter.paragraphs)
    assert 600 <= words <= 900


def test_the_book_says_who_and_what_it_is(book: Book) -> None:
    assert (book.title, book.authors, book.language) == ("The Foghorn Library", ("The eBookVoice authors",), "en-GB")
    assert book.publisher == "eBookVoice"
    assert book.description is not None
    assert book.cover is not None
    assert book.cover.media_type == "image/svg+xml"
