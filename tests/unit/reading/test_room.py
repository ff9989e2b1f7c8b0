"""Whatever happens within the room, outside it is a book, a refusal, or a fault of ours."""

import sys
from pathlib import Path

import pytest

from ebookvoice.domain.book import Book
from ebookvoice.domain.errors import BookRefusedError
from functions.convert.readers.document import DocumentReader
from functions.convert.reading_room import room
from functions.convert.reading_room.room import ReadingRoom
from functions.convert.sealed import ProgramBrokenError
from tests.hostile.archives import epub


def test_a_book_is_the_same_in_the_room(tmp_path: Path) -> None:
    path = epub(tmp_path)
    book = ReadingRoom().read(path, "name.epub")

    assert isinstance(book, Book)
    assert book == DocumentReader().read(path, "name.epub")


@pytest.mark.parametrize("name", ["-x.epub", "Bücher & ‘more’.txt", "a\nb.txt", "\udcff.txt"])
def test_any_name_is_a_title(tmp_path: Path, name: str) -> None:
    path = tmp_path / "source"
    path.write_text("Chapter 1\n\nText.")

    assert ReadingRoom().read(path, name).title == name.rpartition(".")[0].strip()


READER = """
import os, sys
from ebookvoice.domain import errors

class DocumentReader:
    def read(self, path, filename):
"""


def replace_reader(folder: Path, monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    """Put another reader into the room."""
    package = folder / "functions" / "convert" / "readers"
    package.mkdir(parents=True)
    (package / "__init__.py").touch()
    (package / "document.py").write_text(READER + "".join(f"        {line}\n" for line in code.splitlines()))
    monkeypatch.setattr("sys.path", [str(folder), *sys.path])


@pytest.mark.parametrize(
    ("code", "refused"),
    [
        ("import ctypes; ctypes.string_at(0)", "too_complex"),
        ("os.abort()", "too_complex"),
        ("bytes(2 << 30)", "too_complex"),
        ("hoard = []\nwhile True: hoard.append(' ' * 10_000_000)", "too_complex"),
        ("self.read(path, filename)", "too_complex"),
        ("raise errors.PasswordProtectedError", "password_protected"),
        ("raise errors.TooLargeError('More than that.')", "too_large"),
    ],
    ids=["crash", "abort", "too much memory", "more and more memory", "recursion", "refusal", "sentence"],
)
def test_a_reader_that_fails_is_a_refusal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str, refused: str
) -> None:
    replace_reader(tmp_path, monkeypatch, code)
    with pytest.raises(BookRefusedError) as refusal:
        ReadingRoom().read(tmp_path, "name")

    assert refusal.value.code == refused
    assert str(refusal.value) == "More than that." or refused != "too_large"


@pytest.mark.parametrize("code", ["raise ValueError", "import no_such_module", "sys.exit(3)", "return None"])
def test_a_fault_of_ours_is_raised(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    replace_reader(tmp_path, monkeypatch, code)
    with pytest.raises(ProgramBrokenError):
        ReadingRoom().read(tmp_path, "name")


@pytest.mark.parametrize(
    "said", ["", "{", '{"cover": 7}', '{"refused": "internal", "message": "x"}', '{"cover": null}', '{"cover": "a/b"}']
)
def test_what_no_reader_says_is_not_believed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: str) -> None:
    (tmp_path / "a_liar.py").write_text(f"print({said!r})")
    monkeypatch.setattr("sys.path", [str(tmp_path), *sys.path])
    monkeypatch.setattr(room, "_MODULE", "a_liar")
    with pytest.raises(ProgramBrokenError):
        ReadingRoom().read(tmp_path, "name")
