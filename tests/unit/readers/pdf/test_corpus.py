"""Real PDFs that nobody here has written."""

import time
from pathlib import Path

import pytest

from ebookvoice.domain.book import Book
from ebookvoice.domain.errors import BookRefusedError
from functions.convert.readers.pdf.reader import read_pdf


@pytest.fixture
def corpus() -> Path:
    """Find real documents beside the repository; skip where there are none."""
    folder = Path(__file__).parents[4].parent / "shared" / "corpus" / "pdf"
    if not folder.is_dir():
        pytest.skip("no corpus beside the repository")
    return folder


def spoken(book: Book) -> str:
    return " ".join(paragraph.text for chapter in book.chapters for paragraph in chapter.paragraphs)


def test_columns_of_a_real_page(corpus: Path) -> None:
    book = read_pdf(corpus / "multicolumn.pdf", "multicolumn.pdf")

    text = spoken(book)
    assert "Quisque ullamcorper placerat ipsum. Cras nibh. Morbi vel justo" in text
    assert "Donec nonummy pellentesque ante" in text, "from the foot of one column to the head of the next"
    assert "Austria, 8.9, 83,879, Vienna, German" in text


def test_ligatures_without_a_map(corpus: Path) -> None:
    assert "signifier" in spoken(read_pdf(corpus / "issue918.pdf", "issue918.pdf"))


def test_an_outline_that_differs_from_the_headings(corpus: Path) -> None:
    book = read_pdf(corpus / "mistitled_outlines_example.pdf", "x.pdf")

    assert [chapter.title for chapter in book.chapters][:2] == ["First", "Second"]
    assert "table of contents" in {part.reason for part in book.skipped}


def test_every_document_is_read_or_refused(corpus: Path) -> None:
    codes: dict[str, list[str]] = {}
    slow: list[str] = []
    paths = sorted(corpus.glob("*.pdf"))
    for path in paths:
        started = time.process_time()
        try:
            read_pdf(path, path.name)
        except BookRefusedError as error:
            codes.setdefault(error.code, []).append(path.name)
        if time.process_time() - started > 5:
            slow.append(path.name)

    assert len(paths) > 100
    assert slow == []
    assert codes.keys() <= {"no_text", "no_text_layer", "password_protected", "corrupt"}
    assert sum(map(len, codes.values())) < len(paths) / 2
    assert "scan-bad.pdf" in codes["no_text_layer"]
    assert "libreoffice-writer-password.pdf" in codes["password_protected"]
