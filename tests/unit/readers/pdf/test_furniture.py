"""Headers, footers and page numbers go; numbers and titles of the text stay."""

import pytest

from ebookvoice.domain.book import Book
from tests.unit.readers.pdf.conftest import Printed
from tests.unit.readers.pdf.prose import paragraphs
from tests.unit.readers.pdf.typesetting import Design, Paragraph, heading

ROMAN = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"]


def spoken(book: Book) -> list[str]:
    return [paragraph.text for chapter in book.chapters for paragraph in chapter.paragraphs]


def test_a_year_at_the_end_of_a_page_stays(printed: Printed) -> None:
    pages = [[*paragraphs(number, 2), "And so it was that it all ended in 1945"] for number in range(5)]
    written = [Paragraph(text, page_break=i == 0) for texts in pages for i, text in enumerate(texts)]

    assert spoken(printed(written, Design(footer=str))).count("And so it was that it all ended in 1945") == 5


def test_a_year_that_a_page_break_parts_from_its_sentence_stays(printed: Printed) -> None:
    filling = " ".join(["and then they went"] * 200)
    written = [*map(Paragraph, paragraphs(3, 3)), Paragraph(f"{filling} until it all ended in 1945.")]

    for width in range(396, 404):
        texts = spoken(printed(written, Design(width=width, footer=str)))
        assert texts[-1].endswith("until it all ended in 1945.")


@pytest.mark.parametrize("size", [11.0, 16.0])
def test_chapter_numbers_that_stand_alone_stay(printed: Printed, size: float) -> None:
    written = []
    for number in range(1, 7):
        written += [heading(str(number), size), *map(Paragraph, paragraphs(number, 4))]

    book = printed(written, Design(footer=str))

    assert [chapter.title for chapter in book.chapters] == list("123456")
    assert [chapter.paragraphs[0].text for chapter in book.chapters] == list("123456")


def test_headings_at_the_top_of_pages_stay_beside_headers(printed: Printed) -> None:
    written = []
    for number in range(1, 8):
        written += [heading(f"Chapter {number}", size=11.5), *map(Paragraph, paragraphs(number, 12))]

    book = printed(written, Design(header=lambda page: "THE LONG TITLE" if page % 2 else "ADA ANDERS", footer=str))

    assert [chapter.title for chapter in book.chapters] == [f"Chapter {number}" for number in range(1, 8)]
    assert "TITLE" not in " ".join(spoken(book))
    assert "ANDERS" not in " ".join(spoken(book))


def test_chapter_titles_in_headers_go(printed: Printed) -> None:
    names = ["The Storm", "The Harbour", "The Letter", "The Answer"]
    written = []
    for name in names:
        written += [heading(name, page_break=True), *map(Paragraph, paragraphs(len(name), 9))]

    def header(page: int) -> str:
        return names[min(len(names) - 1, (page - 1) // 2)]

    book = printed(written, Design(header=header, footer=str))

    assert [chapter.title for chapter in book.chapters] == names
    assert [spoken(book).count(name) for name in names] == [1, 1, 1, 1]


def test_roman_page_numbers_go(printed: Printed) -> None:
    texts = paragraphs(11, 30)

    assert spoken(printed([*map(Paragraph, texts)], Design(footer=lambda page: ROMAN[page - 1]))) == texts


def test_two_pages_of_a_letter(printed: Printed) -> None:
    texts = paragraphs(12, 9)

    book = printed(
        [*map(Paragraph, texts)], Design(header=lambda _: "Letter to Ada", footer=lambda page: f"Page {page} of 2")
    )

    assert spoken(book) == texts


def test_pages_with_nothing_but_the_same_words_are_read(printed: Printed) -> None:
    book = printed([Paragraph("Repeat after me", page_break=True) for _ in range(4)])

    assert "Repeat after me" in " ".join(spoken(book))
