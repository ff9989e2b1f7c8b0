"""Notes: their markers are not read, their text is kept apart, and no word of one is in two places."""

from pathlib import Path

import pytest

from ebookvoice.domain.book import Book, Note, Part
from ebookvoice.domain.choice import NotesPolicy
from ebookvoice.domain.noting import apply_notes
from tests.unit.readers.epubs import links, page, read_pages, spoken, texts

PANDOC = """<p>Text<a href="#fn1" class="footnote-ref" id="fnref1" role="doc-noteref"><sup>1</sup></a> goes on.</p>
<section id="footnotes" class="footnotes footnotes-end-of-document" role="doc-endnotes"><hr/><ol>
<li id="fn1"><p>The note.<a href="#fnref1" class="footnote-back" role="doc-backlink">↩︎</a></p></li></ol></section>"""

MARKDOWN_IT = """<p>Text<sup class="footnote-ref"><a href="#fn1" id="fnref1">[1]</a></sup> goes on.</p>
<hr class="footnotes-sep"/><section class="footnotes"><ol class="footnotes-list"><li id="fn1" class="footnote-item">
<p>The note. <a href="#fnref1" class="footnote-backref">↩︎</a></p></li></ol></section>"""

WORD = """<p>Text<a href="#_ftn1" name="_ftnref1"><span class="MsoFootnoteReference">[1]</span></a> goes on.</p>
<div><hr/><div id="ftn1"><p class="MsoFootnoteText"><a href="#_ftnref1" name="_ftn1"><span
class="MsoFootnoteReference">[1]</span></a> The note.</p></div></div>"""

DOCBOOK = """<p>Text<sup class="footnote">[<a name="id1" href="#ftn.id1" class="footnote">1</a>]</sup> goes on.</p>
<div class="footnotes"><br/><hr/><div class="footnote"><p><sup>[<a id="ftn.id1" href="#id1" class="para">1</a>] </sup>
The note.</p></div></div>"""

GUTENBERG = """<p>Text<a id="FNanchor_1"></a><a href="#Footnote_1" class="fnanchor">[1]</a> goes on.</p>
<div class="footnote"><p><a id="Footnote_1"></a><a href="#FNanchor_1"><span class="label">[1]</span></a> The note.</p>
</div>"""

WIKIPEDIA = """<p>Text<sup id="cite_ref-1" class="reference"><a href="#cite_note-1">[1]</a></sup> goes on.</p>
<ol class="references"><li id="cite_note-1"><span class="backlink"><b><a href="#cite_ref-1">^</a></b></span>
<span>The note.</span></li></ol>"""

EPUB3 = """<p>Text<a epub:type="noteref" href="#n1">1</a> goes on.</p>
<aside epub:type="footnote" id="n1"><p>The note.</p></aside>"""

ARIA = """<p>Text <a role="doc-noteref" href="#n1">[*]</a> goes on.</p>
<div role="doc-footnote" id="n1">* The note. <a role="doc-backlink" href="#x">back to text</a></div>"""

EPUB2 = """<p>Text<sup><a id="r1" href="#a1">1</a></sup> goes on.</p><p id="a1"><a href="#r1">1</a>. The note.</p>"""

UNRAISED = """<p>Text<a id="r1" href="#a1">1</a> goes on.</p><p><a id="a1" href="#r1">1</a> The note.</p>"""

BY_ID_ALONE = """<p>Text<sup><a href="#note1">1</a></sup> goes on.</p><p id="note1">1. The note.</p>"""

NAMED = """<p>Text <a href="#fn1">[note 1]</a> goes on.</p><p id="fn1">[1] The note.</p>"""

DEFINITIONS = """<p>Text<sup><a id="r1" href="#d1">1</a></sup> goes on.</p>
<dl><dt id="d1"><a href="#r1">1</a></dt><dd>The note.</dd></dl>"""

TABLE = """<p>Text<sup><a id="r1" href="#t1">1</a></sup> goes on.</p>
<table><tr><td><a id="t1" href="#r1">1</a></td><td>The note.</td></tr></table>"""

STYLES = {
    "pandoc": PANDOC, "markdown-it": MARKDOWN_IT, "Word": WORD, "DocBook": DOCBOOK, "Project Gutenberg": GUTENBERG,
    "Wikipedia": WIKIPEDIA, "EPUB 3": EPUB3, "ARIA": ARIA, "EPUB 2": EPUB2, "nothing raised": UNRAISED,
    "by id alone": BY_ID_ALONE, "named": NAMED, "definitions": DEFINITIONS, "table": TABLE,
}  # fmt: skip


def read_one(folder: Path, body: str) -> Book:
    return read_pages(folder, {"a.xhtml": page(body)}, links({"a.xhtml": "One"}))


