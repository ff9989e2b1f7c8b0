"""One Word document with everything in it that readers stumble over: all that is wanted, nothing that isn't."""

import pytest

from ebookvoice.domain.book import Book, ParagraphKind
from tests.unit.readers.docx.documents import cell, core, field, p, paragraph, part, r, read, table
from tests.unit.readers.epubs import spoken
from tests.unit.readers.office_documents import check_note, heard, kinds, left_out

_BOX = "<w:txbxContent>{}</w:txbxContent>"
_LIST = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{}"/></w:numPr>'

NUMBERING = (
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
    '<w:lvlText w:val="%1."/></w:lvl></w:abstractNum>'
    '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="o"/></w:lvl>'
    "</w:abstractNum>"
    '<w:abstractNum w:abstractNumId="2"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/>'
    '<w:lvlText w:val="Chapter %1"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="2"/></w:num>'
)
FOOTNOTES = (
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:id="2"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> unwanted-note</w:t></w:r>'
    "</w:p></w:footnote>"
)
TOC = (
    "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val='Table of Contents'/></w:docPartObj></w:sdtPr><w:sdtContent>"
    + p("unwanted-contents")
    + "</w:sdtContent></w:sdt>"
    + paragraph(
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC \\o</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        + r("unwanted-toc-entry")
        + field("PAGEREF _Toc1", r("unwanted-7"))
    )
    + paragraph(r("unwanted-last-entry") + '<w:r><w:fldChar w:fldCharType="end"/></w:r>')
    + p("unwanted-toc-style", "Verzeichnis1")
)
BODY = (
    p("The Hard Book", "Titel")
    + p("An Exercise", "Untertitel")
    + TOC
    + p("The Discovery", "Kapitel", _LIST.format(3))
    + paragraph(
        r("wanted-first wo")
        + "<w:proofErr/>"
        + r("rd with a note")
        + '<w:r><w:footnoteReference w:id="2"/></w:r>'
        + r(".")
    )
    + paragraph(r("wanted-kept ") + f"<w:del>{r('unwanted-deleted')}</w:del><w:ins>{r('wanted-inserted')}</w:ins>")
    + paragraph(f"<w:moveFrom>{r('unwanted-moved')}</w:moveFrom><w:moveTo>{r('wanted-moved')}</w:moveTo>")
    + paragraph(
        r("wanted-before-hidden")
        + r("unwanted-hidden", "<w:vanish/>")
        + r("unwanted-secret", '<w:rStyle w:val="Geheim"/>')
        + '<w:r><w:commentReference w:id="0"/></w:r>'
    )
    + paragraph(
        r("wanted-page ") + field("PAGE", r("unwanted-12")) + field(" HYPERLINK &quot;x&quot; ", r("wanted-link"))
    )
    + paragraph(field('XE "unwanted-index-entry"', "") + r("wanted-indexed"))
    + paragraph(f'<w:fldSimple w:instr="NUMPAGES">{r("unwanted-99")}</w:fldSimple>' + r("wanted-simple"))
    + p("wanted-quote", "Zitat")
    + p("wanted-item", properties=_LIST.format(1))
    + p("wanted-second-item", properties=_LIST.format(1))
    + p("wanted-bullet", properties=_LIST.format(2))
    + table(
        cell(p("wanted-head"), '<w:vMerge w:val="restart"/>') + cell(p("wanted-cell")),
        cell(p("unwanted-merged"), "<w:vMerge/>") + cell(p("wanted-last-cell")),
    )
    + p("Second Chapter", "berschrift1")
    + p("wanted-pre", "Code")
    + p("wanted-verse", "Vers")
    + p("wanted-second-verse", "Vers")
    + paragraph(
        "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>"
        + _BOX.format(p("wanted-box"))
        + "</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>"
        + _BOX.format(p("unwanted-box-again"))
        + "</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    + paragraph(
        "<w:r><w:ruby><w:rt><w:r><w:t>unwanted-ruby</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>wanted漢字</w:t></w:r>"
        "</w:rubyBase></w:ruby></w:r>"
        + r(" H")
        + r("2", '<w:vertAlign w:val="subscript"/>')
        + r("O and x")
        + r("2", '<w:vertAlign w:val="superscript"/>')
    )
    + p("W", properties='<w:framePr w:dropCap="drop" w:lines="3"/>')
    + p("anted-drop-cap")
    + paragraph(
        "<w:r><w:t>wanted</w:t><w:noBreakHyphen/><w:t>hy</w:t><w:softHyphen/><w:t>phen</w:t><w:sym w:font='Symbol' "
        "w:char='F061'/></w:r>"
    )
    + paragraph(
        "<m:oMath><m:f><m:num><m:r><m:t>a+b</m:t></m:r></m:num><m:den><m:r><m:t>c</m:t></m:r></m:den></m:f></m:oMath>"
    )
    + f"<w:sdt><w:sdtContent>{p('wanted-control')}</w:sdtContent></w:sdt>"
    + "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>"
    + paragraph(r("unwanted-placeholder", '<w:rStyle w:val="Platzhalter"/>') + r("wanted-entry"))
    + "</w:sdtContent></w:sdt>"
    + paragraph(f"<w:smartTag>{r('wanted-tag')}</w:smartTag>")
    + paragraph("<w:r><w:drawing><wp docPr='x' descr='unwanted-alt'/></w:drawing></w:r>" + r("wanted-last"))
    + "<w:sectPr/>"
)
WANTED = [
    *("Chapter 1. The Discovery", "wanted-first word with a note.", "wanted-kept wanted-inserted", "wanted-moved"),
    *("wanted-before-hidden", "wanted-page wanted-link", "wanted-indexed", "wanted-simple", "wanted-quote"),
    *("1. wanted-item", "2. wanted-second-item", "wanted-bullet", "wanted-head, wanted-cell", "wanted-last-cell"),
    *("Second Chapter", "wanted-pre", "wanted-verse wanted-second-verse", "wanted-box", "wanted漢字 H2O and x2"),
    *("Wanted-drop-cap", "wanted-hyphenα", "(a+b)/c", "wanted-control", "wanted-entry", "wanted-tag", "wanted-last"),
]


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    parts = {
        "word/numbering.xml": part("numbering", NUMBERING),
        "word/footnotes.xml": part("footnotes", FOOTNOTES),
        "word/header1.xml": part("hdr", p("unwanted-header")),
        "word/comments.xml": part("comments", p("unwanted-comment")),
        **core("<dc:title>Microsoft Word - hard.doc</dc:title><dc:creator>Ada Anders</dc:creator>"),
    }
    return read(tmp_path_factory.mktemp("docx"), BODY, parts)


