"""An original is opened by a process that knows no secrets; whatever becomes of that, there is a read-along."""

import json
import os
import pickle
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ebookvoice.ports.rendering import Edition
from functions.convert.audio.errors import TimingsUnreadableError
from functions.convert.texts.original import room
from functions.convert.texts.original.recipe import (
    FormError,
    Ingredient,
    Origin,
    Packed,
    Sound,
    read_recipe,
    write_recipe,
)
from tests.hostile.markup import PAGES
from tests.unit.texts.books import SpokenChapter
from tests.unit.texts.checking import opened, written
from tests.unit.texts.originals import FILES, narration_of, write
from tests.unit.texts.samples import JPEG

PICTURE = "OPS/images/one.jpg"


@pytest.fixture
def book(tmp_path: Path) -> Edition:
    return narration_of(write(tmp_path / "original.epub"))


def is_original(book: Edition) -> bool:
    with opened(book) as archive:
        assert archive.testzip() is None
        assert sum(name.endswith(".m4a") for name in archive.namelist()) == len(book.chapters)
        return PICTURE in archive.namelist()


PROGRAM = """
import pickle, sys
from dataclasses import replace
from pathlib import Path
from functions.convert.texts.readalong.scribe import ReadalongScribe

book = replace(pickle.loads(Path(sys.argv[1]).read_bytes()), source=lambda directory: Path(sys.argv[2]))
size = sum(len(block) for document in ReadalongScribe().write(book) for block in document.blocks)
print(size, *sorted({"lxml", "functions.convert.readers"} & set(sys.modules)))
"""


def copied(book: Edition, path: Path) -> Edition:
    """Have the original be the file at that path."""
    return replace(book, source=lambda _: path)


def test_the_process_with_the_secrets_loads_no_parser(book: Edition, tmp_path: Path) -> None:
    edition = tmp_path / "edition"
    edition.write_bytes(pickle.dumps(replace(book, source=None)))
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", PROGRAM, str(edition), str(tmp_path / "original.epub")]
    said = subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout

    assert said.split() == [str(len(written(book)))]


PROBE = """
import json, os, sys
from functions.convert.texts.original.__main__ import main
from pathlib import Path

upload, directory, parent = sys.argv[1:]
told = main(Path(upload), Path(directory), int(parent))
told["unfit"] = " ".join(sorted(os.environ.keys() - {"PATH", "LD_LIBRARY_PATH", "LANG", "LC_CTYPE", "PYTHONPATH"}))
print(json.dumps(told))
"""