def words_of(note: Note) -> list[str]:
    return [paragraph.text for paragraph in note.paragraphs]


def marked(part: Part) -> list[tuple[str, list[str]]]:
    """List the texts before the markers of a part, and the keys."""
    return [(p.text[: mark.position], [mark.key]) for p in part.paragraphs for mark in p.notes]


@pytest.mark.parametrize("body", STYLES.values(), ids=STYLES)
def test_a_note_is_kept_where_it_is_marked(tmp_path: Path, body: str) -> None:
    book = read_one(tmp_path, body)
    (note,) = book.notes.values()
    (chapter,) = book.chapters

    assert texts(chapter) == ["Text goes on."]
    assert words_of(note) == ["The note."]
    assert [(before, keys) for before, keys in marked(chapter)] == [("Text", list(book.notes))]
    assert note.listed == bool(book.skipped)


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


def test_a_marker_without_a_note_is_dropped_all_the_same(tmp_path: Path) -> None:
    book = read_one(
        tmp_path, '<p>Text<a epub:type="noteref" href="#gone">1</a> goes<a epub:type="noteref">2</a> on.</p>'
    )

    assert texts(book.chapters[0]) == ["Text goes on."]
    assert marked(book.chapters[0]) == []
    assert not book.notes


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


def test_a_marker_in_a_heading_belongs_to_it(tmp_path: Path) -> None:
    body = '<h2>Chapter IV<a epub:type="noteref" href="#n">*</a></h2><p>Text.</p><aside epub:type="footnote" id="n">N.</aside>'
    (heading, _) = read_one(tmp_path, body).chapters[0].paragraphs

    assert heading.text == "Chapter 4"
    assert [mark.position for mark in heading.notes] == [len("Chapter 4")]


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
    body = '<p>Whole<a epub:type="noteref" href="#n1">1</a><span epub:type="footnote" id="n1">Note <b>one</b>.</span> sentence.</p>'
    book = read_one(tmp_path, body)

    assert texts(book.chapters[0]) == ["Whole sentence."]
    assert [words_of(note) for note in book.notes.values()] == [["Note one."]]


def test_a_heading_that_says_that_notes_follow_goes_with_them(tmp_path: Path) -> None:
    body = f"<h1>One</h1>{EPUB2.partition('</p>')[0]}</p><h3>Notes:</h3>{EPUB2.partition('</p>')[2]}"
    pages = {"a.xhtml": page(body), "b.xhtml": page("<h1>Two</h1><p>More.</p>")}
    book = read_pages(tmp_path, pages, links({"a.xhtml": "One", "b.xhtml": "Two"}))

    assert spoken(book) == "One\nText goes on.\nTwo\nMore."
    assert [texts(part) for part in book.skipped] == [["Notes:"]]


CROSS_REFERENCES = {
    "a chapter that is linked back": '<p id="t1">See <a id="l" href="#c2">2</a></p><h2 id="c2"><a href="#l">2</a></h2><p>B</p>',
    "an exponent": '<p>x<sup><a href="#eq">2</a></sup></p><p id="eq">B</p>',
    "a paragraph above": '<p id="note1">A</p><p>See<sup><a href="#note1">1</a></sup></p>',
    "a chapter of the name": '<p>A<sup><a href="#note1">1</a></sup></p><div id="note1"><h2>B</h2><p>C</p></div>',
}


@pytest.mark.parametrize("body", CROSS_REFERENCES.values(), ids=CROSS_REFERENCES)
def test_what_is_no_note_stays_in_the_text(tmp_path: Path, body: str) -> None:
    book = read_one(tmp_path, body)

    assert not book.notes
    assert book.skipped == ()


@pytest.mark.parametrize("policy", NotesPolicy)
@pytest.mark.parametrize("body", STYLES.values(), ids=STYLES)
def test_every_word_of_a_note_is_accounted_for_once(tmp_path: Path, body: str, policy: NotesPolicy) -> None:
    book = apply_notes(read_one(tmp_path, body), policy)
    places = [part.reason for part in book.parts for paragraph in part.paragraphs if "The note." in paragraph.text]

    assert len([reason for reason in places if reason is None]) == (policy is not NotesPolicy.OMIT)
    assert len([reason for reason in places if reason is not None]) <= 1
    assert places


@pytest.mark.timeout(20)
def test_hostile_notes_are_read_in_time(tmp_path: Path) -> None:
    ring = "".join(f'<p id="n{i}">x<sup><a id="r{i}" href="#n{(i * 7) % 5000}">1</a></sup></p>' for i in range(5000))
    heap = "".join('<sup><a id="q" href="#n1">1</a></sup>y' for _ in range(20_000))
    nested = '<div id="k">' * 100 + "z" + "</div>" * 100

    assert read_one(tmp_path, f"{ring}<p>{heap}</p>{nested}").characters
