"""Whatever happens to the bytes of a book: it is read, or refused with a reason."""

import random
from collections.abc import Callable
from functools import partial
from importlib.util import find_spec
from pathlib import Path

import pytest

from ebookvoice.domain.errors import BookRefusedError
from functions.convert.reading_room.room import ReadingRoom
from tests.hostile.markup import fb2, xhtml
from tests.hostile.office import docx, odt
from tests.hostile.pdfs import book
from tests.unit.readers.epubs import links, nav, ncx, package, page, read, write_epub

FILES: dict[str, str | bytes] = {
    "a.xhtml": page('<h1 id="x">I</h1><p>One <i>two</i> &nbsp;three<a epub:type="noteref" href="#n">1</a></p>'),
    "b.xhtml": page("<table><tr><td>cell</td></tr></table><ul><li>item</li></ul>", 'epub:type="bodymatter"'),
    "nav.xhtml": nav(links({"a.xhtml#x": "I", "b.xhtml": "II"})),
    "toc.ncx": ncx('<navPoint><navLabel><text>I</text></navLabel><content src="a.xhtml"/></navPoint>'),
}
OPF = package(FILES, ["a.xhtml", "b.xhtml"])


def flip(content: bytes, chance: random.Random) -> bytes:
    damaged = bytearray(content)
    for _ in range(chance.randint(1, 8)):
        damaged[chance.randrange(len(damaged))] = chance.randrange(256)
    return bytes(damaged)


def cut(content: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(content))
    return content[:start] + content[start + chance.randint(1, 200) :]


def repeat(content: bytes, chance: random.Random) -> bytes:
    start, length = chance.randrange(len(content)), chance.randint(1, 200)
    return content[: start + length] + content[start:]


@pytest.mark.parametrize("damage", [flip, cut, repeat])
def test_a_damaged_file_is_read_or_refused(tmp_path: Path, damage: Callable[[bytes, random.Random], bytes]) -> None:
    chance = random.Random(8 * len(damage.__name__))  # noqa: S311 - the same damage on every run, nothing secret
    whole = write_epub(tmp_path / "whole.epub", FILES, OPF).read_bytes()
    path, codes = tmp_path / "book.epub", set()
    for _ in range(150):
        path.write_bytes(damage(whole, chance))
        try:
            assert read(path).chapters
        except BookRefusedError as error:
            codes.add(error.code)

    assert "corrupt" in codes


@pytest.mark.parametrize("name", [*FILES, "package.opf"])
def test_damaged_markup_is_read_or_refused(tmp_path: Path, name: str) -> None:
    chance = random.Random(len(name))  # noqa: S311 - the same damage on every run, nothing secret
    outcomes = set()
    for _ in range(60):
        files = dict(FILES)
        whole = (OPF if name == "package.opf" else str(FILES[name])).encode()
        damaged = chance.choice([flip, cut, repeat])(whole, chance)
        opf = damaged if name == "package.opf" else OPF
        if name != "package.opf":
            files[name] = damaged
        path = write_epub(tmp_path / "book.epub", files, opf)
        try:
            outcomes.add("read" if read(path).chapters else "empty")
        except BookRefusedError as error:
            outcomes.add(error.code)

    assert "read" in outcomes
    assert outcomes <= {"read", "corrupt", "no_text", "not_a_book"}


WORD = "<w:p><w:r><w:t>Chapter 1</w:t></w:r></w:p><w:p><w:r><w:t>Text and more text.</w:t></w:r></w:p>"
OPEN = '<text:h text:outline-level="1">Chapter 1</text:h><text:p>Text and <text:span>more</text:span> text.</text:p>'
ARCHIVES = {"docx": partial(docx, body=WORD), "odt": partial(odt, body=OPEN)}
TEXTS = {
    "fb2": fb2("<title><p>Chapter 1</p></title><p>Text and <emphasis>more</emphasis> text.</p>"),
    "html": xhtml("<h1>Chapter 1</h1><p>Text and <em>more</em> text.</p><ul><li>One</li></ul>"),
    "markdown": b"# Chapter 1\n\nText and *more* [text](a).[^1]\n\n- One\n\n[^1]: Note.\n",
    "rtf": b"{\\rtf1\\ansi{\\fonttbl{\\f0 Times;}}\\pard\\b Chapter 1\\par\\pard Text \\'e9 \\u233? more.\\par}",
    "text": "Chapter 1\n\nText “and” more.\n\n".encode() * 5,
}


@pytest.mark.parametrize("name", [*ARCHIVES, *TEXTS])
def test_any_other_damaged_file_is_read_or_refused(tmp_path: Path, name: str) -> None:
    if find_spec(f"functions.convert.readers.{name}") is None:
        pytest.skip(f"no reader of {name}")
    chance = random.Random(len(name))  # noqa: S311 - the same damage on every run, nothing secret
    whole = TEXTS[name] if name in TEXTS else ARCHIVES[name](tmp_path).read_bytes()
    path, outcomes = tmp_path / ("book.md" if name == "markdown" else "book"), set()
    for damage in [flip, cut, repeat] * 40:
        path.write_bytes(damage(whole, chance))
        try:
            outcomes.add("read" if read(path).chapters else "empty")
        except BookRefusedError as error:
            outcomes.add(error.code)

    assert outcomes & {"read", "corrupt"}
    assert "empty" not in outcomes


def test_a_damaged_pdf_is_read_or_refused(tmp_path: Path) -> None:
    chance, whole = random.Random(3), book()  # noqa: S311 - the same damage on every run, nothing secret
    path, outcomes = tmp_path / "book.pdf", set()
    for damage in [flip, cut, repeat] * 4:
        path.write_bytes(damage(whole, chance))
        try:
            outcomes.add("read" if ReadingRoom().read(path, "book.pdf").chapters else "empty")
        except BookRefusedError as error:
            outcomes.add(error.code)

    assert "read" in outcomes
    assert outcomes <= {"read", "corrupt", "no_text", "no_text_layer", "too_complex", "not_a_book"}
