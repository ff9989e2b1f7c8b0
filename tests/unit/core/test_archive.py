"""ZIP archives that are made in passing."""

import io
import tracemalloc
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from ebookvoice.usecases.archive import Entry, zipped

TIME = datetime(2026, 11, 21, 12, 30, 8, tzinfo=UTC)
MEGABYTE = 1024 * 1024


def test_what_goes_in_comes_out() -> None:
    entries = [
        Entry("rows.json", TIME, 11, [b'["', b"hello", b'"]  ']),
        Entry("files/Ünïcode – book.epub", TIME, 6, [b"abc", b"", b"def"], packed=True),
        Entry("empty.json", TIME, 0, []),
    ]

    with zipfile.ZipFile(io.BytesIO(b"".join(zipped(entries)))) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == {
            "rows.json": b'["hello"]  ',
            "files/Ünïcode – book.epub": b"abcdef",
            "empty.json": b"",
        }
        assert {entry.date_time for entry in archive.infolist()} == {(2026, 11, 21, 12, 30, 8)}
        kinds = [entry.compress_type for entry in archive.infolist()]
    assert kinds == [zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED]


def test_memory_does_not_grow_with_the_archive() -> None:
    def blocks() -> Iterator[bytes]:
        for _ in range(200):
            yield bytes(MEGABYTE)

    tracemalloc.start()
    size = sum(len(block) for block in zipped([Entry("book", TIME, 200 * MEGABYTE, blocks(), packed=True)]))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    print(f"200 MiB packed with at most {peak / MEGABYTE:.1f} MiB of memory")  # noqa: T201 - the figure
    assert size > 200 * MEGABYTE
    assert peak < 8 * MEGABYTE


def test_a_file_that_can_not_be_read_to_its_end_ends_the_archive() -> None:
    def blocks() -> Iterator[bytes]:
        yield b"half"
        raise ConnectionError

    with pytest.raises(ConnectionError):
        b"".join(zipped([Entry("book", TIME, 8, blocks())]))
