"""What is said of the finer points of OpenDocument texts."""

import base64
from pathlib import Path

import pytest

from ebookvoice.domain.errors import CorruptBookError, NoTextError, PasswordProtectedError, TooComplexError
from functions.convert.readers.odt.reader import read_flat_odt, read_odt
from tests.unit.readers.epubs import texts, write_zip
from tests.unit.readers.odt.documents import body, package, part, read, read_flat

_PNG = b"\x89PNG\r\n\x1a\n picture"
_PICTURE = '<draw:frame><draw:image xlink:href="Pictures/one.png"/></draw:frame>'
_UNNUMBERED = 'text:is-list-header="true"'
_ITEM = "<text:list-item><text:p>{}</text:p></text:list-item>"


def _read(text: str) -> list[str]:
    return [text for chapter in read_flat(text).chapters for text in texts(chapter)]


def test_an_encrypted_document_asks_for_its_password(tmp_path: Path) -> None:
    manifest = part("manifest", "<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>")
    files = package("<text:p>text</text:p>") | {"META-INF/manifest.xml": manifest, "content.xml": b"\x8f\x02\x00"}
    with pytest.raises(PasswordProtectedError):
        read_odt(write_zip(tmp_path / "a.odt", files), "a.odt")


@pytest.mark.parametrize("content", [None, "<office", "<office:document-content/>", "<html><body/></html>"])
def test_a_damaged_document_is_refused(tmp_path: Path, content: str | None) -> None:
    files = package("") | {"content.xml": content or ""}
    if content is None:
        del files["content.xml"]
    with pytest.raises(CorruptBookError):
        read_odt(write_zip(tmp_path / "a.odt", files), "a.odt")


def test_a_damaged_flat_document_is_refused() -> None:
    with pytest.raises(CorruptBookError):
        read_flat_odt(b"<office:document>", "a.fodt")


def test_a_document_without_text_is_refused() -> None:
    with pytest.raises(NoTextError):
        read_flat("<text:p/>")


def test_broken_styles_lose_no_text(tmp_path: Path) -> None:
    assert texts(read(tmp_path, "<text:p>text</text:p>", parts={"styles.xml": "<x"}).chapters[0]) == ["text"]


def test_styles_that_are_each_others_parents_are_read() -> None:
    styles = "".join(
        f'<style:style style:name="{one}" style:family="{family}" style:parent-style-name="{other}"/>'
        for one, other in (("x", "y"), ("y", "x"))
        for family in ("paragraph", "text")
    )
    text = '<text:p text:style-name="x">some <text:span text:style-name="y">text</text:span></text:p>'
    content = part("document", f"<office:automatic-styles>{styles}</office:automatic-styles>{body(text)}")

    assert texts(read_flat_odt(content.encode(), "a.fodt").chapters[0]) == ["some text"]


def test_lists_go_on_where_they_say_so() -> None:
    def list_(attributes: str, *items: str) -> str:
        return f'<text:list {attributes} text:style-name="Digits">{"".join(map(_ITEM.format, items))}</text:list>'

    text = (
        list_('xml:id="one"', "a", "b")
        + list_('xml:id="two"', "c")
        + list_('text:continue-numbering="true"', "d")
        + list_('text:continue-list="one"', "e")
    )

    assert _read(text) == ["1. a", "2. b", "1. c", "2. d", "3. e"]


def test_headings_are_numbered_by_the_outline() -> None:
    outline = (
        '<text:outline-style><text:outline-level-style text:level="1" style:num-format="I" '
        'style:num-prefix="Chapter "/><text:outline-level-style text:level="2" style:num-format="1" '
        'style:num-suffix="."/></text:outline-style>'
    )

    def h(level: int, title: str, attributes: str = "") -> str:
        return f'<text:h text:outline-level="{level}" {attributes}>{title}</text:h><text:p>text</text:p>'

    text = h(1, "Storm") + h(2, "Rain") + h(2, "Wind") + h(1, "Calm") + h(2, "Sun") + h(1, "End", _UNNUMBERED)
    content = part("document", f"<office:styles>{outline}</office:styles>{body(text)}")
    book = read_flat_odt(content.encode(), "a.fodt")

    assert [chapter.title for chapter in book.chapters] == ["Chapter I. Storm", "Chapter II. Calm", "End"]
    assert [text for chapter in book.chapters for text in texts(chapter)[::2]] == [
        *("Chapter 1. Storm", "1. Rain", "2. Wind", "Chapter 2. Calm", "1. Sun", "End")
    ]


