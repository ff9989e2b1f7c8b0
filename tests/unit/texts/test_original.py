"""The read-along of an EPUB is that EPUB: as its publisher made it, with what is heard lit up."""

import re
import zipfile
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from lxml import etree

from ebookvoice.domain.errors import UploadChangedError
from ebookvoice.ports.rendering import Edition
from functions.convert.audio.chapter import ChapterTimings
from tests.unit.texts.books import spoken
from tests.unit.texts.checking import CLEAN, opened, verdicts
from tests.unit.texts.originals import FILES, ONE, PACKAGE, narration_of, page_of, write
from tests.unit.texts.samples import JPEG

OVERLAYS = [f"OPS/readalong/document{number}.smil" for number in (1, 2, 3)]
PAGES = ["OPS/one,1.xhtml", "OPS/two.xhtml", "OPS/three.xhtml"]
LIT = re.compile(r'#([^"]+)"/><audio src="(chapter\d)\.m4a" clipBegin="([\d.]+)s" clipEnd="([\d.]+)s"')


@pytest.fixture
def book(tmp_path: Path) -> Edition:
    return narration_of(write(tmp_path / "original.epub"))


def lit(archive: zipfile.ZipFile, number: int) -> list[tuple[str, str]]:
    """List what a document's overlay lights up, and in which audio."""
    root = etree.fromstring(archive.read(PAGES[number]))
    ids = {element.get("id"): element for element in root.iter("{*}*")}
    found = LIT.findall(archive.read(OVERLAYS[number]).decode())
    return [("".join(map(str, ids[name].itertext())).strip(), audio) for name, audio, _, _ in found]


def with_page(tmp_path: Path, body: str) -> Edition:
    """Narrate the EPUB with another first page."""
    return narration_of(write(tmp_path / "other.epub", {**FILES, "OPS/one,1.xhtml": page_of(body)}))


def is_original(book: Edition) -> bool:
    with opened(book) as archive:
        return "OPS/images/one.jpg" in archive.namelist()


def test_epubcheck_finds_no_fault(book: Edition, tmp_path: Path) -> None:
    verdict = verdicts(tmp_path, {"overlaid": book})["overlaid"]

    assert CLEAN in verdict, verdict


def test_what_is_not_heard_stays_as_it_was(book: Edition) -> None:
    with opened(book) as archive:
        assert archive.testzip() is None
        assert archive.read("OPS/images/one.jpg") == JPEG
        assert archive.read("OPS/style.css") == FILES["OPS/style.css"]
        for path in PAGES:
            before, after = (etree.fromstring(content) for content in (str(FILES[path]).encode(), archive.read(path)))
            assert "".join(map(str, before.itertext())) == "".join(map(str, after.itertext()))


def test_every_sentence_is_lit_up_where_it_stands(book: Edition) -> None:
    with opened(book) as archive:
        assert [text for text, _ in lit(archive, 0)] == [
            "Chapter IV",
            "She said: “Go.”",
            "He went, with a smile. Or was it?",
            "Yes.",
            "It goes on at length1 here.",
            "And here.",
            "Alone in this paragraph.",
        ]
        assert [text for text, _ in lit(archive, 1)] == [
            "Roses are red,violets are blue.",
            "A page ends in the middle of this.",
            "So.",
        ]


def test_a_chapter_plays_through_over_its_documents(book: Edition) -> None:
    with opened(book) as archive:
        assert [{audio for _, audio in lit(archive, number)} for number in range(3)] == [
            {"chapter1"},
            {"chapter1"},
            {"chapter2"},
        ]
        clips = [clip for path in OVERLAYS for clip in LIT.findall(archive.read(path).decode())]
        for (_, audio, _, end), (_, other, begin, _) in pairwise(clips):
            assert begin == (end if audio == other else "0.000")
        assert archive.read("OPS/readalong/chapter2.m4a") == b"sound" * 50


def test_ids_of_the_original_are_kept_and_new_ones_are_free(tmp_path: Path) -> None:
    with opened(with_page(tmp_path, f'{ONE}<p id="heard1-0">Taken. Twice.</p>')) as archive:
        page = archive.read(PAGES[0]).decode()
        names = re.findall(r'id="([^"]+)"', page)

    assert '<h2 id="own">' in page
    assert len(names) == len(set(names))


