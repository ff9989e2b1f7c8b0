"""Real books that nobody here has written."""

import re
import time
import zipfile
from pathlib import Path

import pytest

from ebookvoice.domain.book import Book
from ebookvoice.domain.errors import BookRefusedError
from tests.unit.readers.epubs import read, spoken


def independent_words(path: Path, pattern: str) -> int:
    """Count the words of a book's chapter files with nothing but regular expressions."""
    count = 0
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if re.search(pattern, name):
                body = re.sub(r"(?s)<head.*?</head>|<a [^>]*noteref.*?</a>", "", archive.read(name).decode())
                count += len(re.sub(r"<[^>]+>", "", body).split())
    return count


def words(book: Book) -> int:
    return len(spoken(book).split())


def test_the_time_machine(corpus: Path) -> None:
    path = corpus / "novels" / "h-g-wells_the-time-machine.epub"
    book = read(path)

    assert (book.title, book.authors, book.language) == ("The Time Machine", ("H. G. Wells",), "en-GB")
    titles = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "Epilogue"]
    assert [chapter.title for chapter in book.chapters] == titles
    assert [chapter.paragraphs[0].text for chapter in book.chapters] == [*map(str, range(1, 13)), "Epilogue"]
    assert {skipped.reason for skipped in book.skipped} == {
        *("title page", "imprint", "endnotes", "colophon", "copyright page")
    }
    assert book.cover is not None
    assert book.cover.media_type == "image/svg+xml"
    assert words(book) == pytest.approx(independent_words(path, r"/(chapter-\d+|epilogue)\.xhtml$"), rel=0.01)


def test_pride_and_prejudice(corpus: Path) -> None:
    path = corpus / "novels" / "jane-austen_pride-and-prejudice.epub"
    started = time.process_time()
    book = read(path)
    taken = time.process_time() - started

    assert len(book.chapters) == 61
    assert [chapter.paragraphs[0].text for chapter in book.chapters] == [str(number) for number in range(1, 62)]
    assert words(book) == pytest.approx(independent_words(path, r"/chapter-\d+\.xhtml$"), rel=0.01)
    assert taken < 1


def test_every_other_book_is_read_or_refused(corpus: Path) -> None:
    paths = sorted([*(corpus / "epubcheck").glob("*.epub"), *(corpus / "epub3-samples").glob("*.epub")])
    refused: dict[str, BookRefusedError] = {}
    slow: list[str] = []
    for path in paths:
        started = time.process_time()
        try:
            assert read(path).characters > 0
        except BookRefusedError as error:
            refused[path.name] = error
        if time.process_time() - started > 5:
            slow.append(path.name)

    assert len(paths) > 200
    assert slow == []
    assert [name for name, error in refused.items() if name.endswith("-valid.epub") and error.code != "no_text"] == []
    assert [name for name in refused if (corpus / "epub3-samples" / name).exists()] == ["svg-in-spine.epub"]
    assert {error.code for error in refused.values()} == {"no_text", "not_a_book", "corrupt", "encrypted"}


def test_footnotes_of_a_real_book_are_left_out(corpus: Path) -> None:
    book = read(corpus / "epub3-samples" / "wasteland.epub")

    assert [chapter.title for chapter in book.chapters[1:]] == [
        "I. THE BURIAL OF THE DEAD",
        "II. A GAME OF CHESS",
        "III. THE FIRE SERMON",
        "IV. DEATH BY WATER",
        "V. WHAT THE THUNDER SAID",
    ]
    assert "Son of man, You" in spoken(book).replace("\n", " ")
    assert "Ezekiel" not in spoken(book)
