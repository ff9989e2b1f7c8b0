"""Hard books are read as a person would read them: all that is wanted, nothing that isn't, in order."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from ebookvoice.domain.book import Book, NoteMark, Paragraph, ParagraphKind
from tests.unit.readers.epubs import read, spoken, texts, write_epub
from tests.unit.readers.hard_books import PHRASES, SPOKEN_TITLES, epub2, epub3, marks

Files = Mapping[str, str | bytes]


@pytest.fixture(params=[epub3, epub2], ids=["EPUB 3", "EPUB 2"])
def hard(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Book, Files]:
    make: Callable[[], tuple[Files, str]] = request.param
    files, opf = make()
    return read(write_epub(tmp_path / "hard.epub", files, opf)), files


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return read(write_epub(tmp_path / "hard.epub", *epub3()))


def test_everything_wanted_is_spoken_once_and_in_order(hard: tuple[Book, Files]) -> None:
    book, files = hard
    wanted = marks(files, "kept")

    assert len(set(wanted)) == len(wanted) >= 40
    assert marks_of(book, "kept") == wanted


def test_nothing_unwanted_is_spoken(hard: tuple[Book, Files]) -> None:
    book, files = hard

    assert len(set(marks(files, "unwanted"))) >= 20
    assert marks_of(book, "unwanted") == []


def test_there_is_enough_that_is_unwanted() -> None:
    assert len({mark for make in (epub2, epub3) for mark in marks(make()[0], "unwanted")}) >= 40


def test_every_phrase_is_put_together(hard: tuple[Book, Files]) -> None:
    (chapter,) = (chapter for chapter in hard[0].chapters if chapter.title == "The Discovery")

    assert texts(chapter)[1 : len(PHRASES) + 1] == list(PHRASES.values())


def test_titles_are_those_of_the_table_of_contents(hard: tuple[Book, Files]) -> None:
    assert [chapter.title for chapter in hard[0].chapters] == SPOKEN_TITLES


def test_chapters_of_one_file_are_cut_at_their_fragments(hard: tuple[Book, Files]) -> None:
    first, second = hard[0].chapters[1:3]

    assert texts(first)[:2] == ["1", "kept-paragraph"]
    assert texts(first)[-1] == "kept-second-half"
    assert texts(second)[0] == "2"


def test_notes_are_kept_apart(hard: tuple[Book, Files]) -> None:
    book, _ = hard
    notes = {key.partition("#")[2]: (note.paragraphs[0].text, note.listed) for key, note in book.notes.items()}
    marked = {mark.key.partition("#")[2]: paragraph.text[: mark.position] for paragraph, mark in markers(book)}

    assert notes.items() >= {"n1": ("unwanted-note", False), "n2": ("unwanted-endnote", True)}.items()
    assert marked.items() >= {"n1": "kept-noted", "n2": "kept-noted-elsewhere"}.items()
    assert not any("unwanted-note" in text for part in book.parts for text in texts(part))


def test_all_that_is_left_out_is_accounted_for(book: Book) -> None:
    assert [(part.title, part.reason) for part in book.skipped] == [
        ("Title Page", "title page"),
        ("Contents", "table of contents"),
        ("Copyright page", "copyright page"),
        ("II", "note"),
        ("II", "navigation"),
        ("II", "table of contents"),
        ("Notes", "endnotes"),
        ("Index", "index"),
    ]
    assert {part.reason: texts(part) for part in book.skipped}["note"] == ["unwanted-unmarked-note"]
    assert "unwanted-footnote" in {note.paragraphs[0].text for note in book.notes.values()}


def test_blocks_keep_their_kind(hard: tuple[Book, Files]) -> None:
    kinds = {paragraph.text: paragraph.kind for part in hard[0].chapters for paragraph in part.paragraphs}

    assert kinds["1"] is kinds["kept-subheading"] is ParagraphKind.HEADING
    assert kinds["kept-quote"] is kinds["kept-bare-quote"] is ParagraphKind.QUOTE
    assert kinds["kept-item-paragraph"] is kinds["kept-term"] is ParagraphKind.LIST_ITEM
    assert kinds["kept-preformatted kept-line"] is ParagraphKind.PREFORMATTED
    assert kinds["kept-cell, kept-cell-paragraph"] is ParagraphKind.TABLE_ROW
    assert kinds["kept-verse kept-verse-line"] is ParagraphKind.VERSE
    assert kinds["kept-paragraph"] is kinds["kept-caption"] is ParagraphKind.TEXT


def marks_of(book: Book, kind: str) -> list[str]:
    """List the words of a kind that are spoken."""
    return [word.strip(".,") for word in spoken(book).split() if word.startswith(f"{kind}-")]


def markers(book: Book) -> list[tuple[Paragraph, NoteMark]]:
    """List the markers of notes, each with the paragraph that it stands in."""
    return [(paragraph, mark) for part in book.parts for paragraph in part.paragraphs for mark in paragraph.notes]
