"""Where chapters begin, what they are called, and that nothing falls between them."""

from pathlib import Path

import pytest

from ebookvoice.domain.book import Book, ParagraphKind
from tests.unit.readers.epubs import links, nav, ncx, package, page, read, read_pages, texts, write_epub


def outline(book: Book) -> dict[str, list[str]]:
    return {chapter.title: texts(chapter) for chapter in book.chapters}


def simple(*names: str) -> dict[str, str]:
    return {f"{name}.xhtml": page(f"<h1>{name.upper()}</h1><p>text {name}</p>") for name in names}


def test_chapters_come_in_the_order_of_the_spine(tmp_path: Path) -> None:
    book = read_pages(tmp_path, simple("b", "c", "a"), links({"a.xhtml": "A", "b.xhtml": "B", "c.xhtml": "C"}))

    assert [chapter.title for chapter in book.chapters] == ["B", "C", "A"]


def test_a_document_that_no_entry_names_belongs_to_the_chapter_before(tmp_path: Path) -> None:
    book = read_pages(tmp_path, simple("a", "b", "c"), links({"a.xhtml": "A", "c.xhtml": "C"}))

    assert outline(book) == {"A": ["A", "text a", "B", "text b"], "C": ["C", "text c"]}


def test_a_document_before_the_first_entry_is_a_chapter_of_its_own(tmp_path: Path) -> None:
    pages = {"x.xhtml": page("<p>For Anna.</p>"), **simple("a", "b")}
    book = read_pages(tmp_path, pages, links({"b.xhtml": "B"}))

    assert outline(book) == {"The Hard Book": ["For Anna."], "A": ["A", "text a"], "B": ["B", "text b"]}


def test_a_page_with_the_title_of_a_part_opens_the_next_chapter(tmp_path: Path) -> None:
    pages = {
        "p.xhtml": page("<h1>PART ONE</h1>"),
        **simple("a", "b"),
        "q.xhtml": page("<h1>The End</h1>"),
        **simple("c"),
    }
    toc = (
        f'<li><a href="p.xhtml">Part One</a><ol>{links({"a.xhtml": "A", "b.xhtml": "B"})}</ol></li>'
        f'<li><a href="q.xhtml">The End</a><ol>{links({"c.xhtml": "C"})}</ol></li>'
    )

    assert outline(read_pages(tmp_path, pages, toc)) == {
        "A": ["PART ONE", "A", "text a"],
        "B": ["B", "text b"],
        "C": ["The End", "C", "text c"],
    }


def test_a_flat_entry_of_a_part_opens_the_next_chapter_too(tmp_path: Path) -> None:
    pages = {"p.xhtml": page("<h1>Book I</h1>"), **simple("a")}
    book = read_pages(tmp_path, pages, links({"p.xhtml": "Book I", "a.xhtml": "A"}))

    assert outline(book) == {"A": ["Book 1", "A", "text a"]}


def test_a_part_with_text_of_its_own_is_a_chapter(tmp_path: Path) -> None:
    pages = {"p.xhtml": page("<h1>Part One</h1><p>It begins.</p>"), **simple("a")}
    toc = f'<li><a href="p.xhtml">Part One</a><ol>{links({"a.xhtml": "A"})}</ol></li>'

    assert outline(read_pages(tmp_path, pages, toc)) == {"Part One": ["Part One", "It begins."], "A": ["A", "text a"]}


def test_a_chapter_of_nothing_but_a_heading_stays_a_chapter(tmp_path: Path) -> None:
    pages = {"x.xhtml": page("<h1>Silence</h1>"), **simple("a")}
    book = read_pages(tmp_path, pages, links({"x.xhtml": "Silence", "a.xhtml": "A"}))

    assert outline(book) == {"Silence": ["Silence"], "A": ["A", "text a"]}


