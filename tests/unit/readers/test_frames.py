"""Documents that others show in an <iframe> are read there, and nowhere else."""

from pathlib import Path

import pytest

from ebookvoice.domain.book import Book
from ebookvoice.domain.errors import EncryptedBookError, TooComplexError
from tests.unit.readers.epubs import links, nav, package, page, read, spoken, texts, write_epub

INNER = page("<h1>Loomings</h1><p>Inner.</p>")
ENCRYPTED = (
    '<encryption xmlns:enc="http://www.w3.org/2001/04/xmlenc#"><enc:EncryptedData><enc:CipherData>'
    '<enc:CipherReference URI="OPS/i.xhtml"/></enc:CipherData></enc:EncryptedData></encryption>'
)


def frame(src: str) -> str:
    return f'<iframe src="{src}">Never.</iframe>'


def read_framed(
    folder: Path,
    pages: dict[str, str],
    spine: list[str],
    toc: dict[str, str] | None = None,
    extra: dict[str, str | bytes] | None = None,
) -> Book:
    """Read a book of pages, of which only some are in the spine."""
    files: dict[str, str | bytes] = {**pages, "nav.xhtml": nav(links(toc or {"a.xhtml": "A"}))}
    opf = package(files, spine, nonlinear=[name for name in spine if name.startswith("n")])
    return read(write_epub(folder / "book.epub", files, opf, extra))


def test_a_frame_is_read_in_its_place(tmp_path: Path) -> None:
    pages = {"a.xhtml": page(f"<p>Before {frame('i.xhtml')}after.</p><p>End.</p>"), "i.xhtml": INNER}

    assert spoken(read_framed(tmp_path, pages, ["a.xhtml"])) == "Before\nLoomings\nInner.\nafter.\nEnd."


@pytest.mark.parametrize("spine", [["a.xhtml", "n.xhtml"], ["a.xhtml"]], ids=["out of the reading order", "unlisted"])
def test_a_document_is_shown_once(tmp_path: Path, spine: list[str]) -> None:
    pages = {"a.xhtml": page(frame("n.xhtml") + "<p>Outer.</p>" + frame("n.xhtml#x")), "n.xhtml": INNER}

    assert spoken(read_framed(tmp_path, pages, spine)) == "Loomings\nInner.\nOuter."


def test_a_document_that_has_been_shown_is_not_read_again(tmp_path: Path) -> None:
    pages = {"a.xhtml": page(frame("b.xhtml") + "<p>Outer.</p>"), "b.xhtml": INNER}

    assert spoken(read_framed(tmp_path, pages, ["a.xhtml", "b.xhtml"])) == "Loomings\nInner.\nOuter."


def test_a_chapter_is_read_in_its_own_place(tmp_path: Path) -> None:
    pages = {"a.xhtml": page(frame("b.xhtml") + "<p>Outer.</p>"), "b.xhtml": INNER}
    book = read_framed(tmp_path, pages, ["a.xhtml", "b.xhtml"], {"a.xhtml": "A", "b.xhtml": "B"})

    assert [(part.title, texts(part)) for part in book.parts] == [("A", ["Outer."]), ("B", ["Loomings", "Inner."])]


NOTHING = ["", "http://example.org/i.xhtml", "gone.xhtml", "a.xhtml", "../../i.xhtml", "s.css", "nav.xhtml"]


@pytest.mark.parametrize("src", NOTHING)
def test_a_frame_that_shows_no_text_of_the_book_leaves_a_paragraph_whole(tmp_path: Path, src: str) -> None:
    pages = {"a.xhtml": page(f"<p>One {frame(src)}two.</p>"), "s.css": "p {}"}

    assert spoken(read_framed(tmp_path, pages, ["a.xhtml"])) == "One two."


def test_a_frame_within_a_frame_is_not_followed(tmp_path: Path) -> None:
    pages = {
        "a.xhtml": page(frame("i.xhtml")),
        "i.xhtml": page(f"<p>One.</p>{frame('j.xhtml')}{frame('i.xhtml')}"),
        "j.xhtml": page("<p>Two.</p>"),
    }

    assert spoken(read_framed(tmp_path, pages, ["a.xhtml"])) == "One."


@pytest.mark.parametrize("around", ['<div hidden="">{}</div>', '<div style="display:none">{}</div>'])
def test_a_hidden_frame_shows_nothing(tmp_path: Path, around: str) -> None:
    pages = {"a.xhtml": page(f"<p>One.</p>{around.format(frame('i.xhtml'))}"), "i.xhtml": INNER}

    assert spoken(read_framed(tmp_path, pages, ["a.xhtml"])) == "One."


def test_a_frame_in_what_is_left_out_is_left_out(tmp_path: Path) -> None:
    body = f'<p>One.</p><section epub:type="index">{frame("i.xhtml")}</section>'
    book = read_framed(tmp_path, {"a.xhtml": page(body), "i.xhtml": INNER}, ["a.xhtml"])

    assert spoken(book) == "One."
    assert [(part.reason, texts(part)) for part in book.skipped] == [("index", ["Loomings", "Inner."])]


def test_a_frame_that_is_encrypted_is_refused(tmp_path: Path) -> None:
    pages = {"a.xhtml": page(f"<p>One.</p>{frame('i.xhtml')}"), "i.xhtml": INNER}

    with pytest.raises(EncryptedBookError):
        read_framed(tmp_path, pages, ["a.xhtml"], extra={"META-INF/encryption.xml": ENCRYPTED})


def test_frames_have_a_size_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("functions.convert.readers.epub.frames.MAX_TEXT_BYTES", len(INNER) * 2 + 10)
    shown = {f"i{number}.xhtml": INNER for number in range(3)}
    pages = {"a.xhtml": page("".join(map(frame, shown))), **shown}

    with pytest.raises(TooComplexError):
        read_framed(tmp_path, pages, ["a.xhtml"])
