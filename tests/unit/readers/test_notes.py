"""Notes: their text is kept apart, and no word of one is in two places."""

from pathlib import Path

import pytest

from ebookvoice.domain.choice import NotesPolicy
from ebookvoice.domain.noting import apply_notes
from tests.unit.readers.epubs import links, page, read_pages, spoken, texts
from tests.unit.readers.noted import EPUB2, STYLES, marked, read_one, words_of


@pytest.mark.parametrize("body", STYLES.values(), ids=STYLES)
def test_a_note_is_kept_where_it_is_marked(tmp_path: Path, body: str) -> None:
    book = read_one(tmp_path, body)
    (note,) = book.notes.values()
    (chapter,) = book.chapters

    assert texts(chapter) == ["Text goes on."]
    assert words_of(note) == ["The note."]
    assert [(before, keys) for before, keys in marked(chapter)] == [("Text", list(book.notes))]
    assert note.listed == bool(book.skipped)


def test_a_note_that_nothing_marks_is_left_out_after_its_chapter(tmp_path: Path) -> None:
    body = '<p>One.</p><aside epub:type="footnote" id="n"><p>Alone.</p></aside><p>Two.</p>'
    book = read_pages(
        tmp_path, {"a.xhtml": page(body), "b.xhtml": page("<p>B</p>")}, links({"a.xhtml": "A", "b.xhtml": "B"})
    )

    assert [(part.title, part.reason, texts(part)) for part in book.parts] == [
        ("A", None, ["One.", "Two."]),
        ("A", "note", ["Alone."]),
        ("B", None, ["B"]),
    ]


def test_notes_may_mark_notes_and_no_word_is_in_two_places(tmp_path: Path) -> None:
    body = (
        '<p>Text<a epub:type="noteref" href="#n1">1</a>.</p><aside epub:type="footnote" id="n1"><p>Outer'
        '<a epub:type="noteref" href="#n2">a</a>.</p><aside epub:type="footnote" id="n2"><p>Inner.</p></aside>'
        "<p>Outer again.</p></aside>"
    )
    book = read_one(tmp_path, body)

    assert [words_of(note) for note in book.notes.values()] == [["Outer.", "Outer again."], ["Inner."]]
    assert [mark.key for note in book.notes.values() for p in note.paragraphs for mark in p.notes] == ["OPS/a.xhtml#n2"]
    assert book.skipped == ()


def test_a_note_within_a_paragraph_leaves_it_whole(tmp_path: Path) -> None:
    note = '<span epub:type="footnote" id="n1">Note <b>one</b>.</span>'
    body = f'<p>Whole<a epub:type="noteref" href="#n1">1</a>{note} sentence.</p>'
    book = read_one(tmp_path, body)

    assert texts(book.chapters[0]) == ["Whole sentence."]
    assert [words_of(note) for note in book.notes.values()] == [["Note one."]]


def test_a_heading_that_says_that_notes_follow_goes_with_them(tmp_path: Path) -> None:
    body = f"<h1>One</h1>{EPUB2.partition('</p>')[0]}</p><h3>Notes:</h3>{EPUB2.partition('</p>')[2]}"
    pages = {"a.xhtml": page(body), "b.xhtml": page("<h1>Two</h1><p>More.</p>")}
    book = read_pages(tmp_path, pages, links({"a.xhtml": "One", "b.xhtml": "Two"}))

    assert spoken(book) == "One\nText goes on.\nTwo\nMore."
    assert [texts(part) for part in book.skipped] == [["Notes:"]]


@pytest.mark.parametrize("policy", NotesPolicy)
@pytest.mark.parametrize("body", STYLES.values(), ids=STYLES)
def test_every_word_of_a_note_is_accounted_for_once(tmp_path: Path, body: str, policy: NotesPolicy) -> None:
    book = apply_notes(read_one(tmp_path, body), policy)
    places = [part.reason for part in book.parts for paragraph in part.paragraphs if "The note." in paragraph.text]

    assert len([reason for reason in places if reason is None]) == (policy is not NotesPolicy.OMIT)
    assert len([reason for reason in places if reason is not None]) <= 1
    assert places
