"""Plain text: what typists have put into it, notes, tables, and headings of many kinds."""

import pytest

from ebookvoice.domain.book import Book, ParagraphKind
from functions.convert.readers.text.reader import read_text
from tests.unit.readers.epubs import spoken, texts


def read(text: str) -> Book:
    return read_text(text.encode(), "My_Book.txt")


def titles(book: Book) -> list[str]:
    return [chapter.title for chapter in book.chapters]


INLINE = {
    "It was _very_ late": "It was very late",
    "a _long\nphrase_ ends": "a long phrase ends",
    "a =bold= word and a *starry* one": "a bold word and a starry one",
    "he read /The Times/ daily": "he read The Times daily",
    "and/or, 1/2/1900, snake_case_name, 2 * 3 * 4": "and/or, 1/2/1900, snake_case_name, 2 * 3 * 4",
    "before [Illustration] after": "before after",
    "[Illustration: The _old_ house [by Hill]]": "The old house [by Hill]",
    "wo[Pg 12]rd and [Page xii] more": "word and more",
    "one {1} two {2} three {3} four": "one two three four",
    "a set {7} of one": "a set {7} of one",
    "an [oe]uvre": "an oeuvre",
    "array [sic] and [1] stay": "array [sic] and [1] stay",
    "ended in 1945\nand began": "ended in 1945 and began",
}


@pytest.mark.parametrize(("text", "heard"), INLINE.items())
def test_signs_of_typists_are_not_spoken(text: str, heard: str) -> None:
    assert texts(read(f"{text}\n").chapters[0]) == [heard]


NOTES = """\
Chapter 1

First word[1], and a second.[A] An open [2] stays.

[Footnote 1: The note
goes on.

It has two paragraphs.]

[Footnote A: Another one.]

[Footnote 9: Nobody marks this.]

Chapter 2

Again a word[1].

[1] Another note of the same number.
"""


def test_notes_are_kept_apart_and_their_markers_are_not_spoken() -> None:
    book = read(NOTES)

    assert texts(book.chapters[0]) == ["Chapter 1", "First word, and a second. An open [2] stays."]
    assert texts(book.chapters[1]) == ["Chapter 2", "Again a word."]
    marks = [mark for chapter in book.chapters for paragraph in chapter.paragraphs for mark in paragraph.notes]
    assert [[paragraph.text for paragraph in book.notes[mark.key].paragraphs] for mark in marks] == [
        ["The note goes on.", "It has two paragraphs."],
        ["Another one."],
        ["Another note of the same number."],
    ]
    assert [mark.position for mark in marks] == [
        len("First word"),
        len("First word, and a second."),
        len("Again a word"),
    ]
    assert [(part.reason, texts(part)) for part in book.skipped] == [("note", ["[Footnote 9: Nobody marks this.]"])]


def test_tables_are_read_row_by_row() -> None:
    book = read("Name      Age\n----------------\nAnna       12\nBert        9\n")

    assert texts(book.chapters[0]) == ["Name, Age", "Anna, 12", "Bert, 9"]
    assert {paragraph.kind for paragraph in book.chapters[0].paragraphs} == {ParagraphKind.TABLE_ROW}


HEADINGS = {
    "Глава 1": "Глава 2",
    "Глава первая": "Глава вторая",
    "Capítulo primero": "Capítulo segundo",
    "CHAPITRE I": "CHAPITRE II",
    "Hoofdstuk 1": "Hoofdstuk 2",
    "PART THE FIRST": "PART THE SECOND",
    "Stave One": "Stave Two",
    "Act I": "Act II",
    "[1]": "[2]",
}


@pytest.mark.parametrize(("first", "second"), HEADINGS.items())
def test_headings_of_other_languages_begin_chapters(first: str, second: str) -> None:
    assert titles(read(f"{first}\n\nText of one.\n\n{second}\n\nText of two.\n")) == [first, second]