def test_a_picture_with_an_entry_names_the_text_after_it(tmp_path: Path) -> None:
    pages = {"x.xhtml": page("<img src='one.png' alt=''/>"), "y.xhtml": page("<p>text</p>"), **simple("a")}
    book = read_pages(tmp_path, pages, links({"x.xhtml": "Chapter One", "a.xhtml": "A"}))

    assert outline(book) == {"Chapter One": ["text"], "A": ["A", "text a"]}


def test_text_after_a_cover_does_not_become_the_cover(tmp_path: Path) -> None:
    pages = {"x.xhtml": page("<img src='one.png' alt=''/>"), "y.xhtml": page("<p>For Anna.</p>"), **simple("a")}
    book = read_pages(tmp_path, pages, links({"x.xhtml": "Cover", "a.xhtml": "A"}))

    assert [chapter.title for chapter in book.chapters] == ["The Hard Book", "A"]


def test_anchors_inside_of_a_paragraph_cut_it_and_lose_nothing(tmp_path: Path) -> None:
    pages = {"a.xhtml": page('<p>one<a id="x"/></p><p>two <a id="y"/>three</p><h2>Four <a id="z"/>five</h2><p>six</p>')}
    toc = links({"a.xhtml": "A", "a.xhtml#x": "X", "a.xhtml#y": "Y", "a.xhtml#z": "Z", "a.xhtml#missing": "M"})

    assert outline(read_pages(tmp_path, pages, toc)) == {
        "A": ["one"],
        "X": ["two"],
        "Y": ["three"],
        "Z": ["Four five", "six"],
    }


def test_headings_right_before_an_anchor_belong_to_it(tmp_path: Path) -> None:
    pages = {**simple("a"), "b.xhtml": page('<h1>BOOK TWO</h1><h2 id="c">B</h2><p>text</p>')}
    book = read_pages(tmp_path, pages, links({"a.xhtml": "A", "b.xhtml#c": "B"}))

    assert outline(book) == {"A": ["A", "text a"], "B": ["BOOK TWO", "B", "text"]}


def test_what_is_left_out_before_an_anchor_is_a_part_of_its_own(tmp_path: Path) -> None:
    rights = '<section epub:type="copyright-page"><p>All rights reserved.</p></section>'
    pages = {"a.xhtml": page(f'{rights}<h1>BOOK ONE</h1><h2 id="c">A</h2><p>text</p>')}
    book = read_pages(tmp_path, pages, links({"a.xhtml#c": "A"}))

    assert [(part.title, part.reason, texts(part)) for part in book.parts] == [
        ("Copyright page", "copyright page", ["All rights reserved."]),
        ("A", None, ["BOOK ONE", "A", "text"]),
    ]


def test_the_deepest_of_entries_at_one_place_gives_the_title(tmp_path: Path) -> None:
    toc = f'<li><a href="a.xhtml">Part</a><ol>{links({"a.xhtml": "Chapter"})}</ol></li>'

    assert [chapter.title for chapter in read_pages(tmp_path, simple("a"), toc).chapters] == ["Chapter"]


def test_an_ncx_is_read_where_there_is_no_navigation_document(tmp_path: Path) -> None:
    point = '<navPoint><navLabel><text> {0} </text></navLabel><content src="{1}"/>{2}</navPoint>'
    inner = point.format("Inner  One", "b.xhtml", "")
    files = {**simple("a", "b"), "toc.ncx": ncx(point.format("Outer", "a.xhtml", inner))}
    book = read(write_epub(tmp_path / "book.epub", files, package(files, ["a.xhtml", "b.xhtml"])))

    assert outline(book) == {"Outer": ["A", "text a"], "Inner One": ["B", "text b"]}


def test_headings_decide_where_there_is_no_table_of_contents(tmp_path: Path) -> None:
    body = "<h1>The Book</h1><p>intro</p><h2>One</h2><p>1</p><h3>Aside</h3><p>2</p><h2>Two</h2><p>3</p>"

    assert outline(read_pages(tmp_path, {"a.xhtml": page(body)})) == {
        "The Book": ["The Book", "intro"],
        "One": ["One", "1", "Aside", "2"],
        "Two": ["Two", "3"],
    }