def test_formulas_that_are_objects_are_read(tmp_path: Path) -> None:
    formula = (
        '<math xmlns="http://www.w3.org/1998/Math/MathML"><semantics><mrow><mi>E</mi><mo>=</mo><mi>m</mi><msup>'
        '<mi>c</mi><mn>2</mn></msup></mrow><annotation encoding="StarMath 5.0">unwanted</annotation></semantics></math>'
    )
    text = '<text:p>so <draw:frame><draw:object xlink:href="./Object 1"/><draw:image/></draw:frame> holds</text:p>'
    book = read(tmp_path, text, parts={"Object 1/content.xml": formula})

    assert texts(book.chapters[0]) == ["so E=mc2 holds"]


def test_other_documents_within_the_document_are_not_read(tmp_path: Path) -> None:
    text = '<text:p>before <draw:frame><draw:object xlink:href="./Object 1"/></draw:frame>after</text:p>'
    book = read(tmp_path, text, parts={"Object 1/content.xml": "<sheet><cell>unwanted</cell></sheet>"})

    assert texts(book.chapters[0]) == ["before after"]


def test_a_picture_before_all_text_is_the_cover(tmp_path: Path) -> None:
    text = f"<text:p>{_PICTURE}</text:p><text:p>text</text:p>"
    cover = read(tmp_path, text, parts={"Pictures/one.png": _PNG}).cover

    assert cover is not None
    assert (cover.content, cover.media_type) == (_PNG, "image/png")


def test_a_picture_after_text_is_no_cover(tmp_path: Path) -> None:
    text = f"<text:p>text</text:p><text:p>{_PICTURE}</text:p>"

    assert read(tmp_path, text, parts={"Pictures/one.png": _PNG}).cover is None


def test_a_picture_within_a_flat_document_is_the_cover() -> None:
    data = base64.b64encode(_PNG).decode()
    picture = f"<draw:frame><draw:image><office:binary-data>{data}</office:binary-data></draw:image></draw:frame>"
    cover = read_flat(f"<text:p>{picture}</text:p><text:p>text</text:p>").cover

    assert cover is not None
    assert cover.content == _PNG


def test_a_picture_of_any_size_is_no_hindrance() -> None:
    picture = f"<draw:image><office:binary-data>{'A' * 12_000_000}</office:binary-data></draw:image>"

    assert _read(f"<text:p>text {picture}</text:p>") == ["text"]


def test_titles_that_are_fields_are_text() -> None:
    assert _read("<text:p>The <text:title>Hard Book</text:title></text:p>") == ["The Hard Book"]


def test_empty_repetitions_cost_nothing() -> None:
    rows = (
        '<table:table-row table:number-rows-repeated="1000000"><table:table-cell table:number-columns-repeated="9999"/>'
    )
    text = f'<text:p>a<text:s text:c="999999999"/>b</text:p><table:table>{rows}</table:table-row></table:table>'

    assert _read(text) == ["a b"]


def test_what_is_deep_is_read_or_refused() -> None:
    def deep(levels: int) -> str:
        return "<text:section>" * levels + "<text:p>deep</text:p>" + "</text:section>" * levels

    assert _read(deep(240)) == ["deep"]
    with pytest.raises(TooComplexError):
        _read(deep(300))


def test_text_that_is_deep_is_read() -> None:
    assert _read(f"<text:p>{'<text:span>' * 240}deep{'</text:span>' * 240}</text:p>") == ["deep"]
