"""The markers of notes are not read, and their places are kept."""

from pathlib import Path

import pytest

from tests.unit.readers.epubs import texts
from tests.unit.readers.noted import marked, read_one

MARKERS = {
    "one note twice": (
        'a<a epub:type="noteref" href="#n">1</a> b<a epub:type="noteref" href="#n">1</a>.',
        ["a", "a b"],
    ),
    "two at once": ('a<sup><a href="#fn1">1</a>, <a href="#fn2">2</a></sup> b.', ["a", "a"]),
    "two with a comma": (
        'a<a epub:type="noteref" href="#fn1">1</a>, <a epub:type="noteref" href="#fn2">2</a> b.',
        ["a", "a"],
    ),
    "in brackets": ('a [<a epub:type="noteref" href="#fn1">1</a>] b.', ["a"]),
    "in brackets by itself": ('a [<a href="#fn1">1</a>] b.', ["a"]),
    "in brackets behind an element": ('<i>a</i> (<a href="#fn1">1</a>) b.', ["a"]),
    "before a stop": ('a b <a epub:type="noteref" href="#fn1">1</a>.', ["a b"]),
    "behind a stop": ('a b.<a epub:type="noteref" href="#fn1">1</a>', ["a b."]),
    "a phrase": ('<a epub:type="noteref" href="#fn1">a b</a>.', ["a b"]),
    "a letter": ('a<sup><a href="#fn1">a</a></sup> b.', ["a"]),
    "a sign": ('a<sup><a href="#fn1">†</a></sup> b.', ["a"]),
    "around the sign": ('a<a href="#fn1"><sup>1</sup></a> b.', ["a"]),
    "in a span": ('a<span epub:type="noteref"><a href="#fn1">1</a></span> b.', ["a"]),
    "behind odd spaces": ("a\u00a0 \n<a epub:type='noteref' href='#fn1'>1</a>\n b.", ["a"]),
    "behind a ligature": ("\ufb01n<a epub:type='noteref' href='#fn1'>1</a> b.", ["fin"]),
}


@pytest.mark.parametrize(("text", "places"), MARKERS.values(), ids=MARKERS)
def test_markers_of_any_kind_leave_their_place(tmp_path: Path, text: str, places: list[str]) -> None:
    notes = "".join(f'<aside epub:type="footnote" id="{id_}">Note {id_}.</aside>' for id_ in ("n", "fn1", "fn2"))
    book = read_one(tmp_path, f"<p>{text}</p>{notes}")

    assert texts(book.chapters[0]) == ["fin b." if "\ufb01" in text else "a b."]
    assert [before for before, _ in marked(book.chapters[0])] == places
    assert {key for _, keys in marked(book.chapters[0]) for key in keys} <= book.notes.keys()


def test_a_marker_stays_with_its_half_of_a_divided_paragraph(tmp_path: Path) -> None:
    body = '<p>One<sup><a href="#fn1">1</a></sup> a<br/><br/>two b<sup><a href="#fn2">2</a></sup><br/>three</p>'
    notes = '<aside epub:type="footnote" id="fn1">N1.</aside><aside epub:type="footnote" id="fn2">N2.</aside>'
    chapter = read_one(tmp_path, body + notes).chapters[0]

    assert texts(chapter) == ["One a", "two b three"]
    assert [[(m.position, m.key.partition("#")[2]) for m in p.notes] for p in chapter.paragraphs] == [
        [(3, "fn1")],
        [(5, "fn2")],
    ]


def test_a_marker_without_a_note_is_dropped_all_the_same(tmp_path: Path) -> None:
    book = read_one(
        tmp_path, '<p>Text<a epub:type="noteref" href="#gone">1</a> goes<a epub:type="noteref">2</a> on.</p>'
    )

    assert texts(book.chapters[0]) == ["Text goes on."]
    assert marked(book.chapters[0]) == []
    assert not book.notes


def test_a_marker_in_a_heading_belongs_to_it(tmp_path: Path) -> None:
    body = '<h2>Chapter IV<a epub:type="noteref" href="#n">*</a></h2><p>Text.</p>'
    body += '<aside epub:type="footnote" id="n">N.</aside>'
    (heading, _) = read_one(tmp_path, body).chapters[0].paragraphs

    assert heading.text == "Chapter 4"
    assert [mark.position for mark in heading.notes] == [len("Chapter 4")]


CROSS_REFERENCES = {
    "a chapter that is linked back": (
        '<p id="t1">See <a id="l" href="#c2">2</a></p><h2 id="c2"><a href="#l">2</a></h2><p>B</p>'
    ),
    "an exponent": '<p>x<sup><a href="#eq">2</a></sup></p><p id="eq">B</p>',
    "a paragraph above": '<p id="note1">A</p><p>See<sup><a href="#note1">1</a></sup></p>',
    "a chapter of the name": '<p>A<sup><a href="#note1">1</a></sup></p><div id="note1"><h2>B</h2><p>C</p></div>',
}


@pytest.mark.parametrize("body", CROSS_REFERENCES.values(), ids=CROSS_REFERENCES)
def test_what_is_no_note_stays_in_the_text(tmp_path: Path, body: str) -> None:
    book = read_one(tmp_path, body)

    assert not book.notes
    assert book.skipped == ()
