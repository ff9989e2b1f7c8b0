"""Chapters by the outline, else by headings; front and back matter that is left out."""

from pathlib import Path

import pytest

from ebookvoice.domain.book import Book
from functions.convert.readers.pdf.reader import read_pdf
from tests.unit.readers.pdf.conftest import Printed
from tests.unit.readers.pdf.prose import paragraphs
from tests.unit.readers.pdf.typesetting import Design, Paragraph, Press, heading


def titles(book: Book) -> list[str]:
    return [chapter.title for chapter in book.chapters]


def bookmarked(press: Press, title: str, depth: int, key: str, *set_: Paragraph) -> None:
    """Set paragraphs, and let an entry of the outline lead to the place where they begin."""
    for i, paragraph in enumerate(set_):
        press.set([paragraph])
        if i == 0:
            press.mark(title, key, depth)


def test_the_outline_names_chapters_wherever_they_begin(press: Press, tmp_path: Path) -> None:
    texts = [paragraphs(number, 3) for number in range(4)]
    plain = [[Paragraph(text) for text in chapter] for chapter in texts]
    bookmarked(press, "The Sea", 0, "sea", heading("PART ONE"), *plain[0])
    bookmarked(press, "The Storm", 1, "storm", *plain[1])
    bookmarked(press, "The Harbour", 1, "harbour", *plain[2])
    bookmarked(press, "Afterwards", 0, "after", *plain[3])

    book = read_pdf(press.save(tmp_path / "book.pdf"), "book.pdf")

    assert titles(book) == ["The Sea", "The Storm", "The Harbour", "Afterwards"]
    assert [[p.text for p in chapter.paragraphs] for chapter in book.chapters] == [["PART ONE", *texts[0]], *texts[1:]]


def test_headings_make_chapters_where_there_is_no_outline(printed: Printed) -> None:
    written = []
    for number, name in enumerate(("The Discovery", "The Notebook", "Index of Dreams"), start=1):
        written += [heading(f"CHAPTER {number}"), heading(name, size=14, page_break=False)]
        written += map(Paragraph, paragraphs(number, 4))
        written += [heading("A smaller heading", size=12, page_break=False), *map(Paragraph, paragraphs(number + 5, 4))]

    book = printed(written, Design(footer=str))

    assert titles(book) == ["CHAPTER 1 The Discovery", "CHAPTER 2 The Notebook", "CHAPTER 3 Index of Dreams"]
    assert book.chapters[0].paragraphs[0].text == "CHAPTER 1 The Discovery"


@pytest.mark.parametrize("words", ["CHAPTER {}", "Chapter {}.", "Kapitel {}", "Chapitre {}"])
def test_headings_in_the_type_of_the_text(printed: Printed, words: str) -> None:
    written = []
    for number in range(1, 4):
        plain = Paragraph(words.format(number), indent=0, centered=True, page_break=True)
        written += [plain, *(Paragraph(text, before=12 * (i == 0)) for i, text in enumerate(paragraphs(number, 6)))]

    assert titles(printed(written, Design(footer=str))) == [words.format(number) for number in range(1, 4)]


def test_a_book_without_chapters_is_one(printed: Printed) -> None:
    book = printed([*map(Paragraph, paragraphs(1, 9))], title="A Letter to Nobody")

    assert titles(book) == ["A Letter to Nobody"]


def test_contents_index_and_copyright_page_are_left_out(printed: Printed) -> None:
    names = ["The Storm", "The Harbour", "The Letter", "The Answer"]
    contents = [Paragraph(f"{name} {'. ' * 20} {3 + i}", indent=0) for i, name in enumerate(names)]
    copyright_page = ["Copyright © 2019 by Ada Anders", "All rights reserved.", "ISBN 978-3-16-148410-0"]
    written = [heading("The Long Title", size=24)]
    written += [Paragraph(text, indent=0, page_break=i == 0) for i, text in enumerate(copyright_page)]
    written += [heading("Contents"), *contents]
    for number, name in enumerate(names):
        written += [heading(name), *map(Paragraph, paragraphs(number, 8))]
    written += [heading("Index"), *(Paragraph(f"entry {i}, {i}, {i + 7}–{i + 9}", indent=0) for i in range(20))]

    book = printed(written, Design(footer=str), title="The Long Title", author="Ada Anders")

    assert titles(book) == names
    assert {part.reason for part in book.skipped} == {"title page", "copyright page", "table of contents", "index"}


def test_a_chapter_that_talks_of_copyright_is_read(printed: Printed) -> None:
    texts = [
        *paragraphs(1, 2),
        "Copyright 1920 was what the paper said.",
        "All rights reserved, it went on.",
        *paragraphs(2, 9),
    ]

    book = printed(
        [heading("The Paper"), *map(Paragraph, texts), heading("The End"), *map(Paragraph, paragraphs(3, 4))]
    )

    assert titles(book) == ["The Paper", "The End"]
    assert book.skipped == ()


def test_a_note_that_nothing_marks_is_kept_aside(press: Press, tmp_path: Path) -> None:
    press.set([*map(Paragraph, paragraphs(1, 3))])
    press.footnote("*", "Nobody points at this note.")

    book = read_pdf(press.save(tmp_path / "book.pdf"), "book.pdf")

    assert [(part.reason, part.paragraphs[0].text) for part in book.skipped] == [
        ("note", "Nobody points at this note.")
    ]
    assert "Nobody" not in " ".join(p.text for chapter in book.chapters for p in chapter.paragraphs)
