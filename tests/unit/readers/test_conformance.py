"""One book with everything in it that readers stumble over: all that is wanted, nothing that isn't, in order."""

from pathlib import Path

import pytest

from ebookvoice.domain.book import Book, ParagraphKind
from tests.unit.readers.epubs import links, nav, package, page, read, spoken, texts, write_epub

NOTE_BODY = '<aside epub:type="footnote" id="fn1"><p>unwanted-footnote <a href="#r1">back</a></p></aside>'

FILES = {
    "z-title.xhtml": page("<h1>The Hard Book</h1><p>unwanted-titlepage</p>", 'epub:type="titlepage"'),
    "y-copyright.xhtml": page("<p>unwanted-copyright</p>", 'epub:type="copyright-page"'),
    "x-dedication.xhtml": page("<p>wanted-dedication</p>", 'epub:type="dedication"'),
    "m-two.xhtml": page(
        '<section id="c1"><h2>I</h2><p>wanted-first wo<span epub:type="pagebreak" title="12">unwanted-12</span>rd '
        'with a note<a epub:type="noteref" href="#fn1" id="r1">1</a>.</p>'
        f"{NOTE_BODY}<blockquote><p>wanted-quote</p></blockquote></section>"
        '<section id="c2"><h2>II</h2><ul><li>wanted-item</li><li><p>wanted-item-paragraph</p></li></ul>'
        '<div>wanted-div<div>wanted-inner-div</div>wanted-after-div</div><p hidden="hidden">unwanted-hidden</p>'
        '<p style="display:none">unwanted-style</p>'
        '<p><span aria-hidden="true">unwanted-aria</span>wanted-bare</p></section>'
    ),
    "b-three.xhtml": page(
        "<h2>The Discovery</h2><pre>wanted-pre\nline</pre><table><caption>wanted-caption</caption>"
        "<tr><th>wanted-head</th><td>wanted-cell</td></tr></table><dl><dt>wanted-term</dt><dd>wanted-definition</dd></dl>"
        "<p><ruby>wanted漢字<rp>(</rp><rt>unwanted-ruby</rt><rp>)</rp></ruby> H<sub>2</sub>O and x<sup>2</sup></p>"
        "<p>wanted-before<img src='i.png' alt='unwanted-alt'/></p>"
        "<figure><figcaption>wanted-figcaption</figcaption></figure>"
        "<script>unwanted-script</script><style>unwanted-style</style><nav><ol><li>unwanted-nav</li></ol></nav>"
    ),
    "a-four.xhtml": page("<h2>The Notebook</h2><p>wanted-last</p>"),
    "k-notes.xhtml": page("<h2>Notes</h2><ol><li>unwanted-endnote</li></ol>", 'epub:type="endnotes"'),
    "j-index.xhtml": page("<h2>Index</h2><p>unwanted-index</p>", 'epub:type="index"'),
    "nav.xhtml": nav(
        links(
            {
                "z-title.xhtml": "Title Page",
                "m-two.xhtml#c1": "I",
                "m-two.xhtml#c2": "II",
                "b-three.xhtml": "The  Discovery",
                "a-four.xhtml": "The Notebook",
                "k-notes.xhtml": "Notes",
                "j-index.xhtml": "Index",
            }
        )
    ),
}
SPINE = [
    *("z-title.xhtml", "y-copyright.xhtml", "nav.xhtml", "x-dedication.xhtml", "m-two.xhtml", "b-three.xhtml"),
    *("a-four.xhtml", "k-notes.xhtml", "j-index.xhtml"),
]
WANTED = [
    *("wanted-dedication", "wanted-first", "wanted-quote", "wanted-item", "wanted-item-paragraph", "wanted-div"),
    *("wanted-inner-div", "wanted-after-div", "wanted-bare", "wanted-pre", "wanted-caption", "wanted-head"),
    *("wanted-cell", "wanted-term", "wanted-definition", "wanted漢字", "H2O", "x2", "wanted-before"),
    *("wanted-figcaption", "wanted-last"),
]


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return read(write_epub(tmp_path / "hard.epub", FILES, package(FILES, SPINE)))


def test_everything_wanted_is_kept_in_order(book: Book) -> None:
    text = spoken(book)
    places = [text.find(word) for word in WANTED]

    assert [word for word, place in zip(WANTED, places, strict=True) if place < 0] == []
    assert places == sorted(places)


def test_nothing_unwanted_is_spoken(book: Book) -> None:
    assert "unwanted" not in spoken(book)


def test_titles_are_those_of_the_table_of_contents(book: Book) -> None:
    assert [chapter.title for chapter in book.chapters] == ["Dedication", "I", "II", "The Discovery", "The Notebook"]


def test_chapters_of_one_file_are_cut_at_their_fragments(book: Book) -> None:
    assert texts(book.chapters[1]) == ["1", "wanted-first word with a note.", "wanted-quote"]
    assert texts(book.chapters[2])[0] == "2"


def test_all_that_is_left_out_is_accounted_for(book: Book) -> None:
    assert [(skipped.title, skipped.reason) for skipped in book.skipped] == [
        ("Title Page", "title page"),
        ("Copyright page", "copyright page"),
        ("Contents", "table of contents"),
        ("I", "note"),
        ("The Discovery", "navigation"),
        ("Notes", "endnotes"),
        ("Index", "index"),
    ]
    assert {skipped.reason: skipped.characters for skipped in book.skipped}["note"] == len("unwanted-footnote back")


def test_blocks_keep_their_kind(book: Book) -> None:
    kinds = {paragraph.text: paragraph.kind for chapter in book.chapters for paragraph in chapter.paragraphs}

    assert kinds["1"] is ParagraphKind.HEADING
    assert kinds["wanted-quote"] is ParagraphKind.QUOTE
    assert kinds["wanted-item-paragraph"] is ParagraphKind.LIST_ITEM
    assert kinds["wanted-pre line"] is ParagraphKind.PREFORMATTED
    assert kinds["wanted-head, wanted-cell"] is ParagraphKind.TABLE_ROW
