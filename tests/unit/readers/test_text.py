"""Plain text: encodings, Project Gutenberg, chapters, paragraphs."""

from pathlib import Path

import pytest

from ebookvoice.domain.book import Book, ParagraphKind
from tests.unit.readers.epubs import read, texts

GUTENBERG = """\
The Project Gutenberg eBook of A Tale

Title: A Tale of
    Two Things

Author: Jane Doe

Release date: January 1, 1994 [eBook #98]

Language: English

*** START OF THE PROJECT GUTENBERG EBOOK A TALE ***

Produced by Someone

A TALE OF TWO THINGS

by Jane Doe

CONTENTS

 CHAPTER I.     The Period
 CHAPTER II.    The Mail
 EPILOGUE

PART ONE

CHAPTER I.
The Period

It was the best of _times_, it was the well-
known age--
of wisdom.

Chapter two was lost, and nobody
cared.

CHAPTER II.
The Mail

Text two.

EPILOGUE

The end.

*** END OF THE PROJECT GUTENBERG EBOOK A TALE ***

Licence.
"""


def read_text(folder: Path, text: str | bytes, name: str = "My_Book.txt") -> Book:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read(path)


def titles(book: Book) -> list[str]:
    return [chapter.title for chapter in book.chapters]


def test_a_book_of_project_gutenberg_is_read(tmp_path: Path) -> None:
    book = read_text(tmp_path, GUTENBERG)

    assert (book.title, book.authors) == ("A Tale of Two Things", ("Jane Doe",))
    assert (book.language, book.published) == ("en", "January 1, 1994")
    assert titles(book) == ["CHAPTER I. The Period", "CHAPTER II. The Mail", "EPILOGUE"]
    assert texts(book.chapters[0]) == [
        "PART ONE",
        "CHAPTER 1. The Period",
        "It was the best of times, it was the well-known age--of wisdom.",
        "Chapter two was lost, and nobody cared.",
    ]
    assert [skipped.reason for skipped in book.skipped] == [
        "Project Gutenberg licence",
        "title page",
        "table of contents",
    ]


ENCODINGS = {
    "utf-8": "Käse für Zoë – Привет".encode(),
    "utf-8 with a mark": "Käse für Zoë – Привет".encode("utf-8-sig"),
    "utf-16 with a mark": "Käse für Zoë – Привет".encode("utf-16"),
    "utf-16 big-endian": b"\xfe\xff" + "Käse für Zoë – Привет".encode("utf-16-be"),
}


@pytest.mark.parametrize("content", ENCODINGS.values(), ids=ENCODINGS)
def test_unicode_is_read(tmp_path: Path, content: bytes) -> None:
    assert texts(read_text(tmp_path, content).chapters[0]) == ["Käse für Zoë – Привет"]


def test_western_text_is_read_as_windows_1252(tmp_path: Path) -> None:
    assert texts(read_text(tmp_path, "“Käse” für Zoë…".encode("cp1252")).chapters[0]) == ["“Käse” für Zoë…"]


HEADINGS = {
    "Chapter the First": "Chapter the Second",
    "CHAPTER ONE": "CHAPTER TWO",
    "Chapter 1: Home": "Chapter 2: Away",
    "I.": "II.",
    "1": "2",
    "1. Home": "2. Away",
    "第一章 家": "第二章 路",
    "Kapitel 1": "Kapitel 2",
    "FIRST PART": "SECOND PART",
    "Prologue": "Epilogue",
}


@pytest.mark.parametrize(("first", "second"), HEADINGS.items())
def test_chapters_begin_at_headings(tmp_path: Path, first: str, second: str) -> None:
    book = read_text(tmp_path, f"{first}\n\nText one.\n\n{second}\n\nText two.\n")

    assert titles(book) == [first, second]
    assert [texts(chapter)[-1] for chapter in book.chapters] == ["Text one.", "Text two."]
    assert book.chapters[0].paragraphs[0].kind is ParagraphKind.HEADING


PROSE = [
    *("Chapter two was lost, and", "Part of the ship", "I", "Mix", "1945", "Book one ticket now,", "The part I played"),
    *("Introduction to a friend", "Letter from home"),
]


@pytest.mark.parametrize("line", PROSE)
def test_prose_is_no_heading(tmp_path: Path, line: str) -> None:
    assert titles(read_text(tmp_path, f"Text.\n\n{line}\n\nMore text.\n")) == ["My Book"]


def test_a_contents_list_makes_no_chapters(tmp_path: Path) -> None:
    listed = "Chapter 1\n\nChapter 2\n\nChapter 3\n\n"
    book = read_text(tmp_path, f"Contents\n\n{listed}" + listed.replace("\n\n", "\n\nText.\n\n"))

    assert [(chapter.title, len(chapter.paragraphs)) for chapter in book.chapters] == [
        ("Chapter 1", 2),
        ("Chapter 2", 2),
        ("Chapter 3", 2),
    ]
    assert [(part.title, part.reason, part.characters) for part in book.skipped] == [
        ("Table of contents", "table of contents", len("ContentsChapter 1Chapter 2Chapter 3"))
    ]


def test_text_without_headings_is_one_chapter(tmp_path: Path) -> None:
    book = read_text(tmp_path, "One\nline.\n\nTwo.\n\n    Roses are red,\n    violets are blue.\n\n* * *\n")

    assert titles(book) == ["My Book"]
    assert texts(book.chapters[0]) == ["One line.", "Two.", "Roses are red, violets are blue."]
    assert book.chapters[0].paragraphs[2].kind is ParagraphKind.VERSE


def test_text_before_the_first_heading_is_kept(tmp_path: Path) -> None:
    book = read_text(tmp_path, "A word first.\n\nChapter 1\n\nText.\n")

    assert {chapter.title: texts(chapter)[-1] for chapter in book.chapters} == {
        "My Book": "A word first.",
        "Chapter 1": "Text.",
    }


def test_long_lines_and_indented_lines_are_paragraphs(tmp_path: Path) -> None:
    long = "word " * 40 + "end."
    book = read_text(tmp_path, f"{long}\n{long}\n\n  One starts\nand goes on.\n  Two starts\nand ends.\n")

    assert texts(book.chapters[0]) == [long, long, "One starts and goes on.", "Two starts and ends."]
