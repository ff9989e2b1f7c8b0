"""What is spoken of a page, and how it is put together."""

from pathlib import Path

import pytest

from ebookvoice.domain.book import ParagraphKind
from tests.unit.readers.epubs import links, page, read_body, read_pages, texts

INLINE = {
    "one<b>two</b>three": "onetwothree",
    "one <b>two</b> three": "one two three",
    "one<br/>two": "one two",
    "one\n  two\tthree": "one two three",
    "H<sub>2</sub>O and E=mc<sup>2</sup>": "H2O and E=mc2",
    "It ended in 1945": "It ended in 1945",
    "soft\u00adhyphen and zero\u200bwidth": "softhyphen and zerowidth",
    "o\ufb03ce \ufb01ne": "office fine",
    "thin\u2009space\u00a0and\u3000wide": "thin space and wide",
    "cafe\u0301": "café",
    "½ ² ① ﹪": "½ ² ① ﹪",
    "a&nbsp;b&mdash;c &hellip; &eacute; &amp; &lt;d&gt;": "a b—c … é & <d>",
    "&undefined;known": "known",
    '<span class="dropcap">T</span>he end': "The end",
    '<span class="dropcap">T</span>\n<span>he</span> end': "The end",
    '<span class="dropcap">A</span> man': "A man",
    "text before <img src='a.png' alt='x'/>": "text before",
    'page <span class="pagenum">[12]</span>break': "page break",
    '<b epub:type="pagebreak">this is text, not the number of a page</b>': "this is text, not the number of a page",
    "x<math xmlns='http://www.w3.org/1998/Math/MathML' alttext='a squared'><mi>a</mi></math>": "x a squared",
    "<object data='a.bin' type='application/x-foo'>fallback</object>": "fallback",
}

NOTES = {
    'word<a epub:type="noteref" href="n.xhtml#n1">12</a>.': "word.",
    'word <a role="doc-noteref" href="n.xhtml#n1">[*]</a>.': "word.",
    'word<sup><a href="notes.xhtml#x1">1</a></sup> more': "word more",
    'word<a href="#footnote-3"><sup>3</sup></a> more': "word more",
    'word <a href="#fn3">[3]</a>, more': "word, more",
    'the <a epub:type="noteref" href="#n1">Eiffel tower</a>': "the Eiffel tower",
    'see <a href="b.xhtml#c2">2</a> and <sup>th</sup>': "see 2 and th",
    'x<sup><a href="#equation">2</a></sup>': "x2",
    "the 1<sup>st</sup> day": "the 1st day",
}


@pytest.mark.parametrize(("body", "text"), (INLINE | NOTES).items())
def test_inline_text_is_joined_as_it_stands(tmp_path: Path, body: str, text: str) -> None:
    assert read_body(tmp_path, f"<p>{body}</p>") == [text]


BLOCKS = {
    "text<p>paragraph</p>tail": ["text", "paragraph", "tail"],
    "<div>one<br/><br/>two<br/>three</div>": ["one", "two three"],
    "<p>one</p><p>* * *</p><p>two</p>": ["one", "two"],
    "<ul><li>one<ul><li>two</li></ul></li></ul>": ["one", "two"],
    "<pre>one\ntwo\n\nthree</pre>": ["one two", "three"],
    "<table><tr><td><p>one.</p></td><td>two</td></tr><tr><td>three</td></tr></table>": ["one. two", "three"],
    "<table role='presentation'><tr><td><p>one</p><p>two</p></td></tr></table>": ["one", "two"],
    "<table><tr><td><h2>one</h2><p>two</p></td></tr></table>": ["one", "two"],
    "<h1>A <small>and</small> B</h1><p>c</p>": ["A and B", "c"],
    '<p>Whole<aside epub:type="footnote">note</aside> sentence.</p>': ["Whole sentence."],
    '<div class="dropcap">T</div><p>he end</p>': ["The end"],
    "<svg xmlns='http://www.w3.org/2000/svg'><title>t</title><text>one</text><text>two</text></svg>": ["one", "two"],
    '<table><tr role="doc-toc"><td>out</td></tr><tr><td>one</td><td>two</td></tr></table>': ["one, two"],
    '<table role="doc-toc"><tr><td>out</td></tr></table><p>one</p>': ["one"],
    '<table epub:type="loi"><caption>out</caption><tr><td><p>out</p></td></tr></table><p>one</p>': ["one"],
    "<noscript><p>one</p></noscript><template><p>two</p></template>": ["one"],
}


