"""FictionBook 2: description, bodies, notes, and what is left of damaged files."""

import base64
import time
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest

from ebookvoice.domain.book import Book, ParagraphKind
from ebookvoice.domain.errors import BookRefusedError, CorruptBookError, NoTextError
from functions.convert.readers.fb2 import read_fb2
from tests.unit.readers.epubs import read as read_file
from tests.unit.readers.epubs import spoken, texts

PICTURE = b"\xff\xd8\xff\xe0 a picture"
HEAD = (
    '<FictionBook xmlns="http://www.gribuser.ru/xml/fictionbook/2.0" xmlns:l="http://www.w3.org/1999/xlink">'
    "<stylesheet>unwanted-style</stylesheet><description><title-info><genre>unwanted-genre</genre>"
    "<author><first-name>Ada</first-name><middle-name>B.</middle-name><last-name>Anders</last-name></author>"
    "<author><nickname>Nick</nickname></author><book-title>The Hard Book</book-title>"
    "<annotation><p>About it.</p></annotation><date value='1899-12-31'>1899</date>"
    '<coverpage><image l:href="#cover.jpg"/></coverpage><lang>en</lang>'
    '<sequence name="The Hard Books" number="2"/><sequence name="Others"/></title-info>'
    "<document-info><id>unwanted-id</id></document-info>"
    "<publish-info><publisher>The Press</publisher><year>1900</year><isbn>978-3-16-148410-0</isbn></publish-info>"
    "</description>"
)
TAIL = f'<binary id="cover.jpg" content-type="image/png">{base64.b64encode(PICTURE).decode()}</binary></FictionBook>'
NOTES = (
    '<body name="notes"><title><p>unwanted-Notes</p></title>'
    '<section id="n1"><title><p>1</p></title><p>unwanted-note</p><p>unwanted-note-too'
    '<a l:href="#n2" type="note">2</a></p>'
    '</section><section id="n2"><title><p>2</p></title><p>unwanted-nested</p></section>'
    '<section id="n3"><title><p>3</p></title><p>unwanted-orphan</p></section></body>'
)
BODY = (
    "<body><title><p>Ada B. Anders</p><p>The Hard Book</p></title>"
    "<epigraph><p>wanted-motto</p><text-author>wanted-motto-author</text-author></epigraph>"
    "<section><title><p>Part One</p></title><epigraph><poem><stanza><v>wanted-part-motto</v></stanza></poem></epigraph>"
    '<section id="s1"><title><p>Chapter I</p><p>The Discovery</p></title>'
    "<annotation><p>wanted-annotation</p></annotation>"
    '<p>wanted-first<a l:href="#n1" type="note">[1]</a>. H<sub>2</sub>O x<sup>2</sup>, '
    "<emphasis>wanted-</emphasis>emphasis "
    '<strikethrough>wanted-struck</strikethrough> <code>wanted-code</code><image l:href="#i.png"/></p>'
    "<subtitle>* * *</subtitle><subtitle>wanted-subtitle</subtitle><empty-line/>"
    '<p>a <a l:href="#s2">wanted-link</a></p>'
    '<p xml:lang="fr">wanted-french</p><p>An <style name="x" xml:lang="la">wanted-latin</style></p></section>'
    '<section id="s2"><title><p>Chapter II</p></title><image l:href="#i.png"/>'
    "<poem><title><p>wanted-poem-title</p></title><stanza><v>wanted-verse one,</v><v>wanted-verse two.</v></stanza>"
    "<stanza><v>wanted-stanza</v></stanza><text-author>wanted-poet</text-author><date>wanted-date</date></poem>"
    "<cite><p>wanted-cite</p><text-author>wanted-cited</text-author></cite>"
    '<table><tr><th>wanted-head</th><td>b</td></tr><tr><td>wanted-cell</td><td colspan="2">2</td></tr></table>'
    "</section>"
    "</section><section><title><p>Notes from Home</p></title><p>wanted-last</p></section></body>"
)
WANTED = [
    *("wanted-motto", "wanted-motto-author", "Part One", "wanted-part-motto", "Chapter 1", "The Discovery"),
    *("wanted-annotation", "wanted-first. H2O x2, wanted-emphasis wanted-struck wanted-code", "wanted-subtitle"),
    *("a wanted-link", "wanted-french", "An wanted-latin", "Chapter 2", "wanted-poem-title"),
    *("wanted-verse one, wanted-verse two.", "wanted-stanza", "wanted-poet", "wanted-date", "wanted-cite"),
    *("wanted-cited", "wanted-head, b", "wanted-cell, 2", "Notes from Home", "wanted-last"),
]


