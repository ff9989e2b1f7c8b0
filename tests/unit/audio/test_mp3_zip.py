import io
import zipfile
from collections.abc import Sequence
from dataclasses import replace

import pytest
from lxml import etree

from ebookvoice.ports.assembling import ChapterFile
from ebookvoice.ports.binding import Tags
from functions.convert.audio.errors import BindingError
from functions.convert.audio.mp3_zip import Mp3Zip
from functions.convert.audio.opf import opf
from functions.convert.audio.shelf import book_folder, chapter_name
from tests.unit.audio.labels import COVER, TAGS


def chapters(count: int, title: str = "Chapter") -> list[ChapterFile]:
    contents = [f"audio of {number}".encode() * 1_000 for number in range(count)]
    return [ChapterFile(title, len(c), lambda c=c: (c[:77], c[77:])) for c in contents]  # type: ignore[misc]


def pack(files: Sequence[ChapterFile], tags: Tags = TAGS) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(b"".join(Mp3Zip().pack(tags, COVER, files))))


def test_a_library_finds_the_book_in_its_folder() -> None:
    archive = pack(chapters(2, "In: the / Tower?"))
    folder = "Ada Anders, Béla Bartos/Türme/Der grüne Turm"
    assert archive.namelist() == [
        f"{folder}/cover.jpg",
        f"{folder}/metadata.opf",
        f"{folder}/01 - In the Tower.mp3",
        f"{folder}/02 - In the Tower.mp3",
    ]
    assert archive.testzip() is None
    assert archive.read(f"{folder}/cover.jpg") == COVER.content
    assert archive.read(f"{folder}/02 - In the Tower.mp3") == b"audio of 1" * 1_000
    assert {entry.compress_type for entry in archive.infolist()} == {zipfile.ZIP_STORED}


@pytest.mark.parametrize(
    ("tags", "folder"),
    [
        (replace(TAGS, series=None), "Ada Anders, Béla Bartos/Der grüne Turm"),
        (replace(TAGS, authors=()), "Der grüne Turm"),
        (replace(TAGS, authors=("../..",), title="..", series="/"), "Unknown/Series/Audiobook"),
    ],
)
def test_levels_that_are_not_known_are_left_out(tags: Tags, folder: str) -> None:
    assert book_folder(tags) == folder


@pytest.mark.parametrize(("count", "first"), [(1, "01"), (99, "01"), (100, "001"), (1_189, "0001")])
def test_numbers_sort_as_they_count(count: int, first: str) -> None:
    names = [chapter_name(number, count, "X") for number in range(1, count + 1)]
    assert names[0] == f"{first} - X.mp3"
    assert names == sorted(names)
    assert len(set(names)) == count


def test_four_names_fit_a_path_on_windows() -> None:
    folder, chapter = book_folder(replace(TAGS, title="x" * 400)), chapter_name(1, 1, "語" * 400)
    assert folder.split("/")[-1] == "x" * 59 + "…"
    assert chapter == f"01 - {'語' * 49}….mp3"


def test_the_same_book_makes_the_same_bytes() -> None:
    assert b"".join(Mp3Zip().pack(TAGS, COVER, chapters(3))) == b"".join(Mp3Zip().pack(TAGS, COVER, chapters(3)))


@pytest.mark.parametrize("difference", [-1, 1])
def test_a_file_of_another_size_is_refused(difference: int) -> None:
    file = chapters(1)[0]
    with pytest.raises(BindingError):
        pack([replace(file, size=file.size + difference)])


def test_large_files_and_archives_get_wide_sizes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zipfile, "ZIP64_LIMIT", 20_000)
    large = ChapterFile("Large", 30_000, lambda: [bytes(30_000)])
    content = b"".join(Mp3Zip().pack(TAGS, None, [large, *chapters(1)]))
    assert b"PK\6\6" in content  # the end of a ZIP64 directory
    monkeypatch.undo()
    archive = zipfile.ZipFile(io.BytesIO(content))
    assert [entry.file_size for entry in archive.infolist()][1:] == [30_000, 10_000]
    assert archive.testzip() is None


def test_a_library_reads_what_the_book_is() -> None:
    metadata = etree.fromstring(opf(replace(TAGS, title="A & B <C>\0")))[0]
    told = [(etree.QName(e).localname, e.text, [*e.attrib.values()]) for e in metadata]
    assert told == [
        ("title", "A & B <C> ", []),
        ("creator", "Ada Anders", ["aut"]),
        ("creator", "Béla Bartos", ["aut"]),
        ("creator", "Sweep", ["nrt"]),
        ("language", "de-AT", []),
        ("publisher", "Turmverlag", []),
        ("date", "1901-02-03", []),
        ("description", "Ein Turm.\nMit Treppen.", []),
        ("subject", "Audiobook", []),
        ("identifier", "9783161484100", ["ISBN"]),
        ("meta", None, ["calibre:series", "Türme"]),
        ("meta", None, ["calibre:series_index", "2"]),
    ]