@pytest.mark.parametrize(("body", "paragraphs"), BLOCKS.items())
def test_blocks_are_paragraphs_in_document_order(tmp_path: Path, body: str, paragraphs: list[str]) -> None:
    assert read_body(tmp_path, body) == paragraphs


BROKEN = {
    "unclosed": "<p>one<p>two & three",
    "crossed": "<p><b>one</p><p>two & three</b></p>",
    "no namespace": '<p epub:type="x">one</p><p>two &unknown;& three</p>',
    "a title closed in itself": "<title/><p>one</p><p>two & three</i></p>",
    "control characters": "<p>one</p><p>two \x08& three</p>",
}


@pytest.mark.parametrize("body", BROKEN.values(), ids=BROKEN)
def test_broken_markup_is_read_all_the_same(tmp_path: Path, body: str) -> None:
    assert read_body(tmp_path, body) == ["one", "two & three"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1252"])
def test_any_declared_encoding_is_read(tmp_path: Path, encoding: str) -> None:
    content = page("<p>Käse für Zoë</p>").replace("utf-8", encoding.removesuffix("-sig"))
    book = read_pages(tmp_path, {"a.xhtml": content.encode(encoding)})  # type: ignore[dict-item]

    assert texts(book.chapters[0]) == ["Käse für Zoë"]


def test_notes_that_point_back_are_left_out_without_any_markup(tmp_path: Path) -> None:
    pages = {
        "a.xhtml": page(
            '<p>Text<sup><a id="r1" href="#one">1</a></sup> goes on<sup><a id="r2" href="#two">2</a></sup>.</p>'
            '<p id="one"><a href="#r1">1</a> First note.</p><ol><li id="two">Second note. <a href="#r2">↩</a></li></ol>'
            '<p id="three">Not a note.</p>'
        )
    }
    book = read_pages(tmp_path, pages, links({"a.xhtml": "One"}))

    assert texts(book.chapters[0]) == ["Text goes on.", "Not a note."]
    assert [note.paragraphs[0].text for note in book.notes.values()] == ["First note.", "Second note."]
    assert book.skipped == ()


def test_only_another_language_than_the_books_is_noted(tmp_path: Path) -> None:
    pages = {
        "a.xhtml": page(
            '<p xml:lang="fr">Bonjour</p><p xml:lang="en-US">Hello</p><p><i lang="la">Ave</i></p>'
            '<p>An <i lang="la">ave</i></p><div lang="de"><p>Guten Tag</p></div>'
        )
    }
    paragraphs = read_pages(tmp_path, pages).chapters[0].paragraphs

    assert [paragraph.language for paragraph in paragraphs] == ["fr", None, "la", None, "de"]


def test_verse_and_titles_are_told_by_their_semantics(tmp_path: Path) -> None:
    pages = {
        "a.xhtml": page(
            '<header><p epub:type="title">The Title</p></header><div epub:type="z3998:verse"><p>one<br/>two</p></div>'
            '<h2 epub:type="z3998:roman">C</h2><h3>Number <span epub:type="z3998:roman">L</span></h3>'
        )
    }
    paragraphs = read_pages(tmp_path, pages, links({"a.xhtml": "A"})).chapters[0].paragraphs

    assert [(paragraph.text, paragraph.kind) for paragraph in paragraphs] == [
        ("The Title", ParagraphKind.HEADING),
        ("one two", ParagraphKind.VERSE),
        ("100", ParagraphKind.HEADING),
        ("Number 50", ParagraphKind.HEADING),
    ]