def fb2(body: str, head: str = HEAD, tail: str = TAIL) -> str:
    return f'<?xml version="1.0" encoding="utf-8"?>\n{head}{body}{tail}'


def read(text: str) -> Book:
    return read_fb2(text.encode(), "My_Book.fb2")


def titles(book: Book) -> list[str]:
    return [chapter.title for chapter in book.chapters]


@pytest.fixture
def book() -> Book:
    return read(fb2(BODY + NOTES))


def test_everything_wanted_is_kept_in_order(book: Book) -> None:
    text = spoken(book)
    places = [text.find(word) for word in WANTED]

    assert [word for word, place in zip(WANTED, places, strict=True) if place < 0] == []
    assert places == sorted(places)


def test_nothing_unwanted_is_spoken(book: Book) -> None:
    assert "unwanted" not in spoken(book)
    assert "About it." not in spoken(book)


def test_titles_are_those_of_the_sections(book: Book) -> None:
    assert titles(book) == ["The Hard Book", "Part One", "Chapter I. The Discovery", "Chapter II", "Notes from Home"]


def test_the_description_tells_about_the_book(book: Book) -> None:
    assert (book.title, book.authors, book.language) == ("The Hard Book", ("Ada B. Anders", "Nick"), "en")
    assert (book.publisher, book.published, book.description) == ("The Press", "1900", "About it.")
    assert (book.series, book.series_part, book.isbn) == ("The Hard Books", "2", "9783161484100")
    assert book.cover is not None
    assert (book.cover.content, book.cover.media_type) == (PICTURE, "image/jpeg")


def test_what_is_left_out_can_still_be_chosen(book: Book) -> None:
    assert [(part.reason, texts(part)) for part in book.skipped] == [
        ("title page", ["Ada B. Anders", "The Hard Book"]),
        ("endnotes", ["unwanted-Notes", "3", "unwanted-orphan"]),
    ]


def test_notes_are_where_they_are_marked(book: Book) -> None:
    marked = [
        (paragraph, mark) for chapter in book.chapters for paragraph in chapter.paragraphs for mark in paragraph.notes
    ]

    assert [(paragraph.text[: mark.position], mark.key) for paragraph, mark in marked] == [("wanted-first", "n1")]
    assert [paragraph.text for paragraph in book.notes["n1"].paragraphs] == ["unwanted-note", "unwanted-note-too"]
    assert [mark.key for mark in book.notes["n1"].paragraphs[1].notes] == ["n2"]
    assert [paragraph.text for paragraph in book.notes["n2"].paragraphs] == ["unwanted-nested"]
    assert {paragraph.kind for note in book.notes.values() for paragraph in note.paragraphs} == {ParagraphKind.NOTE}


def test_kinds_and_languages_are_kept(book: Book) -> None:
    paragraphs = {paragraph.text: paragraph for chapter in book.chapters for paragraph in chapter.paragraphs}

    assert paragraphs["wanted-cite"].kind is ParagraphKind.QUOTE
    assert paragraphs["wanted-stanza"].kind is ParagraphKind.VERSE
    assert paragraphs["wanted-subtitle"].kind is ParagraphKind.HEADING
    assert paragraphs["wanted-head, b"].kind is ParagraphKind.TABLE_ROW
    assert paragraphs["wanted-french"].language == "fr"
    assert paragraphs["An wanted-latin"].language is None


RUSSIAN = (
    "<body><section><title><p>Глава первая</p></title>"
    "<p>Это было давно, и никто не помнит, как это началось.</p></section></body>"
)


