"""One OpenDocument with everything in it that readers stumble over, packed and flat."""

import pytest

from ebookvoice.domain.book import Book, ParagraphKind
from tests.unit.readers.epubs import spoken
from tests.unit.readers.odt.documents import read, read_flat
from tests.unit.readers.office_documents import check_note, heard, left_out

_NOTE = (
    '<text:note text:id="ftn1" text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body>'
    "<text:p>unwanted-note</text:p></text:note-body></text:note>"
)
_TOC = (
    "<text:table-of-content><text:table-of-content-source><text:index-title-template>unwanted-template"
    "</text:index-title-template></text:table-of-content-source><text:index-body><text:index-title>"
    "<text:p>unwanted-contents</text:p></text:index-title><text:p>unwanted-entry</text:p></text:index-body>"
    "</text:table-of-content>"
)
_MATH = "<math:mfrac><math:mrow>{}</math:mrow><math:mi>c</math:mi></math:mfrac>".format(
    "<math:mi>a</math:mi><math:mo>+</math:mo><math:mi>b</math:mi>"
)
_DELETED = (
    "<text:tracked-changes><text:changed-region><text:deletion><text:p>unwanted-deleted</text:p></text:deletion>"
    "</text:changed-region></text:tracked-changes>"
)

TEXT = (
    "<office:forms>unwanted-form</office:forms>"
    + _DELETED
    + '<text:sequence-decls/><text:p text:style-name="P2">The Hard Book</text:p>'
    + _TOC
    + '<text:h text:style-name="Heading_20_1" text:outline-level="1">The Discovery</text:h>'
    + f"<text:p>wanted-first wo<text:soft-page-break/>rd with a note{_NOTE}.</text:p>"
    + '<text:p>wanted-plain<text:span text:style-name="T1">unwanted-hidden</text:span>'
    + "<office:annotation><text:p>unwanted-comment</text:p></office:annotation></text:p>"
    + "<text:p>wanted-page <text:page-number>unwanted-7</text:page-number>"
    + '<text:bookmark-ref text:reference-format="page">unwanted-8</text:bookmark-ref>'
    + "<text:a>wanted-link</text:a></text:p>"
    + '<text:p>wanted-spaces<text:s text:c="3"/>and<text:tab/>tabs<text:line-break/>wanted-next-line</text:p>'
    + '<text:section text:display="none"><text:p>unwanted-section</text:p></text:section>'
    + "<text:section><text:p>wanted-section</text:p></text:section>"
    + '<text:p><text:hidden-paragraph text:is-hidden="true"/>unwanted-hidden-paragraph</text:p>'
    + '<text:p text:style-name="P1">wanted-quote</text:p>'
    + '<text:list text:style-name="Digits"><text:list-item><text:p>wanted-item</text:p><text:list><text:list-item>'
    + "<text:p>wanted-inner-item</text:p></text:list-item></text:list></text:list-item>"
    + "<text:list-item><text:p>wanted-second-item</text:p><text:p>wanted-more</text:p></text:list-item></text:list>"
    + '<text:list text:style-name="Dots"><text:list-item><text:p>wanted-bullet</text:p></text:list-item></text:list>'
    + "<table:table><table:table-header-rows><table:table-row><table:table-cell><text:p>wanted-head</text:p>"
    + "</table:table-cell><table:table-cell><text:p>wanted-cell</text:p></table:table-cell></table:table-row>"
    + "</table:table-header-rows><table:table-row><table:covered-table-cell><text:p>unwanted-covered</text:p>"
    + "</table:covered-table-cell><table:table-cell><text:p>wanted-last-cell</text:p></table:table-cell>"
    + "<table:table-cell/></table:table-row></table:table>"
    + '<text:h text:outline-level="1">Second Chapter</text:h>'
    + '<text:p text:style-name="Preformatted_20_Text">wanted-pre</text:p>'
    + "<text:p><draw:frame><draw:text-box><text:p>wanted-box</text:p></draw:text-box><svg:desc>unwanted-alt</svg:desc>"
    + "</draw:frame>wanted-anchor</text:p>"
    + "<text:p><text:ruby><text:ruby-base>wanted漢字</text:ruby-base><text:ruby-text>unwanted-ruby</text:ruby-text>"
    + "</text:ruby> H<text:span>2</text:span>O</text:p>"
    + f"<text:p><draw:frame><draw:object><math:math>{_MATH}</math:math></draw:object></draw:frame></text:p>"
    + '<text:p><text:span text:style-name="T2">Voilà, toute une phrase.</text:span></text:p>'
    + "<text:p>wanted-last</text:p>"
)
WANTED = [
    *("The Discovery", "wanted-first word with a note.", "wanted-plain", "wanted-page wanted-link"),
    *("wanted-spaces and tabs wanted-next-line", "wanted-section", "wanted-quote", "1. wanted-item"),
    *("a) wanted-inner-item", "2. wanted-second-item", "wanted-more", "wanted-bullet", "wanted-head, wanted-cell"),
    *("wanted-last-cell", "Second Chapter", "wanted-pre", "wanted-anchor", "wanted-box", "wanted漢字 H2O", "(a+b)/c"),
    *("Voilà, toute une phrase.", "wanted-last"),
]
META = (
    "<dc:title>Document1</dc:title><meta:initial-creator>Ada Anders</meta:initial-creator><dc:creator>user</dc:creator>"
)


@pytest.fixture(scope="module", params=["packed", "flat"])
def book(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Book:
    return read_flat(TEXT, META) if request.param == "flat" else read(tmp_path_factory.mktemp("odt"), TEXT, META)


def test_everything_wanted_is_kept_in_order(book: Book) -> None:
    assert heard(book) == WANTED


def test_nothing_unwanted_is_spoken(book: Book) -> None:
    assert "unwanted" not in spoken(book)


def test_titles_are_those_of_the_headings(book: Book) -> None:
    assert (book.title, book.authors, book.language) == ("The Hard Book", ("Ada Anders",), "en-GB")
    assert [chapter.title for chapter in book.chapters] == ["The Discovery", "Second Chapter"]


def test_what_is_left_out_is_accounted_for(book: Book) -> None:
    assert left_out(book) == {"title page": "The Hard Book", "table of contents": "unwanted-contents unwanted-entry"}


def test_a_note_is_kept_with_the_place_of_its_marker(book: Book) -> None:
    check_note(book)


def test_blocks_keep_their_kind_and_language(book: Book) -> None:
    found = {each.text: each for chapter in book.chapters for each in chapter.paragraphs}

    assert found["wanted-quote"].kind is ParagraphKind.QUOTE
    assert found["2. wanted-second-item"].kind is ParagraphKind.LIST_ITEM
    assert found["wanted-head, wanted-cell"].kind is ParagraphKind.TABLE_ROW
    assert found["wanted-pre"].kind is ParagraphKind.PREFORMATTED
    assert found["Voilà, toute une phrase."].language == "fr-FR"
    assert found["wanted-last"].language is None
