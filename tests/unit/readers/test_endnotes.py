"""Notes that lie in another document than what marks them."""

from pathlib import Path

import pytest

from tests.unit.readers.epubs import links, page, read_pages, spoken, texts
from tests.unit.readers.noted import words_of

BACKLINKS = {
    "a number": '<p id="x1"><a href="a.xhtml#r1">1</a> The note.</p>',
    "a number with a stop": '<p><a id="x1" href="a.xhtml#r1">1</a>. The note.</p>',
    "a superscript": '<ol><li id="x1"><p><sup><a href="a.xhtml#r1">1</a></sup> The note.</p></li></ol>',
    "in brackets": '<p id="x1">[<a href="a.xhtml#r1">1</a>] The note.</p>',
    "a word at the end": '<p id="x1">1. The note. <a href="a.xhtml#r1">Back</a></p>',
}


@pytest.mark.parametrize("body", BACKLINKS.values(), ids=BACKLINKS)
def test_ways_back_to_another_document_are_no_words_of_a_note(tmp_path: Path, body: str) -> None:
    pages = {"a.xhtml": page('<p>Text<sup><a id="r1" href="n.xhtml#x1">1</a></sup>.</p>'), "n.xhtml": page(body)}
    book = read_pages(tmp_path, pages, links({"a.xhtml": "A", "n.xhtml": "Notes"}))

    assert [words_of(note) for note in book.notes.values()] == [["The note."]]


def test_a_number_within_a_note_is_one_of_its_words(tmp_path: Path) -> None:
    pages = {
        "a.xhtml": page('<p>Text<sup><a id="r1" href="n.xhtml#x1">1</a></sup>.</p>'),
        "n.xhtml": page('<p id="x1">1. See the text at <a href="a.xhtml#r1">1</a>.</p>'),
    }
    book = read_pages(tmp_path, pages, links({"a.xhtml": "A", "n.xhtml": "Notes"}))

    assert [words_of(note) for note in book.notes.values()] == [["See the text at 1."]]


def test_notes_of_another_document_are_listed(tmp_path: Path) -> None:
    pages = {
        "a.xhtml": page('<p>One<a epub:type="noteref" href="n.xhtml#x1" id="r1">1</a>.</p>'),
        "b.xhtml": page('<p>Two<sup><a href="n.xhtml#x2" id="r2">2</a></sup>, three.</p>'),
        "n.xhtml": page(
            '<section epub:type="endnotes"><h2>Notes</h2><ol><li id="x1" epub:type="endnote"><p>First.</p>'
            '<p>More.</p></li><li id="x2"><p>Second. <a href="b.xhtml#r2">↩</a></p></li></ol></section>'
        ),
    }
    book = read_pages(tmp_path, pages, links({"a.xhtml": "A", "b.xhtml": "B", "n.xhtml": "Notes"}))

    assert spoken(book) == "One.\nTwo, three."
    assert {key: (words_of(note), note.listed) for key, note in book.notes.items()} == {
        "OPS/n.xhtml#x1": (["First.", "More."], True),
        "OPS/n.xhtml#x2": (["Second."], True),
    }
    assert [(part.title, texts(part)) for part in book.skipped] == [("Notes", ["Notes", "First.", "More.", "Second."])]


@pytest.mark.parametrize(
    "marker",
    ['<sup><a id="r{0}" href="z.xhtml#x{0}">{0}</a></sup>', '<a id="r{0}" href="z.xhtml#x{0}">[{0}]</a>'],
    ids=["superscript", "in brackets"],
)
def test_a_document_is_told_to_be_notes_by_the_links_alone(tmp_path: Path, marker: str) -> None:
    long = "A long note it is. " * 100
    pages = {
        "a.xhtml": page("".join(f"<p>Text {n}{marker.format(n)} goes on.</p>" for n in (1, 2, 3))),
        "z.xhtml": page(
            "<h2>Sources and Remarks</h2>"
            + "".join(f'<p id="x{n}"><a href="a.xhtml#r{n}">{n}</a>. {long}</p><p>And {n}.</p>' for n in (1, 2, 3))
        ),
    }
    book = read_pages(tmp_path, pages, links({"a.xhtml": "A", "z.xhtml": "Sources and Remarks"}))

    assert spoken(book) == "Text 1 goes on.\nText 2 goes on.\nText 3 goes on."
    assert [(part.title, part.reason) for part in book.skipped] == [("Sources and Remarks", "endnotes")]
    assert [words_of(note) for note in book.notes.values()] == [
        [long.strip(), "And 1."],
        [long.strip(), "And 2."],
        [long.strip()],
    ]
    assert all(note.listed for note in book.notes.values())


@pytest.mark.parametrize(
    "heading",
    ['<h2 id="c1"><a href="toc.xhtml#t1">I</a></h2>', '<p id="c1"><a href="toc.xhtml#t1">I</a></p>'],
    ids=["heading", "paragraph"],
)
def test_the_number_of_a_chapter_that_leads_to_the_contents_is_spoken(tmp_path: Path, heading: str) -> None:
    toc = page('<p>Chapter <a id="t1" href="a.xhtml#c1">I</a></p>')
    pages = {"toc.xhtml": toc, "a.xhtml": page(f"{heading}<p>Text.</p>")}
    book = read_pages(tmp_path, pages, links({"a.xhtml": "A"}))

    assert texts(book.chapters[-1])[-2] in ("1", "I")
