"""The beginning of a book that a sample reads."""

import pytest

from ebookvoice.domain.book import Book, Paragraph, ParagraphKind, Part, Saying
from ebookvoice.domain.excerpt import LONGEST, SHORTEST, beginning

SENTENCE = "It was a dark and stormy night, and the rain fell in torrents. "


def book(*parts: Part) -> Book:
    return Book("T", (), "en", parts)


def chapter(*texts: str) -> Part:
    return Part("One", tuple(Paragraph(text) for text in texts))


def length(book: Book) -> int:
    return sum(len(paragraph.text) for paragraph in beginning(book))


def test_it_ends_with_the_first_sentence_that_makes_it_long_enough() -> None:
    text = (SENTENCE * 20).strip()
    [taken] = beginning(book(chapter(text)))
    assert text.startswith(taken.text)
    assert taken.text.endswith("torrents.")
    assert SHORTEST <= len(taken.text) < SHORTEST + len(SENTENCE)


def test_short_paragraphs_are_taken_whole_and_no_more_than_enough() -> None:
    texts = [f"{number} " + "word " * 15 for number in range(20)]
    taken = beginning(book(chapter(*texts)))
    assert [paragraph.text for paragraph in taken] == texts[: len(taken)]
    assert SHORTEST <= sum(len(paragraph.text) for paragraph in taken) <= LONGEST


def test_a_book_that_is_shorter_is_read_as_a_whole() -> None:
    short = book(chapter("One."), chapter("Two. Three."))
    assert [paragraph.text for paragraph in beginning(short)] == ["One.", "Two. Three."]


def test_what_is_not_narrated_is_not_heard() -> None:
    imprint = Part("Imprint", (Paragraph("All rights reserved."),), "imprint")
    assert beginning(book(imprint, chapter("One.")))[0].text == "One."


@pytest.mark.parametrize("text", ["word " * 1000, "x" * 5000, "啊" * 5000])
def test_a_sentence_without_end_is_cut(text: str) -> None:
    [taken] = beginning(book(chapter(text)))
    assert SHORTEST <= len(taken.text) <= LONGEST
    assert text.startswith(taken.text)
    assert text[len(taken.text)] in f" {text[0]}"


def test_a_long_sentence_behind_a_heading_is_cut_within_bounds() -> None:
    assert SHORTEST <= length(book(chapter("Chapter One", "word " * 400))) <= LONGEST


def test_enough_is_enough_even_if_the_next_sentence_is_long() -> None:
    first = "word " * 61
    assert length(book(chapter(first, "word " * 400))) == len(first)


def test_kind_language_and_sayings_stay() -> None:
    text = (SENTENCE * 20).strip()
    sayings = (Saying(0, 2, "eet"), Saying(len(text) - 9, len(text) - 1, "never"))
    paragraph = Paragraph(text, ParagraphKind.QUOTE, "fr", sayings)
    [taken] = beginning(book(Part("One", (paragraph,))))
    assert (taken.kind, taken.language, taken.sayings) == (ParagraphKind.QUOTE, "fr", sayings[:1])
