"""Web pages: what is the text of one is spoken, what surrounds it isn't."""

from contextlib import suppress
from pathlib import Path

import pytest

from ebookvoice.domain.book import Book, ParagraphKind
from ebookvoice.domain.errors import BookRefusedError, NoTextError
from functions.convert.readers.html import read_html
from tests.unit.readers.epubs import read as read_file
from tests.unit.readers.epubs import spoken, texts

PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>The Hard Page | The Site</title>
<meta name="author" content="Ada Anders"><meta property="article:author" content="https://unwanted.example">
<meta name="description" content="About it."><style>unwanted-style</style></head>
<body><a href="#main">unwanted-skip-link</a>
<header><p>unwanted-site-name</p><nav><ul><li><a href="/">unwanted-menu</a></li></ul></nav></header>
<div role="banner">unwanted-banner</div><div role="search"><input value="unwanted-value"></div>
<div role="dialog" aria-label="Cookies">unwanted-cookies <button>unwanted-accept</button></div>
<div role="navigation">unwanted-breadcrumbs</div>
<main id="main"><article>
<header><h1>The Hard Page</h1><p>wanted-subtitle</p></header>
<h2>Contents</h2>
<ol><li><a href="#c1">The Discovery</a> <span>3</span></li><li><a href="#c2">The Cover-Up</a> <span>9</span></li>
<li><a href="#c3">Notes from Home</a> <span>12</span></li></ol>
<h2 id="c1">The Discovery</h2><p>wanted-first<sup><a href="#fn1" id="r1">1</a></sup> ended in 1945</p>
<p>H<sub>2</sub>O <button>unwanted-button</button>wanted-inline <span role="button">unwanted-role</span>wanted-tail</p>
<aside>unwanted-aside</aside>
<a name="c2"></a><h2>The Cover-Up</h2><ul><li>wanted-item</li></ul><blockquote>wanted-quote</blockquote>
<form action="/subscribe"><label>unwanted-label</label><input type="submit" value="unwanted-submit"></form>
<table><tr><th>wanted-head</th><td>wanted-cell</td></tr></table><pre>wanted-pre</pre>
<section><header><h3>wanted-heading</h3></header><p>wanted-section</p><footer>wanted-section-footer</footer></section>
<div id="c3"><h2>Notes from Home</h2><p>wanted-cafe <i lang="fr">wanted-french</i></p></div>
<noscript>unwanted-noscript</noscript><p aria-hidden="true">unwanted-hidden</p><p hidden>unwanted-attribute</p>
<p id="fn1"><a href="#r1">1</a> unwanted-note</p>
<figure><img src="data:image/png;base64,AAAA" alt="unwanted-alt"><figcaption>wanted-caption</figcaption></figure>
</article></main>
<aside role="complementary">unwanted-related</aside><footer>unwanted-footer</footer><div>unwanted-outside</div>
<script>unwanted-script</script></body></html>"""

WANTED = [
    *("wanted-subtitle", "wanted-first ended in 1945", "H2O", "wanted-inline", "wanted-tail", "wanted-item"),
    *("wanted-quote", "wanted-head, wanted-cell", "wanted-pre", "wanted-heading", "wanted-section"),
    *("wanted-section-footer", "wanted-cafe", "wanted-french", "wanted-caption"),
]


def read(text: str, encoding: str = "utf-8") -> Book:
    return read_html(text.encode(encoding), "Saved_Page.html")


def titles(book: Book) -> list[str]:
    return [chapter.title for chapter in book.chapters]


def body(markup: str) -> list[str]:
    return [text for chapter in read(f"<html><body>{markup}</body></html>").chapters for text in texts(chapter)]


def test_everything_wanted_is_kept_in_order() -> None:
    text = spoken(read(PAGE))
    places = [text.find(word) for word in WANTED]

    assert [word for word, place in zip(WANTED, places, strict=True) if place < 0] == []
    assert places == sorted(places)


def test_nothing_unwanted_is_spoken() -> None:
    assert "unwanted" not in spoken(read(PAGE))


def test_chapters_are_those_of_the_pages_own_table_of_contents() -> None:
    book = read(PAGE)

    assert titles(book) == ["The Hard Page", "The Discovery", "The Cover-Up", "Notes from Home"]
    assert "Contents" not in spoken(book)


def test_a_page_tells_about_itself() -> None:
    book = read(PAGE)

    assert (book.title, book.authors, book.language) == ("The Hard Page", ("Ada Anders",), "en")
    assert book.description == "About it."


def test_what_is_left_out_can_still_be_chosen() -> None:
    reasons = {part.reason: " ".join(texts(part)) for part in read(PAGE).skipped}

    assert reasons.keys() >= {"page header", "navigation", "sidebar", "page footer", "outside the main content", "form"}
    assert "unwanted-related" in reasons["sidebar"]
    assert "unwanted-outside" in reasons["outside the main content"]


ROLES = {
    "<header><h1>Title</h1></header><p>one</p>": ["Title", "one"],
    "<header>site</header><article><header><h1>Title</h1></header><p>one</p></article>": ["Title", "one"],
    "<div class='cookie sidebar nav advert'>one</div>": ["one"],
    "<form><p>a page in a form</p></form>": ["a page in a form"],
    "<p>one</p><footer>two</footer>": ["one"],
    "<blockquote><p>one</p><footer>two</footer></blockquote>": ["one"],
    "<main>x</main><p>" + "a long text " * 9 + "</p>": ["x", ("a long text " * 9).strip()],
    "<aside epub:type='footnote'>note</aside><p>one</p>": ["one"],
    "<p>one<![if !supportEmptyParas]>&nbsp;<![endif]><o:p></o:p></p>": ["one"],
    "<p>one</p><div style='mso-element:comment-list'><p>remark</p></div>": ["one"],
    "<p>5 < 6 & 7 > 2</p>": ["5 < 6 & 7 > 2"],
    "<frameset><noframes>no frames</noframes></frameset><p>one</p>": ["one"],
}


@pytest.mark.parametrize(("markup", "paragraphs"), ROLES.items())
def test_furniture_is_told_by_elements_and_roles_alone(markup: str, paragraphs: list[str]) -> None:
    assert body(markup) == paragraphs


def test_two_links_are_no_table_of_contents() -> None:
    page = (
        "<p>See <a href='#b'>Beta</a> and <a href='#c'>Gamma</a>.</p><h2>Alpha</h2><p>x</p>"
        "<h2 id='b'>Beta</h2><p>y</p><h2 id='c'>Gamma</h2><p>z</p>"
    )
    assert "See Beta and Gamma." in body(page)


def test_a_table_of_contents_that_knows_less_than_the_headings_is_only_left_out() -> None:
    listed = "".join(f"<li><a href='#h{n}'>Chapter {n}</a></li>" for n in range(1, 4))
    chapters = "".join(f"<h2 id='h{n}'>Chapter {n}</h2><p>Text {n}.</p>" for n in range(1, 10))

    assert titles(read(f"<ul>{listed}</ul>{chapters}")) == [f"Chapter {n}" for n in range(1, 10)]


WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta name=Generator content="Word 15">
<title>Report</title></head><body lang=DE><div class=WordSection1>
<p class=MsoToc1><a href="#_Toc1">Eins<span style='mso-tab-count:1 dotted'>. </span>1</a></p>
<p class=MsoToc1><a href="#_Toc2">Zwei<span>. </span>2</a></p><p class=MsoToc1><a href="#_Toc3">Drei 3</a></p>
<h1><a name="_Toc1">Eins</a></h1><p class=MsoNormal>Text<a style='mso-footnote-id:ftn1' href="#_ftn1" name="_ftnref1">
<span class=MsoFootnoteReference>[1]</span></a>.</p><h1><a name="_Toc2">Zwei</a></h1><p>Mehr.</p>
<h1><a name="_Toc3">Drei</a></h1><p>Ende.</p></div><div style='mso-element:footnote-list'><hr>
<div style='mso-element:footnote' id=ftn1><p class=MsoFootnoteText><a href="#_ftnref1" name="_ftn1">[1]</a> Fußnote.</p>
</div></div></body></html>"""