def test_a_book_without_any_heading_is_one_chapter(tmp_path: Path) -> None:
    book = read_pages(tmp_path, {"a.xhtml": page("<p>one</p>"), "b.xhtml": page("<p>two</p>")})

    assert outline(book) == {"The Hard Book": ["one", "two"]}


def test_what_is_outside_the_reading_order_is_left_out_unless_an_entry_names_it(tmp_path: Path) -> None:
    book = read_pages(
        tmp_path,
        simple("a", "b", "c"),
        links({"a.xhtml": "A", "c.xhtml": "C"}),
        nonlinear=["b.xhtml", "c.xhtml"],
    )

    assert [chapter.title for chapter in book.chapters] == ["A", "C"]
    assert [(skipped.title, skipped.reason) for skipped in book.skipped] == [("B", "outside the reading order")]


def test_landmarks_and_the_guide_tell_what_is_left_out(tmp_path: Path) -> None:
    files = {**simple("a", "b", "c"), "nav.xhtml": ""}
    files["nav.xhtml"] = nav(
        links({"a.xhtml": "A", "b.xhtml": "B", "c.xhtml": "C"}),
        '<li><a epub:type="bibliography" href="c.xhtml">Sources</a></li>'
        '<li><a epub:type="bodymatter" href="b.xhtml">B</a></li>',
    )
    opf = package(files, ["a.xhtml", "b.xhtml", "c.xhtml"], guide='<reference type="title-page" href="a.xhtml"/>')
    book = read(write_epub(tmp_path / "book.epub", files, opf))

    assert outline(book) == {"B": ["B", "text b"]}
    assert [(skipped.title, skipped.reason) for skipped in book.skipped] == [("A", "title page"), ("C", "bibliography")]


def test_a_guide_that_calls_the_whole_book_a_cover_is_not_believed(tmp_path: Path) -> None:
    book = read_pages(tmp_path, simple("a"), guide='<reference type="cover" href="a.xhtml"/>')

    assert outline(book) == {"A": ["A", "text a"]}


def test_an_epigraph_on_a_title_page_is_narrated(tmp_path: Path) -> None:
    titlepage = '<section epub:type="titlepage"><h1>T</h1><p epub:type="epigraph">Know thyself.</p></section>'
    book = read_pages(tmp_path, {"t.xhtml": page(titlepage), **simple("a")}, links({"a.xhtml": "A"}))

    assert outline(book)["A"] == ["A", "text a"]
    assert "Know thyself." in [text for texts_ in outline(book).values() for text in texts_]


def test_a_title_page_without_semantics_is_told_by_what_it_says(tmp_path: Path) -> None:
    titlepage = page("<p>The Hard Book</p><p>by Ada Anders</p>")
    book = read_pages(tmp_path, {"t.xhtml": titlepage, **simple("a")}, links({"a.xhtml": "A"}))

    assert outline(book) == {"A": ["A", "text a"]}
    assert [skipped.reason for skipped in book.skipped] == ["title page"]


def test_a_publication_that_is_an_index_is_read(tmp_path: Path) -> None:
    book = read_pages(tmp_path, {"i.xhtml": page("<p>Apple, 12</p>", 'epub:type="index"')})

    assert outline(book) == {"The Hard Book": ["Apple, 12"]}


def test_project_gutenbergs_words_are_left_out(tmp_path: Path) -> None:
    header = "<p>The Project Gutenberg eBook of X</p><p>*** START OF THE PROJECT GUTENBERG EBOOK X ***</p>"
    footer = "<p>*** END OF THE PROJECT GUTENBERG EBOOK X ***</p><p>Licence.</p>"
    pages = {"a.xhtml": page(f"{header}<h1>A</h1><p>text</p>{footer}"), "b.xhtml": page("<p>More licence.</p>")}
    book = read_pages(tmp_path, pages, links({"a.xhtml": "A"}))

    assert outline(book) == {"A": ["A", "text"]}
    assert {skipped.reason for skipped in book.skipped} == {"Project Gutenberg licence"}
    assert book.skipped[-1].title == "Project Gutenberg licence"


