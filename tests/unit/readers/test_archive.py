"""What of a zip file is held against it: only what is read of it may not be a bomb."""

from pathlib import Path

import pytest

from ebookvoice.domain.errors import TooComplexError
from functions.convert.readers.archive import open_archive
from tests.unit.readers.docx.documents import p, package
from tests.unit.readers.epubs import read, spoken, write_zip

ZEROS = bytes(3_000_000)


def test_a_document_with_a_picture_of_one_colour_is_read(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "plain.docx", package(p("Text."), {"word/media/image1.bmp": ZEROS}))

    assert spoken(read(path)) == "Text."


def test_what_is_packed_too_tightly_is_not_unpacked(tmp_path: Path) -> None:
    with open_archive(write_zip(tmp_path / "a.zip", {"a": ZEROS, "b": b"text"})) as archive:
        assert archive.read("b") == b"text"
        with pytest.raises(TooComplexError):
            archive.read("a")


def test_all_files_together_may_not_be_too_large_even_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_zip(tmp_path / "a.zip", {"a": ZEROS, "b": b"text"})
    monkeypatch.setattr("functions.convert.readers.archive.MAX_TOTAL_BYTES", len(ZEROS))

    with pytest.raises(TooComplexError), open_archive(path):
        pass