def replace_program(folder: Path, monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    (folder / "a_binder.py").write_text(code)
    monkeypatch.setattr("sys.path", [str(folder), *sys.path])
    monkeypatch.setattr(room, "_MODULE", "a_binder")


def test_the_process_knows_no_secrets(
    book: Edition, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://secret@host/db")
    replace_program(tmp_path, monkeypatch, PROBE)
    with caplog.at_level("INFO"):
        assert not is_original(book)

    [record] = [record for record in caplog.records if record.msg == "read-along made of the text"]
    assert record.__dict__["reason"] == ""


@pytest.mark.parametrize(
    "code",
    [
        "import ctypes; ctypes.string_at(0)",
        "import os; os.abort()",
        "raise ValueError",
        "import no_such_module",
        "print('[' * 100_000)",
        "print('{}')",
        "print('{\"unfit\": 7}')",
        "print('{\"unfit\": null}')",
        "print('x' * 2_000_000)",
    ],
    ids=["crash", "abort", "fault", "no module", "nested", "nothing", "another type", "no recipe", "too much"],
)
def test_a_process_that_fails_has_the_book_made_of_its_text(
    book: Edition, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    replace_program(tmp_path, monkeypatch, code)

    assert not is_original(book)


LIAR = """
import os, sys
from pathlib import Path

directory = Path(sys.argv[2])
(directory / "made").write_bytes(b"made")
{code}
print('{{"unfit": null}}')
"""


@pytest.mark.parametrize(
    "code",
    [
        "(directory / 'recipe').write_text('[[\"x\", \"made\", 0, 5, 0, 0, 5]]')",
        "(directory / 'recipe').write_text('[[\"x\", 3]]')",
        "(directory / 'recipe').write_text(' ' * 5_000_000 + '[]')",
        "(directory / 'recipe').symlink_to(__file__)",
        "(directory / 'recipe').write_text('[]'); os.remove(directory / 'made'); os.mkfifo(directory / 'made')",
    ],
    ids=["bytes that are not there", "a chapter that is not there", "too long", "a link", "a pipe"],
)
def test_what_no_binder_writes_is_not_believed(
    book: Edition, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    replace_program(tmp_path, monkeypatch, LIAR.format(code=code))

    assert not is_original(book)


@pytest.mark.parametrize("name", ["a billion laughs", "200,000 elements deep"])
def test_a_hostile_page_costs_the_original_and_not_the_read_along(tmp_path: Path, name: str) -> None:
    book = narration_of(write(tmp_path / "sound.epub"))
    hostile = write(tmp_path / "hostile.epub", {**FILES, "OPS/two.xhtml": PAGES[name]()})

    assert not is_original(copied(book, hostile))


def test_a_picture_with_a_wrong_checksum_stays(tmp_path: Path, book: Edition) -> None:
    path = tmp_path / "original.epub"
    with zipfile.ZipFile(path, "a", zipfile.ZIP_STORED) as archive:
        archive.writestr("OPS/images/two.jpg", JPEG + b"!")
    content = path.read_bytes()
    at = content.rindex(JPEG + b"!")
    path.write_bytes(content[:at] + JPEG + b"?" + content[at + len(JPEG) + 1 :])

    with opened(copied(book, path)) as archive:
        assert archive.testzip() is None
        assert archive.read("OPS/images/two.jpg") == JPEG + b"?"


def test_timings_that_cannot_be_read_are_no_fault_of_the_original(book: Edition) -> None:
    class Broken(SpokenChapter):
        def timings(self) -> bytes:
            return b"{}"

    first = book.chapters[0]
    assert isinstance(first, SpokenChapter)
    broken = Broken(first.title, first.text, first.spoken, first.sound)
    with pytest.raises(TimingsUnreadableError):
        written(replace(book, chapters=[broken, *book.chapters[1:]]))


INGREDIENTS: list[Ingredient] = [
    Packed("mimetype", Origin.MADE, 0, 4, 0, 7, 4),
    Packed("OPS/ä.xhtml", Origin.UPLOAD, 4, 6, 8, 0xFFFF_FFFF, 90),
    Sound("a.m4a", 2),
]
SIZES = {Origin.UPLOAD: 10, Origin.MADE: 4}


def test_a_recipe_comes_back_as_it_was() -> None:
    assert read_recipe(write_recipe(INGREDIENTS), SIZES, 2) == INGREDIENTS


@pytest.mark.parametrize(
    "row",
    [
        ["x", "made", 0, 5, 8, 0, 5],
        ["x", "made", 1, 4, 8, 0, 5],
        ["x", "made", -1, 1, 8, 0, 5],
        ["x", "upload", 11, 0, 8, 0, 0],
        ["x", "elsewhere", 0, 1, 8, 0, 1],
        ["x", "made", 0, 1, 12, 0, 1],
        ["x", "made", 0, 1, False, 0, 1],
        ["x", "made", 0, 1, 8, 1 << 32, 1],
        ["x", "made", 0, 1, 8, 0, 1 << 32],
        ["x", "made", 0, 1.0, 8, 0, 1],
        ["mimetype", "made", 0, 1, 8, 0, 1],
        ["../x", "made", 0, 1, 8, 0, 1],
        ["/x", "made", 0, 1, 8, 0, 1],
        ["", "made", 0, 1, 8, 0, 1],
        ["\udcff", "made", 0, 1, 8, 0, 1],
        ["ä" * 40_000, "made", 0, 1, 8, 0, 1],
        [["x"], "made", 0, 1, 8, 0, 1],
        ["x", 3],
        ["x", 0],
        ["x", True],
        [],
        "x",
        7,
    ],
)
def test_another_form_is_no_recipe(row: Any) -> None:
    content = json.dumps([*INGREDIENTS, row]).encode()
    with pytest.raises(FormError):
        read_recipe(content, SIZES, 2)


@pytest.mark.parametrize("content", [b"", b"null", b"7", b"\xff", b"[" * 100_000])
def test_noise_is_no_recipe(content: bytes) -> None:
    with pytest.raises(FormError):
        read_recipe(content, SIZES, 2)
