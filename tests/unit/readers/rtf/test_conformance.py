"""One RTF document with everything in it that readers stumble over: all that is wanted, nothing that isn't."""

import pytest

from ebookvoice.domain.book import Book, ParagraphKind
from tests.unit.readers.epubs import spoken
from tests.unit.readers.office_documents import check_note, heard, kinds, left_out
from tests.unit.readers.rtf.documents import read

_BOX = (
    r"{\shp{\*\shpinst{\sp{\sn shapeType}{\sv unwanted-shape}}{\shptxt \pard wanted-box\par}}"
    r"{\shprslt{\*\do{\dptxbxtext\pard unwanted-box-again\par}}}}"
)

TEXT = "\n".join(
    (
        r"{\info{\title Document1}{\author Ada Anders}{\doccomm unwanted-remark}}{\*\generator unwanted-generator;}",
        r"{\header\pard unwanted-header\par}{\footer\pard unwanted-footer \chpgn\par}",
        r"\pard\plain\s3\qc The Hard Book\par",
        r"{\field{\*\fldinst TOC \\o}{\fldrslt \pard\plain unwanted-contents ",
        r"{\field{\*\fldinst PAGEREF _Toc1}{\fldrslt unwanted-7}}",
        r"\par unwanted-entry\par}}\pard\plain\s5 unwanted-toc-style\par",
        r"\pard\plain\s2 The Discovery\par",
        "\\pard\\plain wanted-first wo\r\nrd with a note",
        r"{\super\chftn{\footnote\pard\plain {\super\chftn} unwanted-note\par}}.\par",
        r"wanted-plain{\v unwanted-hidden}{\deleted unwanted-deleted}{\*\unknown unwanted-unknown}",
        r"{\*\atnid AA}{\*\annotation\pard unwanted-comment}{\xe\v unwanted-index}",
        r"{\*\bkmkstart unwanted-bookmark}\par",
        r"wanted-page {\field{\*\fldinst PAGE}{\fldrslt unwanted-12}}",
        r'{\field{\*\fldinst HYPERLINK "unwanted"}{\fldrslt{\ul wanted-link}}}\par',
        r"{\pict\pngblip 89504e47}{\object{\*\objdata 0105}{\result wanted-never}}wanted-picture\par",
        r"\pard\s4 wanted-quote\par\pard{\listtext\pard\plain 1.\tab}wanted-item\par",
        r"{\pntext\f3\'b7\tab}wanted-bullet\par",
        r"{\listtext\f5 o\tab}wanted-second-bullet\par",
        r"\trowd\pard\intbl wanted-head\cell wanted-cell\cell\row",
        r"\pard\intbl wanted-left\par wanted-below\cell wanted-right\cell\row",
        r"\pard Not in the table.\par",
        r"\pard\s1 Second Chapter\par\pard\s6 wanted-pre\par",
        rf"\pard wanted-anchor{_BOX}\par",
        r"\pard\dropcapli3\dropcapt1 W\par\pard anted-drop-cap\par",
        r"wanted-signs caf\'e9 \ldblquote quoted\rdblquote\emdash",
        r"{\f1 \'82\'a0\'83A}{\f2 \'cf\'f0\'e8}{\f3 a}{\f4 \'d6\'d0}",
        r"\u8211 ?\u-10179 ?\u-8704 ?{\uc2\u233 \'c3\'a9}\par",
        r"H{\sub 2}O and x{\super 2} non\_breaking so\-ft\~space\line wanted-next-line\par",
        r"{\upr{unwanted-ansi}{\*\ud{wanted-unicode}}}\par",
        r"{\mmath{\*\moMath{\mf{\mfPr{\mctrlPr unwanted}}{\mnum{\mr a+b}}{\mden{\mr c}}}}}\par",
        r"wanted-last\par",
    )
)
WANTED = [
    *("The Discovery", "wanted-first word with a note.", "wanted-plain", "wanted-page wanted-link", "wanted-picture"),
    *("wanted-quote", "1. wanted-item", "wanted-bullet", "wanted-second-bullet", "wanted-head, wanted-cell"),
    *("wanted-left wanted-below, wanted-right", "Not in the table.", "Second Chapter", "wanted-pre", "wanted-anchor"),
    *("wanted-box", "Wanted-drop-cap", "wanted-signs café “quoted”—あアПриα中–😀é"),
    *("H2O and x2 non-breaking soft space wanted-next-line", "wanted-unicode", "a+b/c", "wanted-last"),
]


@pytest.fixture(scope="module")
def book() -> Book:
    return read(TEXT)


def test_everything_wanted_is_kept_in_order(book: Book) -> None:
    assert heard(book) == WANTED


def test_nothing_unwanted_is_spoken(book: Book) -> None:
    assert "unwanted" not in spoken(book)


def test_titles_are_those_of_the_headings(book: Book) -> None:
    assert (book.title, book.authors, book.language) == ("The Hard Book", ("Ada Anders",), "en-US")
    assert [chapter.title for chapter in book.chapters] == ["The Discovery", "Second Chapter"]


def test_what_is_left_out_is_accounted_for(book: Book) -> None:
    assert left_out(book) == {
        "title page": "The Hard Book",
        "table of contents": "unwanted-contents unwanted-entry unwanted-toc-style",
    }


def test_a_note_is_kept_with_the_place_of_its_marker(book: Book) -> None:
    check_note(book)


def test_blocks_keep_their_kind(book: Book) -> None:
    kind_of = kinds(book)

    assert kind_of["wanted-quote"] is ParagraphKind.QUOTE
    assert kind_of["1. wanted-item"] is ParagraphKind.LIST_ITEM
    assert kind_of["wanted-second-bullet"] is ParagraphKind.LIST_ITEM
    assert kind_of["wanted-head, wanted-cell"] is ParagraphKind.TABLE_ROW
    assert kind_of["wanted-pre"] is ParagraphKind.PREFORMATTED
