"""Whatever happens to the bytes of a book: it is read, or refused with a reason."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from ebookvoice.domain.errors import BookRefusedError
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