def test_a_title_on_a_line_of_its_own_belongs_to_the_number_before_it() -> None:
    text = "".join(f"CHAPTER {n}\n\n{name}\n\nIt was a day like any other, {n}.\n\nMore.\n\n" for n, name in TITLED)
    book = read(text)

    assert titles(book) == ["CHAPTER I. The Rabbit-Hole", "CHAPTER II. A Pool of Tears", "CHAPTER III. Long Tales"]
    assert texts(book.chapters[0])[:2] == ["CHAPTER 1", "The Rabbit-Hole"]
    assert book.chapters[0].paragraphs[1].kind is ParagraphKind.HEADING


TITLED = [("I", "The Rabbit-Hole"), ("II", "A Pool of Tears"), ("III", "Long Tales")]


def test_what_the_table_of_contents_lists_are_headings_whatever_they_say() -> None:
    names = ["BEREISDE LIEDEN", "AFSCHEID", "AAN DE NOORDZEE"]
    listing = "\n".join(f"{name:40}{page}." for page, name in enumerate(names, 3))
    book = read(f"INHOUD.\n\n{listing}\n\n\n" + "".join(f"{name}.\n\nTekst van {name}.\n\n" for name in names))

    assert titles(book) == [f"{name}." for name in names]
    assert [part.reason for part in book.skipped] == ["table of contents"]


def test_lists_of_illustrations_and_notes_of_transcribers_are_left_out() -> None:
    book = read(
        "LIST OF ILLUSTRATIONS\n\nThe Mill     12\nThe Brook    40\n\nCHAPTER I\n\nText.\n\nCHAPTER II\n\nMore.\n\n"
        "Transcriber's Notes:\n\nSpelling was kept.\n\nSo were commas.\n"
    )

    assert titles(book) == ["CHAPTER I", "CHAPTER II"]
    assert [(part.reason, len(part.paragraphs)) for part in book.skipped] == [
        ("list of illustrations", 3),
        ("transcriber's note", 3),
    ]


def test_a_list_of_things_in_prose_is_spoken() -> None:
    assert "Notes" in spoken(read("He opened the box.\n\nNotes\n\nhe said, and closed it.\n"))


OPENINGS = [
    "*** START OF THE PROJECT GUTENBERG EBOOK A TALE ***",
    "***START OF THE PROJECT GUTENBERG EBOOK A TALE***",
    "*** START OF THIS PROJECT GUTENBERG EBOOK A TALE ***",
    "*END*THE SMALL PRINT! FOR PUBLIC DOMAIN ETEXTS*Ver.04.29.93*END*",
    "*END THE SMALL PRINT! FOR PUBLIC DOMAIN ETEXTS*Ver.10/04/01*END*",
]
ENDINGS = [
    "*** END OF THE PROJECT GUTENBERG EBOOK A TALE ***",
    "End of Project Gutenberg's A Tale, by Jane Doe",
    "End of the Project Gutenberg EBook of A Tale, by Jane Doe",
    "End of The Project Gutenberg Etext of A Tale",
    "***END OF THE PROJECT GUTENBERG EBOOK A TALE***",
]


@pytest.mark.parametrize(("opening", "ending"), list(zip(OPENINGS, ENDINGS, strict=True)))
def test_headers_and_licences_of_all_ages_are_left_out(opening: str, ending: str) -> None:
    header = "The Project Gutenberg Etext of A Tale, by Jane Doe\n\nunwanted words"
    credit = "This etext was prepared by Somebody"
    book = read(f"{header}\n\n{opening}\n\n{credit}\n\nCHAPTER I\n\nText.\n\n{ending}\n\nunwanted licence\n")

    assert (book.title, book.authors) == ("A Tale", ("Jane Doe",))
    assert spoken(book) == "CHAPTER 1\nText."
    assert {part.reason for part in book.skipped} == {"Project Gutenberg licence"}


def test_several_books_in_one_file_each_have_a_licence() -> None:
    one = f"header\n{OPENINGS[0]}\n\nText {{}}.\n\n{ENDINGS[0]}\n\nlicence\n\n"
    long = "word " * 8_000 + "end"
    book = read(one.format("one") + one.format(long))

    assert spoken(book) == f"Text one.\nText {long}."
