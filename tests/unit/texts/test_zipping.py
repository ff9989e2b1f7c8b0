"""Archives that are announced from the front, of any size and number of files."""

import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from functions.convert.audio.errors import BindingError
from functions.convert.texts.readalong.zipping import Member, deflated, stored, streamed, zip_stream

TIME = datetime(2026, 11, 21, 12, 30, 8, tzinfo=UTC)
BLOCK = bytes(16 * 1024 * 1024)
GIBIBYTE = 1 << 30


def huge(name: str, size: int) -> Member:
    """Make a member of which nobody unpacks the bytes."""
    return Member(name, zipfile.ZIP_DEFLATED, 0, size, size, (BLOCK for _ in range(size // len(BLOCK))))


def write(path: Path, blocks: Iterator[bytes]) -> Path:
    """Write blocks into a file that takes no room for those of zeros."""
    with path.open("wb") as file:
        for block in blocks:
            if block is BLOCK:
                file.seek(len(block), 1)
            else:
                file.write(block)
    return path


def test_what_goes_in_comes_out(tmp_path: Path) -> None:
    members = [
        stored("a", b"first"),
        deflated("Ü.txt", "text " * 100),
        streamed("c/d", 6, lambda: iter([b"abc", b"def"])),
    ]

    with zipfile.ZipFile(write(tmp_path / "a.zip", zip_stream(members, TIME))) as archive:
        assert archive.testzip() is None
        assert [archive.read(name) for name in ("a", "Ü.txt", "c/d")] == [b"first", b"text " * 100, b"abcdef"]
        assert {entry.date_time for entry in archive.infolist()} == {(2026, 11, 21, 12, 30, 8)}
        kinds = [entry.compress_type for entry in archive.infolist()]
    assert kinds == [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED]


def test_files_lie_behind_4_gibibytes(tmp_path: Path) -> None:
    members = [huge("one", 3 * GIBIBYTE), huge("two", 3 * GIBIBYTE), stored("three", b"last")]

    with zipfile.ZipFile(write(tmp_path / "a.zip", zip_stream(members, TIME))) as archive:
        assert archive.read("three") == b"last"
        assert [entry.file_size for entry in archive.infolist()] == [3 * GIBIBYTE, 3 * GIBIBYTE, 4]


def test_more_files_than_16_bits_can_count(tmp_path: Path) -> None:
    members = (stored(f"{number}", b"x") for number in range(66_000))

    with zipfile.ZipFile(write(tmp_path / "a.zip", zip_stream(members, TIME))) as archive:
        assert len(archive.namelist()) == 66_000


@pytest.mark.parametrize("again", [[b"abc"], [b"abc", b"dex"], [b"abc", b"defg"]], ids=["shorter", "other", "longer"])
def test_a_file_that_is_another_when_it_is_written_is_refused(again: list[bytes]) -> None:
    contents = [[b"abc", b"def"], again]

    with pytest.raises(BindingError):
        list(zip_stream([streamed("a", 6, lambda: iter(contents.pop(0)))], TIME))
