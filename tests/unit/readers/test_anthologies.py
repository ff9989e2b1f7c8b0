"""Files of Project Gutenberg with more than one book: nothing but headers and licences is left out, in any format."""

from collections.abc import Callable

import pytest

from ebookvoice.domain.book import Book
from functions.convert.readers.html import read_html
from functions.convert.readers.text.reader import read_text
from tests.unit.readers.epubs import spoken, texts

LICENCE = ["unwanted licence", "unwanted: subscribe to our email newsletter to hear about new eBooks."]


def header(title: str) -> list[str]:
    start = f"*** START OF THE PROJECT GUTENBERG EBOOK {title} ***"
    return [f"unwanted: The Project Gutenberg eBook of {title}", start, "Produced by unwanted typists"]


def footer(title: str) -> list[str]:
    end = f"*** END OF THE PROJECT GUTENBERG EBOOK {title} ***"
    return [f"End of Project Gutenberg's {title}", "unwanted note", end]


def story(name: str, paragraphs: int = 100) -> list[str]:
    return [f"This is {name}, and here it goes on, {number}." for number in range(paragraphs)]


def book_of(title: str, name: str, paragraphs: int = 100) -> list[str]:
    return header(title) + story(name, paragraphs) + footer(title)


FILES = {
    "one": book_of("A", "one") + LICENCE,
    "two": book_of("A", "one") + LICENCE + book_of("B", "two") + LICENCE,
    "two without a licence between": book_of("A", "one") + book_of("B", "two"),
    "a short second one": book_of("A", "one") + LICENCE + book_of("B", "two", 3) + LICENCE,
    "a second one that has no header": book_of("A", "one") + LICENCE + story("two") + footer("B"),
    "a second one that nothing encloses": book_of("A", "one") + LICENCE + story("two", 9),
}


def as_text(paragraphs: list[str]) -> Book:
    return read_text("\n\n".join(paragraphs).encode(), "books.txt")


def as_page(paragraphs: list[str]) -> Book:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return read_html(f"<!DOCTYPE html><html><body>{body}</body></html>".encode(), "books.html")


@pytest.mark.parametrize("read", [as_text, as_page])
@pytest.mark.parametrize("paragraphs", FILES.values(), ids=FILES)
def test_every_book_of_a_file_is_read(paragraphs: list[str], read: Callable[[list[str]], Book]) -> None:
    book = read(paragraphs)

    assert spoken(book).split("\n") == [text for text in paragraphs if text.startswith("This is ")]
    left_out = [text for part in book.skipped for text in texts(part)]
    assert sorted(left_out) == sorted(text for text in paragraphs if not text.startswith("This is "))


@pytest.mark.parametrize("read", [as_text, as_page])
def test_a_second_book_behind_an_unknown_licence_loses_nothing(read: Callable[[list[str]], Book]) -> None:
    books = book_of("A", "one") + ["A licence."] + story("two") + footer("B")

    assert set(story("one") + story("two")) <= set(spoken(read(books)).split("\n"))


@pytest.mark.timeout(5)
def test_many_endings_take_no_time() -> None:
    assert as_text([*footer("A"), "Words."] * 2_000).characters