def test_everything_wanted_is_kept_in_order(book: Book) -> None:
    assert heard(book) == WANTED


def test_nothing_unwanted_is_spoken(book: Book) -> None:
    assert "unwanted" not in spoken(book)


def test_titles_are_those_of_the_headings(book: Book) -> None:
    assert (book.title, book.authors, book.language) == ("The Hard Book", ("Ada Anders",), "en-US")
    assert [chapter.title for chapter in book.chapters] == ["Chapter I. The Discovery", "Second Chapter"]


def test_what_is_left_out_is_accounted_for(book: Book) -> None:
    assert left_out(book) == {
        "title page": "The Hard Book An Exercise",
        "table of contents": "unwanted-contents unwanted-toc-entry unwanted-last-entry unwanted-toc-style",
    }


def test_a_note_is_kept_with_the_place_of_its_marker(book: Book) -> None:
    check_note(book)


def test_blocks_keep_their_kind(book: Book) -> None:
    kind_of = kinds(book)

    assert kind_of["wanted-quote"] is ParagraphKind.QUOTE
    assert kind_of["1. wanted-item"] is ParagraphKind.LIST_ITEM
    assert kind_of["wanted-bullet"] is ParagraphKind.LIST_ITEM
    assert kind_of["wanted-head, wanted-cell"] is ParagraphKind.TABLE_ROW
    assert kind_of["wanted-pre"] is ParagraphKind.PREFORMATTED
    assert kind_of["wanted-verse wanted-second-verse"] is ParagraphKind.VERSE
