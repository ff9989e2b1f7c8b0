"""What surrounds a book and is left out by its title, and when it is read all the same."""

from pathlib import Path

import pytest

from ebookvoice.domain.book import Book
from ebookvoice.domain.errors import NoTextError
from functions.convert.readers.markdown import read_markdown
from functions.convert.readers.structure.untitled import title_for
from tests.unit.readers.epubs import links, page, read_pages, spoken

TRANSCRIBERS = [
    *("Transcriber's Note", "Transcriber’s Notes", "TRANSCRIBERʼS NOTE:", "Transcriber`s Notes.", "Transcribers' Note"),
    *("Transcribers’ Notes", "Transcribers Notes", "[Transcriber Notes]", "Transcription note", "Transcription Notes"),
    *("Note de transcription", "Anmerkungen zur Transkription"),
]


def with_page(folder: Path, title: str, text: str) -> Book:
    pages = {"a.xhtml": page("<h1>One</h1><p>It began.</p>"), "b.xhtml": page(f"<h1>{title}</h1><p>{text}</p>")}
    return read_pages(folder, pages, links({"a.xhtml": "One", "b.xhtml": title}))


@pytest.mark.parametrize("title", TRANSCRIBERS)
def test_notes_of_those_who_typed_a_text_are_left_out(tmp_path: Path, title: str) -> None:
    book = with_page(tmp_path, title, "Page 7: “teh” is now “the”. " * 200)

    assert [(part.title, part.reason) for part in book.skipped] == [(title, "transcriber's note")]


@pytest.mark.parametrize(
    "title",
    ["Editor's Note", "Editor’s Notes", "Author's Note", "A Note from the Editor", "The Transcriber's Notebook"],
)
def test_notes_that_belong_to_the_book_are_narrated(tmp_path: Path, title: str) -> None:
    book = with_page(tmp_path, title, "I found these letters in a drawer.")

    assert book.skipped == ()
    assert "I found these letters in a drawer." in spoken(book)


def test_a_long_chapter_is_no_transcribers_note(tmp_path: Path) -> None:
    assert with_page(tmp_path, "Transcriber's Note", "He wrote down what he heard. " * 1_000).skipped == ()


def test_parts_without_a_title_are_called_after_their_reason() -> None:
    assert title_for("Project Gutenberg licence") == "Project Gutenberg licence"
    assert title_for("copyright page") == "Copyright page"
    assert title_for("outside the reading order") == "Supplement"


def test_a_book_that_only_says_its_title_is_read() -> None:
    book = read_markdown(b"# A Tale\n", "a tale.md")

    assert (book.title, spoken(book), book.skipped) == ("A Tale", "A Tale", ())


def test_a_title_page_alone_is_read(tmp_path: Path) -> None:
    titlepage = page('<section epub:type="titlepage"><h1>The Hard Book</h1><p>by Ada Anders</p></section>')

    assert spoken(read_pages(tmp_path, {"t.xhtml": titlepage})) == "The Hard Book\nby Ada Anders"


def test_a_text_whose_title_would_have_it_left_out_is_read_if_there_is_no_other() -> None:
    assert spoken(read_markdown(b"# Copyright\n\nWhat every writer should know.\n", "law.md")).endswith("should know.")


def test_pictures_with_a_table_of_contents_are_no_text(tmp_path: Path) -> None:
    picture = page('<img src="one.png" alt=""/>')
    pages = {"a.xhtml": picture, "b.xhtml": page('<section epub:type="copyright-page"><p>© Ada</p></section>')}
    with pytest.raises(NoTextError):
        read_pages(tmp_path, {**pages, "c.xhtml": picture}, links({"a.xhtml": "One", "c.xhtml": "Two"}))
