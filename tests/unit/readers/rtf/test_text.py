"""What is said of the finer points of RTF documents."""

from ebookvoice.domain.book import ParagraphKind
from tests.unit.readers.epubs import texts
from tests.unit.readers.rtf.documents import read


def _read(text: str) -> list[str]:
    return [text for chapter in read(text).chapters for text in texts(chapter)]


def test_a_level_of_the_outline_makes_a_heading() -> None:
    book = read(r"\pard\outlinelevel1 One\par\pard text\par\pard\outlinelevel1 Two\par\pard text\par")

    assert [chapter.title for chapter in book.chapters] == ["One", "Two"]


def test_numbered_lines_are_headings_where_no_style_is() -> None:
    book = read(r"\pard\qc Chapter I\par\pard text\par\pard\qc Chapter II\par\pard text\par")

    assert [chapter.title for chapter in book.chapters] == ["Chapter I", "Chapter II"]
    assert texts(book.chapters[1]) == ["Chapter 2", "text"]


def test_the_title_of_the_properties_may_be_in_unicode() -> None:
    book = read(r"{\info{\upr{\title ???}{\*\ud{\title \u1042?\u1086?\u1081?}}}{\author Leo}}\pard text\par")

    assert (book.title, book.authors) == ("Вой", ("Leo",))


def test_paragraphs_may_end_with_the_line() -> None:
    assert _read("\\pard one\\\ntwo\\\r\nthree") == ["one", "two", "three"]


def test_what_follows_the_end_of_a_page_is_a_paragraph_of_its_own() -> None:
    assert _read(r"\pard one\page two\line three\sect four\par") == ["one", "two three", "four"]


def test_a_paragraph_whose_end_was_deleted_goes_on() -> None:
    assert _read(r"\pard one {\deleted gone\par}two\par") == ["one two"]


def test_a_table_that_lays_out_a_page_is_read_cell_by_cell() -> None:
    text = r"\trowd\pard\intbl one\par two\par three\par four\cell five\cell\row\pard six\par"

    assert _read(text) == ["one", "two", "three", "four", "five", "six"]


def test_the_text_of_a_table_within_a_table_is_kept() -> None:
    nested = r"{\itap2 inner\nestcell right\nestcell{\*\nesttableprops\trowd}{\nonesttables unwanted\par}}"

    assert _read(rf"\trowd\pard\intbl outer\par {nested} after\cell last\cell\row\pard end\par") == [
        *("outer", "inner", "right", "after", "last", "end")
    ]


def test_a_row_that_is_never_ended_is_kept() -> None:
    assert _read(r"\trowd\pard\intbl one\cell two\cell\pard three\par") == ["one, two", "three"]


def test_letters_that_are_bullets_are_not_read() -> None:
    book = read(r"\pard{\listtext\pard\plain\f0 o\tab}item\par")
    (item,) = book.chapters[0].paragraphs

    assert (item.text, item.kind) == ("item", ParagraphKind.LIST_ITEM)


def test_notes_within_hidden_text_are_no_notes() -> None:
    book = read(r"\pard word{\v{\footnote\pard unwanted}}{\footnote\ftnalt\pard\plain An endnote.} more\par")
    (paragraph,) = book.chapters[0].paragraphs

    assert paragraph.text == "word more"
    assert [note.paragraphs[0].text for note in book.notes.values()] == ["An endnote."]


def test_the_language_of_a_passage_is_kept() -> None:
    book = read(r"\pard\plain\lang1033 An English paragraph, for once.\par{\lang1036 Voil\'e0.\par}")

    assert book.language == "en-US"
    assert [paragraph.language for paragraph in book.chapters[0].paragraphs] == [None, "fr-FR"]


def test_a_field_within_a_field_is_read_once() -> None:
    inner = r"{\field{\*\fldinst MERGEFIELD x}{\fldrslt unwanted}}"

    assert _read(rf"\pard {{\field{{\*\fldinst IF {inner} = 1}}{{\fldrslt wanted}}}} text\par") == ["wanted text"]


def test_the_number_of_a_page_is_not_read() -> None:
    assert _read(r"\pard see {\field{\*\fldinst PAGEREF x}{\fldrslt 12}}below \chpgn\par") == ["see below"]


def test_what_may_be_ignored_is_told_at_the_beginning_of_a_group_only() -> None:
    assert _read(r"{\pard\loch\f0\*\cs7\cf0 text}{\*\cs7 unwanted}\par") == ["text"]


def test_properties_are_in_the_code_page_of_the_document() -> None:
    book = read(r"{\info{\title \'cf\'f0\'e8}}\pard text\par", r"\ansi\ansicpg1251\deff1")

    assert book.title == "При"
