"""What is said of the finer points of Word documents."""

from pathlib import Path

import pytest

from ebookvoice.domain.errors import CorruptBookError, NoTextError, TooComplexError
from functions.convert.readers.docx.reader import read_docx
from tests.unit.readers.docx.documents import STRICT, cell, field, p, package, paragraph, part, r, read, table
from tests.unit.readers.epubs import texts, write_zip

_PICTURE = "<w:r><w:drawing><a:blip r:embed='picture'/></w:drawing></w:r>"
_PNG = {"word/media/image1.png": b"\x89PNG\r\n\x1a\n picture"}
_FIELD = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'


def _read(folder: Path, body: str) -> list[str]:
    return [text for chapter in read(folder, body).chapters for text in texts(chapter)]


def test_strict_documents_are_read_alike(tmp_path: Path) -> None:
    body = p("One", "berschrift1") + p("text") + p("Two", "Kapitel") + p("more")

    assert [chapter.title for chapter in read(tmp_path, body, namespace=STRICT).chapters] == ["One", "Two"]


def test_a_paragraph_whose_end_was_deleted_goes_on(tmp_path: Path) -> None:
    assert _read(tmp_path, p("one ", properties="<w:rPr><w:del/></w:rPr>") + p("two") + p("three")) == [
        "one two",
        "three",
    ]


def test_what_follows_the_end_of_a_page_is_a_paragraph_of_its_own(tmp_path: Path) -> None:
    body = paragraph(r("one") + '<w:r><w:br w:type="page"/></w:r>' + r("two") + "<w:r><w:br/></w:r>" + r("three"))

    assert _read(tmp_path, body) == ["one", "two three"]


def test_signs_that_fields_show_by_themselves_are_kept(tmp_path: Path) -> None:
    def bare(instruction: str) -> str:
        return _FIELD.format("begin") + f"<w:r><w:instrText>{instruction}</w:instrText></w:r>" + _FIELD.format("end")

    ruby = bare('EQ \\* jc2 \\* "Font:MS Mincho" \\* hps10 \\o\\ad(\\s\\up 9(かんじ),漢字)')
    body = paragraph(bare('SYMBOL 97 \\f "Symbol"') + r(" and ") + ruby)

    assert _read(tmp_path, body) == ["α and 漢字"]


def test_fields_within_fields_are_read_once(tmp_path: Path) -> None:
    outer = _FIELD.format("begin") + "<w:r><w:instrText> IF </w:instrText></w:r>" + field("MERGEFIELD x", r("unwanted"))
    outer += _FIELD.format("separate") + r("wanted") + _FIELD.format("end")

    assert _read(tmp_path, paragraph(outer + r(" text"))) == ["wanted text"]


def test_a_marker_of_ones_own_is_not_read(tmp_path: Path) -> None:
    notes = part("endnotes", f'<w:endnote w:id="5">{p("The note.")}</w:endnote>')
    marker = '<w:r><w:endnoteReference w:id="5" w:customMarkFollows="1"/><w:t>*</w:t></w:r>'
    book = read(tmp_path, paragraph(r("word") + marker + r(" more")), {"word/endnotes.xml": notes})
    (spoken,) = book.chapters[0].paragraphs

    assert spoken.text == "word more"
    assert [each.text for mark in spoken.notes for each in book.notes[mark.key].paragraphs] == ["The note."]


def test_a_table_that_lays_out_a_page_is_read_cell_by_cell(tmp_path: Path) -> None:
    column = p("one") + p("two") + p("three") + p("four")

    assert _read(tmp_path, table(cell(column) + cell(p("five")))) == ["one", "two", "three", "four", "five"]


def test_tables_within_tables_are_read_in_order(tmp_path: Path) -> None:
    inner = table(cell(p("a")) + cell(p("b")))

    assert _read(tmp_path, table(cell(p("one") + inner + p("two")) + cell(p("three")))) == [
        "one",
        "a, b",
        "two",
        "three",
    ]


