"""A hostile document costs a refusal: not the function, not half a minute, not a gibibyte."""

import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from resource import RUSAGE_SELF, getrusage

import pytest

from ebookvoice.domain.book import Book
from functions.convert.reading_room.room import ReadingRoom
from tests.hostile.archives import GUARDED, READ, epub, of_page
from tests.hostile.markup import ENCODINGS, OTHERS, PAGES, external, fb2, xhtml
from tests.hostile.office import OFFICE, docx, odt
from tests.hostile.pdfs import PDFS
from tests.unit.readers.epubs import spoken

SECONDS = 30.0
MEMORY = 1 << 30
REFUSALS = {"too_complex", "too_large", "corrupt", "no_text", "no_text_layer", "not_a_book"}

READERS = {"DOCX": "docx", "FB2": "fb2", "Markdown": "markdown", "ODT": "odt", "RTF": "rtf"}


def visit(path: Path) -> Book | str:
    """Read a document in the room, within the bars; a refusal comes as its code."""
    visited = ReadingRoom().visit(path, path.name)
    assert visited.run.seconds < SECONDS
    assert visited.run.memory < MEMORY or visited.run.memory <= own_peak()
    if not isinstance(visited.outcome, Book):
        return visited.outcome.code
    assert spoken(visited.outcome).encode()
    return visited.outcome


def own_peak() -> int:
    """Tell what this process had at most, in bytes: Linux counts it as that of what it starts, too (execve, vfork)."""
    return getrusage(RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def needs_reader(name: str) -> None:
    """Skip where there is no reader of a format."""
    reader = READERS.get(name.partition(",")[0])
    if reader and find_spec(f"functions.convert.readers.{reader}") is None:
        pytest.skip(f"no reader of {reader}")


def write(folder: Path, content: bytes) -> Path:
    path = folder / "book"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(("code", "make"), GUARDED.values(), ids=GUARDED)
def test_an_archive_is_refused_before_it_is_unpacked(tmp_path: Path, code: str, make: Callable[[Path], Path]) -> None:
    assert visit(make(tmp_path)) == code


@pytest.mark.parametrize("make", READ.values(), ids=READ)
def test_a_strange_archive_is_a_book_all_the_same(tmp_path: Path, make: Callable[[Path], Path]) -> None:
    assert isinstance(visit(make(tmp_path)), Book)


@pytest.mark.parametrize("make", PAGES.values(), ids=PAGES)
def test_a_hostile_chapter_is_read_or_refused(tmp_path: Path, make: Callable[[], bytes]) -> None:
    outcome = visit(of_page(tmp_path, make()))
    assert isinstance(outcome, Book) or outcome in REFUSALS


@pytest.mark.parametrize(
    "name", ["a billion laughs", "200,000 elements deep", "a million open brackets", "a table of a billion columns"]
)
def test_a_hostile_web_page_is_read_or_refused(tmp_path: Path, name: str) -> None:
    outcome = visit(write(tmp_path, PAGES[name]()))
    assert isinstance(outcome, Book) or outcome in REFUSALS


@pytest.mark.parametrize("name", OTHERS)
def test_a_hostile_text_is_read_or_refused(tmp_path: Path, name: str) -> None:
    needs_reader(name)
    outcome = visit(write(tmp_path, OTHERS[name]()))
    assert isinstance(outcome, Book) or outcome in REFUSALS


@pytest.mark.parametrize("name", OFFICE)
def test_a_hostile_office_document_is_read_or_refused(tmp_path: Path, name: str) -> None:
    needs_reader(name)
    outcome = visit(OFFICE[name](tmp_path))
    assert isinstance(outcome, Book) or outcome in REFUSALS


@pytest.mark.parametrize("make", PDFS.values(), ids=PDFS)
def test_a_hostile_pdf_is_read_or_refused(tmp_path: Path, make: Callable[[], bytes]) -> None:
    outcome = visit(write(tmp_path, make()))
    assert isinstance(outcome, Book) or outcome in REFUSALS


@pytest.mark.parametrize(("content", "expected"), ENCODINGS.values(), ids=ENCODINGS)
def test_an_odd_encoding_is_read_or_refused(tmp_path: Path, content: bytes, expected: frozenset[str]) -> None:
    outcome = visit(write(tmp_path, content))
    assert ("read" if isinstance(outcome, Book) else outcome) in expected


@pytest.mark.parametrize("address", ["file://{secret}", "http://127.0.0.1:9/secret", "{secret}"])
@pytest.mark.parametrize("kind", ["EPUB", "FB2", "DOCX", "ODT"])
def test_what_lies_outside_of_a_document_stays_outside(tmp_path: Path, kind: str, address: str) -> None:
    needs_reader(kind)
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret of the machine")
    declared = external("d", address.format(secret=secret))
    match kind:
        case "EPUB":
            path = of_page(tmp_path, xhtml("<p>Before &x; after.</p>", declared))
        case "FB2":
            path = write(tmp_path, fb2("<p>Before &x; after.</p>", declared))
        case "DOCX":
            path = docx(tmp_path, "<w:p><w:r><w:t>Before &x; after.</w:t></w:r></w:p>", declared)
        case _:
            path = odt(tmp_path, "<text:p>Before &x; after.</text:p>", declared)
    outcome = visit(path)
    if kind in ("DOCX", "ODT") and outcome == "corrupt":
        return  # the formats have no document type declarations, so nobody misses one that is not read
    assert isinstance(outcome, Book)
    words = spoken(outcome).split()
    assert {"Before", "after."} <= set(words)
    assert "secret" not in words


@pytest.mark.parametrize("part", [0.02, 0.5, 0.95])
@pytest.mark.parametrize("make", [epub, lambda folder: write(folder, PDFS["an outline that goes round"]())])
def test_half_a_file_is_read_or_refused(tmp_path: Path, make: Callable[[Path], Path], part: float) -> None:
    path = make(tmp_path)
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * part)])
    outcome = visit(path)
    assert isinstance(outcome, Book) or outcome in REFUSALS
