"""The read-along: a valid EPUB, whose overlays play each chapter's audio through and light up what is heard."""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from ebookvoice.domain.book import Cover, Paragraph
from ebookvoice.ports.rendering import Edition
from functions.convert.audio.errors import BindingError
from tests.unit.readers.epubs import read
from tests.unit.texts.books import FRAME, RATE, SpokenChapter, edition, spoken
from tests.unit.texts.checking import CLEAN, opened, verdicts, written
from tests.unit.texts.samples import JPEG, english, german, japanese

SMIL = "{http://www.w3.org/ns/SMIL}"


def seconds(clock: str) -> float:
    return float(clock.removesuffix("s"))


def clips(archive: zipfile.ZipFile, number: int) -> list[tuple[str, float, float]]:
    """List the sentences of a chapter's overlay with the times that they are lit up from and until."""
    root = etree.fromstring(archive.read(f"EPUB/overlays/chapter{number}.smil"))
    return [
        (
            par[0].get("src", "").partition("#")[2],
            seconds(par[1].get("clipBegin", "")),
            seconds(par[1].get("clipEnd", "")),
        )
        for par in root.iter(f"{SMIL}par")
    ]


def sentences(archive: zipfile.ZipFile, number: int) -> dict[str, str]:
    """List the sentences of a chapter's page by id."""
    root = etree.fromstring(archive.read(f"EPUB/text/chapter{number}.xhtml"))
    return {span.get("id", ""): "".join(map(str, span.itertext())) for span in root.iter("{*}span")}


def test_epubcheck_finds_no_fault(tmp_path: Path) -> None:
    books = {"english": english(), "german": german(), "japanese": japanese()}

    for name, verdict in verdicts(tmp_path, books).items():
        assert CLEAN in verdict, f"{name}: {verdict}"


@pytest.mark.parametrize("book", [english(), german(), japanese()], ids=["english", "german", "japanese"])
def test_every_sentence_is_lit_up_in_order_while_its_chapter_plays_through(book: Edition) -> None:
    with opened(book) as archive:
        for number, chapter in enumerate(book.chapters, 1):
            texts, played = sentences(archive, number), clips(archive, number)

            assert [name for name, _, _ in played] == list(texts)
            heard = (each.text for each in chapter.paragraphs() if any(map(str.isalnum, each.text)))
            assert "".join(texts.values()) == "".join(heard)
            assert played[0][1] == 0
            assert all(one[2] == other[1] for one, other in zip(played, played[1:], strict=False))
            assert isinstance(chapter, SpokenChapter)
            assert played[-1][2] == pytest.approx(len(chapter.spoken.packets) * FRAME / RATE, abs=0.001)


def test_a_sentence_is_lit_up_when_it_begins_to_be_heard() -> None:
    book = german()
    chapter = book.chapters[0]
    assert isinstance(chapter, SpokenChapter)
    starts = [span.start / RATE for span in chapter.spoken.sentences]

    with opened(book) as archive:
        assert [begin for _, begin, _ in clips(archive, 1)][1:] == pytest.approx(starts[1:], abs=0.001)


def test_durations_add_up() -> None:
    with opened(english()) as archive:
        package = archive.read("EPUB/package.opf").decode()
    total, *chapters = (
        sum(float(part) * 60**power for power, part in enumerate(reversed(clock.split(":"))))
        for clock in re.findall(r"media:duration\"[^>]*>([^<]+)<", package)
    )

    assert len(chapters) == 2
    assert total == pytest.approx(sum(chapters), abs=0.002)


def test_the_book_says_who_wrote_it_and_who_reads_it() -> None:
    with opened(english()) as archive:
        package = archive.read("EPUB/package.opf").decode()

    assert "<dc:title>Pride &amp; Prejudice</dc:title>" in package
    assert '<meta property="media:narrator">A Voice</meta>' in package
    assert '<meta refines="#narrator" property="role" scheme="marc:relators">nrt</meta>' in package
    assert '<meta refines="#series" property="group-position">2</meta>' in package
    assert "<dc:date>1813-01-28</dc:date>" in package
    assert 'properties="cover-image"' in package


def test_kinds_of_paragraphs_keep_their_form() -> None:
    with opened(english()) as archive:
        first, second = (archive.read(f"EPUB/text/chapter{number}.xhtml").decode() for number in (1, 2))

    assert re.search(r"<h1[^>]*><span[^>]*>Chapter 1</span></h1>", first)
    assert re.search(r'<p [^>]*class="break">\* \* \*</p>', first)
    assert re.search(r"<blockquote>\s*<p", first)
    assert re.search(r'<aside class="note">\s*<p', first)
    assert re.search(r'<div class="verse">\s*<p.*</p>\s*<p.*</p>\s*</div>', second)
    assert re.search(r"<h2[^>]*><span[^>]*>Of cases", second)
    assert len(re.findall("<li ", second)) == 2
    assert 'lang="he" dir="rtl"' in second
    assert 'lang="fr" dir="ltr"' in second