def test_a_document_of_word_is_read() -> None:
    book = read(WORD)

    assert [(chapter.title, texts(chapter)) for chapter in book.chapters] == [
        ("Eins", ["Eins", "Text."]),
        ("Zwei", ["Zwei", "Mehr."]),
        ("Drei", ["Drei", "Ende."]),
    ]


GUTENBERG = """<html lang="en"><head><title>The Project Gutenberg eBook of A Tale, by Jane Doe</title></head><body>
<pre>The Project Gutenberg EBook of A Tale, by Jane Doe

Title: A Tale

Author: Jane Doe

*** START OF THIS PROJECT GUTENBERG EBOOK A TALE ***
</pre><h1>A Tale</h1><h3>by Jane Doe</h3><h2>CONTENTS</h2>
<table><tr><td><a href="#link1">CHAPTER I.</a></td></tr><tr><td><a href="#link2">CHAPTER II.</a></td></tr></table>
<a name="link1" id="link1"></a><h2>CHAPTER I. The Start</h2><p><span class="pagenum">[Pg 3]</span>Text one.</p>
<a name="link2" id="link2"></a><h2>CHAPTER II. The End</h2><p>Text two.</p>
<pre>End of the Project Gutenberg EBook of A Tale, by Jane Doe

unwanted licence</pre></body></html>"""


