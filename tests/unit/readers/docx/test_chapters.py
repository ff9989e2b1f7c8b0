"""Where chapters begin in Word documents, and what they are called."""

from pathlib import Path

import pytest

from tests.unit.readers.docx.documents import STYLES, core, field, p, paragraph, part, r, read
from tests.unit.readers.epubs import texts

_BOLD = "<w:b/>"
_CENTRED = '<w:jc w:val="center"/>'
_LONG = "It was a dark and stormy night, and the rain fell in torrents on the roofs of the town."


def _titles(folder: Path, body: str, **parts: str) -> list[str]:
    named = {f"word/{name}.xml": content for name, content in parts.items()}
    return [chapter.title for chapter in read(folder, body, named).chapters]


def test_numbered_lines_are_headings_where_no_style_is(tmp_path: Path) -> None:
    body = "".join(p(f"Chapter {number}") + p(_LONG) for number in ("One", "Two", "Three"))

    assert _titles(tmp_path, body) == ["Chapter One", "Chapter Two", "Chapter Three"]


@pytest.mark.parametrize("bold", [True, False])
def test_lines_that_stand_out_are_headings_where_no_style_is(tmp_path: Path, bold: bool) -> None:
    names = ("The Storm", "The Calm", "The Shore")
    body = "".join(
        paragraph(r(name, _BOLD if bold else ""), properties="" if bold else _CENTRED) + p(_LONG) * 2 for name in names
    )

    assert _titles(tmp_path, body) == list(names)


def test_a_bold_word_now_and_then_is_no_heading(tmp_path: Path) -> None:
    body = p(_LONG) + paragraph(r("Stop!", _BOLD)) + p(_LONG) * 5 + paragraph(r("Stop!", _BOLD)) + p(_LONG)

    assert _titles(tmp_path, body) == ["a book"]


def test_bold_lines_stay_text_where_styles_make_headings(tmp_path: Path) -> None:
    body = (
        p("One", "berschrift1") + (paragraph(r("Look here", _BOLD)) + p(_LONG)) * 4 + p("Two", "berschrift1") + p(_LONG)
    )

    assert _titles(tmp_path, body) == ["One", "Two"]


def test_one_heading_alone_is_no_reason_to_find_no_others(tmp_path: Path) -> None:
    names = ("The Storm", "The Calm", "The Shore")
    body = p("Weather", "berschrift1") + "".join(paragraph(r(name, _BOLD)) + p(_LONG) * 2 for name in names)

    assert _titles(tmp_path, body) == ["Weather", *names]


def test_a_style_that_is_only_named_counts_by_its_name(tmp_path: Path) -> None:
    body = p("One", "Heading1") + p(_LONG) + p("Two", "Heading1") + p(_LONG)

    assert _titles(tmp_path, body, styles=part("styles", "")) == ["One", "Two"]


def test_a_level_of_the_outline_makes_a_heading(tmp_path: Path) -> None:
    level = '<w:outlineLvl w:val="1"/>'
    body = p("One", properties=level) + p(_LONG) + p("Two", properties=level) + p(_LONG)

    assert _titles(tmp_path, body) == ["One", "Two"]


def test_a_heading_style_may_be_of_body_level(tmp_path: Path) -> None:
    body = p("One", "berschrift1") + p("Two", "berschrift1", '<w:outlineLvl w:val="9"/>') + p("3", "berschrift1")

    assert _titles(tmp_path, body) == ["One", "3"]


def test_titles_of_chapters_in_the_style_of_a_title_are_headings(tmp_path: Path) -> None:
    body = p("The Storm", "Titel") + p(_LONG) + p("The Calm", "Titel") + p(_LONG)
    book = read(tmp_path, body, core("<dc:title>Weather</dc:title>"))

    assert book.title == "Weather"
    assert [chapter.title for chapter in book.chapters] == ["The Storm", "The Calm"]


def test_the_title_on_the_page_counts_more_than_the_property(tmp_path: Path) -> None:
    body = p("The Storm", "Titel") + p("One", "berschrift1") + p(_LONG) + p("Two", "berschrift1") + p(_LONG)

    assert read(tmp_path, body, core("<dc:title>Template</dc:title>")).title == "The Storm"


@pytest.mark.parametrize("junk", ["Microsoft Word - book.doc", "Document1", "book.docx", ""])
def test_what_programs_enter_is_no_title_and_no_author(tmp_path: Path, junk: str) -> None:
    properties = core(f"<dc:title>{junk}</dc:title><dc:creator>Microsoft Office User</dc:creator>")
    book = read(tmp_path, p(_LONG), properties)

    assert (book.title, book.authors) == ("a book", ())


def test_headings_are_numbered_as_they_are_seen(tmp_path: Path) -> None:
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for level, form, text in ((0, "upperRoman", "Part %1"), (1, "decimal", "%2."), (2, "lowerLetter", "%2.%3)"))
    )
    numbering = part(
        "numbering",
        f'<w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/>'
        '</w:num><w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="1"><w:startOverride w:val="7"/>'
        "</w:lvlOverride></w:num>",
    )

    def item(level: int, list_: int = 1) -> str:
        return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_}"/></w:numPr>'

    body = (
        *(p("", "berschrift1", item(0)), p("one", properties=item(1)), p("a", properties=item(2))),
        *(p("b", properties=item(2)), p("two", properties=item(1)), p("a", properties=item(2))),
        *(p("Ends", "berschrift1", item(0)), p("one", properties=item(1)), p("seven", properties=item(1, 2))),
    )
    book = read(tmp_path, "".join(body), {"word/numbering.xml": numbering})

    assert [chapter.title for chapter in book.chapters] == ["Part I", "Part II. Ends"]
    assert [text for chapter in book.chapters for text in texts(chapter)] == [
        *("Part 1", "1. one", "1.a) a", "1.b) b", "2. two", "2.a) a", "Part 2. Ends", "1. one", "7. seven"),
    ]


def test_styles_that_are_based_on_each_other_are_read(tmp_path: Path) -> None:
    circle = "".join(
        f'<w:style w:type="paragraph" w:styleId="{one}"><w:name w:val="{one}"/><w:basedOn w:val="{other}"/></w:style>'
        for one, other in (("x", "y"), ("y", "x"))
    )
    styles = part("styles", STYLES + circle)

    assert texts(read(tmp_path, p("Text", "x"), {"word/styles.xml": styles}).chapters[0]) == ["Text"]


def test_a_field_that_is_never_ended_swallows_nothing(tmp_path: Path) -> None:
    begun = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
    body = paragraph(begun + r("first ")) + paragraph(field("HYPERLINK", r("second"))) + p("third")

    assert texts(read(tmp_path, body).chapters[0]) == ["first", "second", "third"]
