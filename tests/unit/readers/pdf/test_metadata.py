"""Title, authors and language, as far as people have written them."""

import pytest

from tests.unit.readers.pdf.conftest import Printed
from tests.unit.readers.pdf.prose import paragraphs
from tests.unit.readers.pdf.typesetting import Paragraph


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("The Long Way", "The Long Way"),
        ("Microsoft Word and Its Makers", "Microsoft Word and Its Makers"),
        ("Untitled Lives", "Untitled Lives"),
        ("Document of the Century", "Document of the Century"),
        ("Microsoft Word - draft.doc", "book"),
        ("Microsoft Word - draft 3", "book"),
        ("untitled", "book"),
        ("Document1", "book"),
        ("final_v2.indd", "book"),
        ("C:\\texts\\novel", "book"),
        ("…", "book"),
    ],
)
def test_titles(printed: Printed, written: str, title: str) -> None:
    assert printed([*map(Paragraph, paragraphs(1, 2))], title=written).title == title


@pytest.mark.parametrize(
    ("written", "authors"),
    [
        ("Ada Anders", ("Ada Anders",)),
        ("Ada Anders; Bo Berg", ("Ada Anders", "Bo Berg")),
        ("Ada Anders and Bo Berg", ("Ada Anders", "Bo Berg")),
        ("Anders, Ada", ("Anders, Ada",)),
        ("Administrator", ()),
        ("user@example.org", ()),
    ],
)
def test_authors(printed: Printed, written: str, authors: tuple[str, ...]) -> None:
    assert printed([*map(Paragraph, paragraphs(1, 2))], author=written).authors == authors


@pytest.mark.parametrize(
    ("written", "language"), [("de-CH", "de-CH"), ("en_GB", "en-GB"), ("", None), ("no language", None)]
)
def test_languages(printed: Printed, written: str, language: str | None) -> None:
    assert printed([*map(Paragraph, paragraphs(1, 2))], lang=written).language == language