def test_a_page_of_project_gutenberg_is_read() -> None:
    book = read(GUTENBERG)

    assert (book.title, book.authors) == ("A Tale", ("Jane Doe",))
    assert titles(book) == ["CHAPTER I. The Start", "CHAPTER II. The End"]
    assert "Text one." in texts(book.chapters[0])
    assert "CONTENTS" not in spoken(book)
    assert "licence" not in spoken(book)
    assert "table of contents" in {part.reason for part in book.skipped}


CHARSETS = {
    "declared": ("<meta charset='windows-1251'>", "windows-1251"),
    "declared as of old": ('<meta http-equiv="Content-Type" content="text/html; charset=koi8-r">', "koi8-r"),
    "not declared": ("", "windows-1251"),
    "declared wrongly": ("<meta charset='windows-1251'>", "utf-8"),
    "declared as another one": ("<meta charset='iso-8859-1'>", "windows-1251"),
    "declared, but no encoding of text": ("<meta charset='punycode'>", "utf-8"),
    "with a mark": ("<meta charset='windows-1251'>", "utf-8-sig"),
    "of two bytes": ("<meta charset='utf-16'>", "utf-16"),
}
RUSSIAN = "Это было давно, и никто уже не помнит, как это началось. Он сказал, что придёт, но так и не пришёл."


@pytest.mark.parametrize(("declaration", "encoding"), CHARSETS.values(), ids=CHARSETS)
def test_encodings_are_told_as_browsers_do_and_better(declaration: str, encoding: str) -> None:
    page = f"<html><head>{declaration}</head><body><p>{RUSSIAN}</p></body></html>"

    assert spoken(read(page, encoding)) == RUSSIAN


def test_a_page_is_told_by_its_content(tmp_path: Path) -> None:
    path = tmp_path / "book.txt"
    path.write_text(PAGE)

    assert titles(read_file(path)) == ["The Hard Page", "The Discovery", "The Cover-Up", "Notes from Home"]


def test_large_pictures_within_a_page_are_no_obstacle() -> None:
    picture = "data:image/png;base64," + "A" * 12_000_000

    assert body(f"<p>one</p><img src='{picture}'><p>two</p>") == ["one", "two"]


@pytest.mark.parametrize("page", ["<html></html>", "<html><body><img src='a.png'></body></html>", "<script>x</script>"])
def test_a_page_without_text_is_refused(page: str) -> None:
    with pytest.raises(NoTextError):
        read(page)


HOSTILE = {
    "nested": "<div>" * 50_000 + "x",
    "links": "<a href='#a'>x y</a>" * 20_000 + "<h1 id='a'>x</h1>",
    "nested furniture": "<p>x</p>" + "<aside>" * 200 + "y" + "</aside>" * 200,
    "unclosed": "<" * 200_000 + "x",
}


@pytest.mark.parametrize("page", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.timeout(20)
def test_hostile_pages_are_read_or_refused_in_time(page: str) -> None:
    with suppress(BookRefusedError):
        assert read(f"<html><body>{page}</body></html>").characters


def test_kinds_are_kept() -> None:
    kinds = {paragraph.text: paragraph.kind for chapter in read(PAGE).chapters for paragraph in chapter.paragraphs}

    assert kinds["wanted-quote"] is ParagraphKind.QUOTE
    assert kinds["wanted-pre"] is ParagraphKind.PREFORMATTED