@pytest.mark.parametrize("encoding", ["windows-1251", "koi8-r", "utf-16", "utf-8"])
@pytest.mark.parametrize("declared", [True, False])
def test_any_encoding_is_read(encoding: str, declared: bool) -> None:
    text = fb2(RUSSIAN).replace(' encoding="utf-8"', f' encoding="{encoding}"' if declared else "")

    assert spoken(read_fb2(text.encode(encoding), "book.fb2")).startswith("Глава первая\nЭто было давно")


def test_a_false_declaration_is_seen_through() -> None:
    assert spoken(read_fb2(fb2(RUSSIAN).encode("windows-1251"), "book.fb2")).startswith("Глава первая\nЭто было давно")


DAMAGED = {
    "a bare ampersand": ("<p>salt & pepper, R&D &mdash; &amp;</p>", ["salt & pepper, R&D — &"]),
    "unclosed paragraphs": ("<p>one<p>two</section><section><p>three", ["one", "two", "three"]),
    "crossed elements": (
        "<p><strong>one <emphasis>two</strong> three</emphasis></p><p>four</p>",
        ["one two three", "four"],
    ),
    "brackets in text": ("<p>5 < 6 > 4, she <said> aloud</p>", ["5 < 6 > 4, she <said> aloud"]),
    "an end too many": ("<p>one</p></p></strong><p>two</p>", ["one", "two"]),
    "attributes without quotes": ("<p id=x>one</p><p>two", ["one", "two"]),
    "a prefix nobody declared": ("<p><fb:strong>one</fb:strong></p>", ["one"]),
    "a comment that doesn't end": ("<p>one <!-- two</p><p>three</p>", ["one two", "three"]),
    "text without paragraphs": ("one<empty-line/>two <emphasis>three</emphasis>", ["one", "two three"]),
    "unknown elements": ("<div><p>one</p><q>two</q></div>", ["one", "two"]),
}


@pytest.mark.parametrize(("section", "paragraphs"), DAMAGED.values(), ids=DAMAGED)
def test_damaged_files_are_read_without_losing_a_word(section: str, paragraphs: list[str]) -> None:
    chapters = read(fb2(f"<body><section>{section}</section></body>")).chapters

    assert [text for chapter in chapters for text in texts(chapter)] == paragraphs


def test_an_incomplete_file_is_refused() -> None:
    text = fb2(BODY)

    with pytest.raises(CorruptBookError):
        read(text[: text.index("wanted-last")])


def test_a_book_without_text_is_refused() -> None:
    with pytest.raises(NoTextError):
        read(fb2("<body><section><image l:href='#i'/></section></body>"))


def test_a_zipped_book_is_read(tmp_path: Path) -> None:
    path = tmp_path / "book.fb2.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("book.fb2", fb2(BODY))

    assert titles(read_file(path))[-1] == "Notes from Home"


def test_large_pictures_are_no_obstacle() -> None:
    picture = f'<binary id="x" content-type="image/jpeg">{"A" * 12_000_000}</binary></FictionBook>'

    assert titles(read(fb2(BODY, tail=picture)))[-1] == "Notes from Home"


HOSTILE = {
    "nested": "<section>" * 5_000 + "<p>x</p>" + "</section>" * 5_000,
    "nested and damaged": "<section>" * 5_000 + "<p>x",
    "notes": "<section><p>"
    + "".join(f'<a l:href="#n{i}" type="note">{i}</a>x ' for i in range(5_000))
    + "</p></section></body><body name='notes'>"
    + "".join(f'<section id="n{i}"><p>y<a l:href="#n{i + 1}" type="note">1</a></p></section>' for i in range(5_000)),
    "unclosed": "<section>" + "<p>x" * 30_000,
    "entities": "<section><p>&a;&a;</p>" * 1_000,
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.timeout(20)
def test_hostile_files_are_read_or_refused_in_time(body: str) -> None:
    started = time.process_time()
    with suppress(BookRefusedError):
        assert read(fb2(f"<body>{body}</body>")).characters
    assert time.process_time() - started < 8