def test_notes_can_be_skipped() -> None:
    with opened(english()) as archive:
        root = etree.fromstring(archive.read("EPUB/overlays/chapter1.smil"))

    notes = [seq for seq in root.iter(f"{SMIL}seq") if seq.get("{http://www.idpf.org/2007/ops}type") == "footnote"]
    assert sum(len(seq) for seq in notes) == 2


def test_audio_and_cover_lie_in_it_as_they_are() -> None:
    with opened(english()) as archive:
        assert archive.testzip() is None
        assert archive.infolist()[0].filename == "mimetype"
        assert archive.read("EPUB/audio/chapter1.m4a") == b"first" * 900
        assert archive.getinfo("EPUB/audio/chapter1.m4a").compress_type == zipfile.ZIP_STORED
        assert archive.read("EPUB/cover.jpg") == JPEG


def test_it_can_be_unpacked_from_the_front() -> None:
    """No file's size stands behind its bytes (bit 3 of the flags), and the first file tells what this is."""
    content = written(english())

    assert content[30:58] == b"mimetypeapplication/epub+zip"
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert not any(member.flag_bits & 8 for member in archive.infolist())


@pytest.mark.parametrize("book", [german(), japanese()], ids=["german", "japanese"])
def test_it_reads_as_the_book_it_was_made_of(book: Edition, tmp_path: Path) -> None:
    path = tmp_path / "book.epub"
    path.write_bytes(written(book))

    found = read(path)

    assert (found.title, found.authors, found.language) == (book.tags.title, book.tags.authors, book.tags.language)
    assert [part.title for part in found.chapters] == [chapter.title for chapter in book.chapters]
    assert [part.paragraphs for part in found.chapters] == [chapter.paragraphs() for chapter in book.chapters]


def test_what_cannot_be_said_in_xml_is_replaced_and_bad_tags_are_left_out() -> None:
    book = edition(
        spoken("\x00 & <", Paragraph("Ring\x07 & <b> \ud800.", language="not a tag!"), sound=b"x"),
        title="\x1b",
        language="??",
        published="long ago",
        publisher=" ",
    )

    with opened(book) as archive:
        page, package = archive.read("EPUB/text/chapter1.xhtml").decode(), archive.read("EPUB/package.opf").decode()

    etree.fromstring(page.encode())
    etree.fromstring(package.encode())
    assert "Ring\ufffd &amp; &lt;b&gt; \ufffd." in page
    assert "lang=" not in page
    assert "<dc:language>und</dc:language>" in package
    assert "dc:date" not in package
    assert "dc:publisher" not in package


def test_a_chapter_of_which_nothing_is_heard_has_no_overlay() -> None:
    with opened(edition(spoken("One", "Hello.", sound=b"x"), spoken("***", "* * *", sound=b"y"))) as archive:
        names = archive.namelist()
        package = archive.read("EPUB/package.opf").decode()

    assert "EPUB/overlays/chapter2.smil" not in names
    assert "EPUB/text/chapter2.xhtml" in names
    assert "chapter2-overlay" not in package


def test_a_sentence_without_a_time_of_its_own_is_no_clip() -> None:
    chapter = spoken("One", "One.", "Two.", "Three.", sound=b"x")
    first, second, third = chapter.spoken.sentences
    marks = (first, second._replace(start=third.start, samples=0), third)

    with opened(edition(replace(chapter, spoken=replace(chapter.spoken, sentences=marks)))) as archive:
        assert [name for name, _, _ in clips(archive, 1)] == ["p0s0", "p2s0"]
        assert list(sentences(archive, 1).values()) == ["One.", "Two.", "Three."]


def test_a_cover_of_another_type_is_left_out() -> None:
    with opened(replace(german(), cover=Cover(b"<svg/>", "image/svg+xml"))) as archive:
        assert not [name for name in archive.namelist() if "cover" in name]


class FadingChapter:
    """A chapter whose audio is another when it is read again."""

    title = "One"
    audio_bytes = 4

    def __init__(self, chapter: SpokenChapter) -> None:
        self._chapter = chapter
        self._contents = [b"good", b"bad!"]

    def paragraphs(self) -> tuple[Paragraph, ...]:
        return self._chapter.text

    def timings(self) -> bytes:
        return self._chapter.timings()

    def audio(self) -> Iterator[bytes]:
        yield self._contents.pop(0)


def test_audio_that_changes_under_way_is_never_bound() -> None:
    with pytest.raises(BindingError):
        written(replace(german(), chapters=[FadingChapter(spoken("One", "Hello."))]))


def test_timings_of_another_text_are_refused() -> None:
    chapter = spoken("One", "Hello.", "Bye.")

    with pytest.raises(BindingError):
        written(edition(replace(chapter, text=chapter.text[:1])))


def test_the_same_edition_makes_the_same_bytes() -> None:
    assert written(english()) == written(english())