def test_the_language_is_that_of_most_of_the_text(tmp_path: Path) -> None:
    german = '<w:lang w:val="de-DE"/>'
    body = paragraph(r("Ein ganzer Absatz in deutscher Sprache.", german)) * 3 + p("An English one.")
    book = read(tmp_path, body)

    assert book.language == "de-DE"
    assert [spoken.language for spoken in book.chapters[0].paragraphs] == [None, None, None, "en-US"]


def test_a_language_counts_only_for_text_in_its_script(tmp_path: Path) -> None:
    book = read(tmp_path, p("これは日本語の文章です。") * 3 + p("Это русский текст.") + p("עברית") + p("English"))

    assert book.language == "ja-JP"
    assert [spoken.language for spoken in book.chapters[0].paragraphs] == [None, None, None, None, "he", "en-US"]


def test_a_picture_before_all_text_is_the_cover(tmp_path: Path) -> None:
    book = read(tmp_path, p() + paragraph(_PICTURE) + p("text") + paragraph(_PICTURE), _PNG)

    assert book.cover is not None
    assert (book.cover.content, book.cover.media_type) == (_PNG["word/media/image1.png"], "image/png")


def test_a_picture_within_text_is_no_cover(tmp_path: Path) -> None:
    assert read(tmp_path, paragraph(r("text ") + _PICTURE) + paragraph(_PICTURE), _PNG).cover is None


@pytest.mark.parametrize(
    "chunk",
    [
        "<html><head><title>unwanted</title></head><body><h1>One</h1><p>Text &amp; more</p></body></html>",
        'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="b"\n\n--b\nContent-Type: text/html; '
        'charset="utf-8"\nContent-Transfer-Encoding: quoted-printable\n\n<html><h1>One</h1>\n<p>Text &amp; m=\nore'
        "</p></html>\n--b--\n",
    ],
)
def test_pages_that_are_taken_in_are_read(tmp_path: Path, chunk: str) -> None:
    body = p("before") + '<w:altChunk r:id="chunk"/>' + p("after")
    book = read(tmp_path, body, {"word/chunk.dat": chunk})

    assert [text for chapter in book.chapters for text in texts(chapter)] == ["before", "One", "Text & more", "after"]


def test_a_document_without_its_text_is_damaged(tmp_path: Path) -> None:
    files = {name: content for name, content in package("").items() if name != "word/document.xml"}
    with pytest.raises(CorruptBookError):
        read_docx(write_zip(tmp_path / "a.docx", files), "a.docx")


@pytest.mark.parametrize("text", ["<w:document", "\x00", ""])
def test_broken_xml_is_damaged(tmp_path: Path, text: str) -> None:
    files = package("") | {"word/document.xml": text}
    with pytest.raises(CorruptBookError):
        read_docx(write_zip(tmp_path / "a.docx", files), "a.docx")


def test_broken_styles_lose_no_text(tmp_path: Path) -> None:
    assert texts(read(tmp_path, p("text", "x"), {"word/styles.xml": "<w:st"}).chapters[0]) == ["text"]


def test_a_document_without_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NoTextError):
        read(tmp_path, p() + paragraph(_PICTURE), _PNG)


def test_what_is_deep_is_read_or_refused(tmp_path: Path) -> None:
    def deep(levels: int) -> str:
        return "<w:tbl><w:tr><w:tc>" * levels + p("deep") + "</w:tc></w:tr></w:tbl>" * levels

    assert _read(tmp_path, deep(80)) == ["deep"]
    with pytest.raises(TooComplexError):
        _read(tmp_path, deep(100))


def test_a_bomb_of_entities_is_not_expanded(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    text = part("document", f"<w:body>{p('text &b;')}</w:body>").replace("<w:document", f"{bomb}<w:document")

    assert texts(read(tmp_path, "", {"word/document.xml": text}).chapters[0])[0].startswith("text")
