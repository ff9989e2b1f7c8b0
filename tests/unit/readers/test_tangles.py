"""Markup as strangers and broken programs write it: no word is lost or made up, and no time is lost either."""

from pathlib import Path

import pytest

from ebookvoice.domain.errors import TooComplexError
from tests.unit.readers.epubs import page, read, read_body, read_pages, spoken, texts
from tests.unit.readers.noted import read_one

SUBSETS = {
    "a parameter entity": '<!ENTITY % p SYSTEM "x.ent"> %p; ',
    "a bracket in quotes": '<!ENTITY a "]>"> <!ATTLIST p class CDATA "]>">',
    "a bracket in a comment": "<!-- ]> ' --> %p;",
    "an instruction": "<?x ]> ?>",
}


@pytest.mark.parametrize("end", ["", "</i>"], ids=["well-formed", "broken"])
@pytest.mark.parametrize("subset", SUBSETS.values(), ids=SUBSETS)
def test_a_document_type_is_never_text(tmp_path: Path, subset: str, end: str) -> None:
    doctype = f'<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.1//EN" "x.dtd" [{subset}]>'
    content = page(f"<p>one{end} two</p>").replace("<!DOCTYPE html>", doctype)

    assert texts(read_pages(tmp_path, {"a.xhtml": content}).chapters[0]) == ["one two"]


@pytest.mark.parametrize("doctype", ['<!DOCTYPE html PUBLIC "x>', "<!DOCTYPE html [", '<!DOCTYPE html [ <!ENTITY a ">'])
def test_no_text_is_taken_for_a_document_type(tmp_path: Path, doctype: str) -> None:
    content = page("<p class='a'>one</p><p>two ]&gt;</p>").replace("<!DOCTYPE html>", doctype)
    spoken = texts(read_pages(tmp_path, {"a.xhtml": content}).chapters[0])

    assert [text.removeprefix('"').strip() for text in spoken][-2:] == ["one", "two ]>"]


TANGLES = {
    "a name that never ends": "<p>one</i></p><" + "a" * 1_000_000,
    "empty attributes": "<p>one</i></p>" + "<p a " * 200_000,
    "comments that never end": "<p>one</i></p>" + "<!--" * 200_000,
    "drop caps in each other": '<p>one</p><p><span class="dropcap">' * 20 + '<span class="dropcap">' * 50_000,
    "pictures without end": "<p>one</p><p>" + "<img alt='x'/>." * 20_000 + "</p>",
}


@pytest.mark.timeout(20)
@pytest.mark.parametrize("body", TANGLES.values(), ids=TANGLES)
def test_tangled_markup_is_read_in_time(tmp_path: Path, body: str) -> None:
    path = tmp_path / "page.html"
    path.write_text(page(body))
    try:
        assert "one" in spoken(read(path))
    except TooComplexError:
        assert "dropcap" in body


@pytest.mark.parametrize("name", ["div", "span", "b", "blockquote", "ul"])
def test_elements_may_lie_as_deep_in_each_other_as_any_parser_lets_them(tmp_path: Path, name: str) -> None:
    assert read_body(tmp_path, f"<{name}>" * 240 + "one" + f"</{name}>" * 240) == ["one"]


def test_entities_are_never_expanded_from_files_nor_without_bound(tmp_path: Path) -> None:
    declarations = '<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">'
    content = page("<p>x&a;&b;&f;y</p>").replace("<!DOCTYPE html>", f"<!DOCTYPE html [{declarations}]>")

    assert texts(read_pages(tmp_path, {"a.xhtml": content}).chapters[0]) == ["xaaaaaaaaaay"]


HOSTILE = {
    "a ring": "".join(
        f'<p id="n{i}">x<sup><a id="r{i}" href="#n{(i * 7) % 3000}">1</a></sup></p>' for i in range(3000)
    ),
    "one note": "<p>" + 'x<sup><a id="q" href="#n1">1</a></sup>' * 6_000 + '</p><p id="n1">N'
    + '<a href="#q">1</a>' * 6_000 + "</p>",
    "one block": "".join(f'<p>x<sup><a id="r{i}" href="#n{i}">1</a></sup></p>' for i in range(4_000))
    + "<p>" + "".join(f'<a id="n{i}" href="#r{i}"/>' for i in range(4_000)) + "N" * 19_999 + "</p>",
    "a long word before": '<p>x<b id="z">' + " " * 500_000 + "</b><i>" + '<b><a href="#n1">1</a></b>' * 4_000
    + '</i></p><p id="n1">N<a href="#z">1</a></p>',
    "spaces behind a marker": '<p>x<sup><a href="#fn1">1</a></sup>' + " " * 500_000 + 'y</p><p id="fn1">N</p>',
    "the same id": "x" + '<div id="k">' * 100 + "z" + "</div>" * 100,
}  # fmt: skip


@pytest.mark.timeout(20)
@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE)
def test_hostile_notes_are_read_in_time(tmp_path: Path, body: str) -> None:
    assert read_one(tmp_path, body).characters
