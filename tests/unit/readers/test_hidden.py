"""What style sheets hide is not read; what they only might hide is."""

from pathlib import Path

import pytest

from tests.unit.readers.epubs import package, page, read, spoken, write_epub

HIDING = [
    ".x { display: none }",
    "p.x{display:none!important}",
    "P.x, h1 { color: red; Display : None }",
    "#i { visibility: hidden }",
    ".x.y { display: none }",
    "@media screen { .x { display: none } }",
    "@media all{.x{display:none}}",
    "/* } */ .x /* { */ { display: none }",
    ".x { display: block } .x { display: none }",
    "p { display: block } .x { display: none }",
    '@import "a.css"; .x { display: none }',
    "p::before { content: '}' } .x { display: none }",
]

SHOWING = [
    "",
    ".other, div, #other { display: none }",
    ".x { display: none } .x { display: inline }",
    ".x { display: none } p.x { display: block }",
    ".x { display: block !important } #i { display: none }",
    "section .x { display: none }",
    ".x:hover, .x::before { display: none }",
    ".x[hidden] { display: none }",
    "@media print { .x { display: none } }",
    "@media (max-width: 10em) { .x { display: none } } p { color: red }",
    "@supports (display: grid) { .x { display: none } }",
    ".x { display: none } body > .x { display: block }",
    ".x.z { display: none }",
    "/* .x { display: none }",
    ".x { display: none",
    ".x { -epub-display: none; content: 'display: none' }",
]


def read_styled(folder: Path, sheets: list[str], head: str = "", body: str = "") -> str:
    files: dict[str, str | bytes] = {f"{index}.css": sheet for index, sheet in enumerate(sheets)}
    linked = "".join(f'<link rel="stylesheet" href="{name}"/>' for name in files)
    written = body or '<p class="x y" id="i">hidden</p>'
    files["a.xhtml"] = page(f"<p>one</p>{written}", head=f"<title>T</title>{linked}{head}")
    return spoken(read(write_epub(folder / "book.epub", files, package(files, ["a.xhtml"]))))


@pytest.mark.parametrize("sheet", HIDING)
def test_hidden_text_is_not_read(tmp_path: Path, sheet: str) -> None:
    assert read_styled(tmp_path, [sheet]) == "one"
    assert read_styled(tmp_path, [], f"<style>{sheet.replace('>', '&gt;')}</style>") == "one"


@pytest.mark.parametrize("sheet", SHOWING)
def test_text_that_may_be_seen_is_read(tmp_path: Path, sheet: str) -> None:
    assert read_styled(tmp_path, [sheet]) == "one\nhidden"


def test_the_last_of_several_sheets_holds(tmp_path: Path) -> None:
    hide, show = ".x { display: none }", ".x { display: block }"

    assert read_styled(tmp_path, [show, hide]) == "one"
    assert read_styled(tmp_path, [hide, show]) == "one\nhidden"
    assert read_styled(tmp_path, [hide], f"<style>{show}</style>") == "one\nhidden"


@pytest.mark.parametrize("media", ["print", "speech", "(max-width: 600px)", "amzn-kf8"])
def test_sheets_for_other_media_hide_nothing(tmp_path: Path, media: str) -> None:
    assert read_styled(tmp_path, [], f'<style media="{media}">.x {{ display: none }}</style>') == "one\nhidden"


@pytest.mark.parametrize("style", ["display: block", "color:red;DISPLAY:inline"])
def test_the_own_style_of_an_element_holds(tmp_path: Path, style: str) -> None:
    assert read_styled(tmp_path, [".x { display: none }"], body=f'<p class="x" style="{style}">two</p>') == "one\ntwo"


HOSTILE = {
    "many classes": "".join(f".c{n}{{display:none}}" for n in range(50_000)),
    "many alike": ".y{display:none}" + "".join(f".a.c{n}{{display:none}}" for n in range(5_000)),
    "brackets": "[" * 900_000 + "{display:block}",
    "a condition": "@media " + " " * 900_000 + "x {a{display:none}}",
    "comments": "/*" * 400_000,
    "quotes": "\"'" * 400_000,
    "selectors and properties": "," * 100_000 + "{" + "display:none;" * 10_000 + "}",
}


@pytest.mark.timeout(10)
@pytest.mark.parametrize("sheet", HOSTILE.values(), ids=HOSTILE)
def test_sheets_that_no_book_has_hide_nothing_and_cost_little(tmp_path: Path, sheet: str) -> None:
    pages = "".join(f'<p class="a x y c{n}" id="i{n}">two</p>' for n in range(3_000))

    assert read_styled(tmp_path, [sheet], body=pages).count("two") == 3_000