def test_project_gutenbergs_words_are_told_by_their_markup(tmp_path: Path) -> None:
    header = (
        '<section class="pg-boilerplate pgheader" id="pg-header"><h2>The eBook</h2><p>Anyone anywhere.</p></section>'
    )
    book = read_pages(tmp_path, {"a.xhtml": page(f"{header}<h1>A</h1><p>text</p>")}, links({"a.xhtml": "A"}))

    assert outline(book) == {"A": ["A", "text"]}


def test_a_page_of_nothing_but_links_is_a_table_of_contents(tmp_path: Path) -> None:
    listed = "".join(f'<p><a href="{name}.xhtml">{name}</a></p>' for name in "abc")
    pages = {**simple("a"), "x.xhtml": page(listed), **simple("b")}
    book = read_pages(tmp_path, pages, links({"a.xhtml": "A", "b.xhtml": "B"}))

    assert outline(book) == {"A": ["A", "text a"], "B": ["B", "text b"]}
    assert [skipped.reason for skipped in book.skipped] == ["table of contents"]


def test_a_table_of_contents_that_names_the_book_alone_does_not_hide_its_chapters(tmp_path: Path) -> None:
    body = "<h1>The Hard Book</h1><h2>Preface</h2><p>a</p><h2>Chapter One</h2><p>b</p><h3>Below</h3><p>c</p>"
    book = read_pages(tmp_path, {"a.xhtml": page(body)}, links({"a.xhtml": "The Hard Book"}))

    assert [chapter.title for chapter in book.chapters] == ["Preface", "Chapter One"]


def test_a_table_of_contents_of_one_entry_is_enough_for_one_chapter(tmp_path: Path) -> None:
    body = "<h1>The Tale</h1><p>a</p><h2>And More</h2><p>b</p>"
    book = read_pages(tmp_path, {"a.xhtml": page(body)}, links({"a.xhtml": "A Tale"}))

    assert [chapter.title for chapter in book.chapters] == ["A Tale"]


PLAIN = {
    "numerals": ["CHAPTER I.", "Text one.", "CHAPTER II.", "Text two."],
    "words": ["Chapter One", "Text one.", "Chapter Two: The Return", "Text two."],
    "Chinese": ["第一章", "正文。", "第二章 归来", "正文。"],
}


@pytest.mark.parametrize("paragraphs", PLAIN.values(), ids=PLAIN)
def test_chapters_are_found_where_nothing_but_their_words_tells_of_them(tmp_path: Path, paragraphs: list[str]) -> None:
    book = read_pages(tmp_path, {"a.xhtml": page("".join(f"<p>{text}</p>" for text in paragraphs))})

    assert [chapter.title for chapter in book.chapters] == paragraphs[::2]
    assert {chapter.paragraphs[0].kind for chapter in book.chapters} == {ParagraphKind.HEADING}


NO_CHAPTERS = {
    "a single one": ["Chapter One", "Text one."],
    "sentences": ["Chapter one was lost, and", "chapter two was found", "in a drawer."],
    "beside headings": ["<h2>A</h2>", "a", "<h2>B</h2>", "Chapter One", "b", "Chapter Two", "c"],
}


@pytest.mark.parametrize("paragraphs", NO_CHAPTERS.values(), ids=NO_CHAPTERS)
def test_sentences_that_name_chapters_divide_nothing(tmp_path: Path, paragraphs: list[str]) -> None:
    body = "".join(text if text.startswith("<") else f"<p>{text}</p>" for text in paragraphs)
    book = read_pages(tmp_path, {"a.xhtml": page(body)})

    assert len(book.chapters) == max(1, body.count("<h2>"))