def test_a_paragraph_that_is_spoken_a_little_otherwise_is_lit_up_as_far_as_is_sure(tmp_path: Path) -> None:
    address = "https://example.com/a/long/way"
    body = f"{ONE}<p>First it tells this. See {address} of telling what was told to all of us all along the road.</p>"
    with opened(with_page(tmp_path, body)) as archive:
        last = [text for text, _ in lit(archive, 0)][-2:]

    assert last[0] == "First it tells this."
    assert last[1].startswith("See https")


def test_lines_that_are_spoken_by_themselves_are_lit_up_within_their_block(tmp_path: Path) -> None:
    poem = page_of("<h2>The end</h2><p>One line<br/>or two.</p>")
    book = narration_of(write(tmp_path / "poem.epub", {**FILES, "OPS/three.xhtml": poem}))
    cut = spoken("The end", "The end", "One line", "or two.", sound=b"x")

    with opened(replace(book, chapters=[book.chapters[0], cut])) as archive:
        assert [text for text, _ in lit(archive, 2)] == ["The end", "One line", "or two."]


def test_it_says_when_it_was_made_and_who_reads(book: Edition) -> None:
    with opened(book) as archive:
        package = archive.read("OPS/package.opf").decode()

    assert package.count("dcterms:modified") == 1
    assert "2026-11-21T12:30:08Z" in package
    assert '<meta property="media:narrator">A Voice</meta>' in package
    assert "<dc:title>The Original</dc:title>" in package


UNFIT = {
    "version 2": {"OPS/package.opf": PACKAGE.replace('version="3.0"', 'version="2.0"')},
    "overlays of its own": {
        "OPS/package.opf": PACKAGE.replace('id="one"', 'id="one" media-overlay="smil"', 1).replace(
            "<manifest>", '<manifest><item id="smil" href="s.smil" media-type="application/smil+xml"/>'
        ),
        "OPS/s.smil": "<smil/>",
    },
    "not well-formed": {"OPS/three.xhtml": page_of("<h2>The end</h2><p>All is said.<br> All is done.</p>")},
}


@pytest.mark.parametrize("files", UNFIT.values(), ids=UNFIT)
def test_what_is_not_fit_for_overlays_is_made_of_its_text(tmp_path: Path, files: dict[str, str]) -> None:
    book = narration_of(write(tmp_path / "unfit.epub", {**FILES, **files}))

    assert not is_original(book)


def test_a_chapter_that_is_not_in_the_original_has_the_book_made_of_its_text(book: Edition) -> None:
    other = spoken("Another", "This is told nowhere in the original. Nor is this.", sound=b"x")

    with opened(replace(book, chapters=[*book.chapters, other])) as archive:
        assert "EPUB/overlays/chapter3.smil" in archive.namelist()


def test_an_original_that_is_gone_or_is_none_has_the_book_made_of_its_text(book: Edition) -> None:
    def gone(directory: Path) -> Path:
        raise UploadChangedError

    def broken(directory: Path) -> Path:
        path = directory / "source"
        path.write_bytes(b"no archive")
        return path

    assert not is_original(replace(book, source=gone))
    assert not is_original(replace(book, source=broken))


def test_the_same_edition_makes_the_same_bytes(book: Edition) -> None:
    with opened(book) as one, opened(book) as other:
        assert [entry.CRC for entry in one.infolist()] == [entry.CRC for entry in other.infolist()]


def test_a_novel_keeps_its_sentences() -> None:
    folder = Path(__file__).parents[3].parent / "shared" / "corpus" / "novels"
    if not folder.is_dir():
        pytest.skip("no corpus beside the repository")
    book = narration_of(folder / "jane-austen_pride-and-prejudice.epub")
    said = sum(len(ChapterTimings.from_json(chapter.timings()).sentences) for chapter in book.chapters)

    with opened(book) as archive:
        overlays = [archive.read(name) for name in archive.namelist() if name.endswith(".smil")]

    assert len(overlays) == len(book.chapters) == 61
    assert said - 5 <= sum(overlay.count(b"<par>") for overlay in overlays) <= said
