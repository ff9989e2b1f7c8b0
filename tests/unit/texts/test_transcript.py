"""The transcript: all that was narrated, when it is heard, and how it comes to paper."""

import json
import re
from dataclasses import replace
from functools import cache
from typing import Any

import pypdfium2  # type: ignore[import-untyped]
import pytest

from ebookvoice.domain.book import Paragraph
from ebookvoice.domain.documents import DOCUMENT_TYPES, DocumentKind, Paper, printed
from ebookvoice.ports.rendering import Edition
from functions.convert.texts.transcript.printing import MARK
from functions.convert.texts.transcript.scribe import TranscriptScribe
from tests.unit.texts.books import PAUSE, PER_CHARACTER, RATE, edition, spoken
from tests.unit.texts.samples import english, german, japanese

CLEAN, MARKED = DocumentKind.TRANSCRIPT_A4, DocumentKind.TRANSCRIPT_A4_MARKED
ALL = {kind for kind, type_ in DOCUMENT_TYPES.items() if type_.format == "transcript"}


def files(book: Edition) -> dict[DocumentKind, bytes]:
    return {document.kind: b"".join(document.blocks) for document in TranscriptScribe().write(book)}


@cache
def english_files() -> dict[DocumentKind, bytes]:
    return files(english())


def told(book: Edition) -> Any:
    return json.loads(next(b"".join(document.blocks) for document in TranscriptScribe().write(book)))


def pages(content: bytes) -> list[str]:
    with pypdfium2.PdfDocument(content) as document:
        return [page.get_textpage().get_text_range() for page in document]


def letters(text: str) -> str:
    return re.sub(r"\s", "", text)


def spoken_text(book: Edition) -> str:
    return "".join(paragraph.text for chapter in book.chapters for paragraph in chapter.paragraphs())


@pytest.mark.parametrize("book", [english(), german(), japanese()], ids=["english", "german", "japanese"])
def test_the_document_holds_the_whole_text(book: Edition) -> None:
    document = told(book)

    sentences = [
        sentence["text"]
        for chapter in document["chapters"]
        for paragraph in chapter["paragraphs"]
        for sentence in paragraph["sentences"]
    ]
    assert "".join(sentences) == spoken_text(book)
    assert (document["title"], document["language"]) == (book.tags.title, book.tags.language)
    assert (document["format"], document["authors"], document["narrator"]) == (1, ["An Author"], "A Voice")


def test_times_count_through_the_book() -> None:
    book = edition(spoken("One", "Hello there."), spoken("Two", "It is. It was.", "* * *"))
    first, second = told(book)["chapters"]

    assert (first["number"], first["title"], first["start"]) == (1, "One", 0)
    assert second["start"] == first["end"]
    one, other = second["paragraphs"][0]["sentences"]
    assert one["start"] == pytest.approx(second["start"] + PAUSE / RATE, abs=0.001)
    assert other["start"] == one["end"]
    assert one["words"][1] == {"text": "is", "start": pytest.approx(one["start"] + 3 * PER_CHARACTER / RATE, abs=0.001)}
    assert second["paragraphs"][1]["sentences"] == [{"text": "* * *"}]


def test_paragraphs_tell_their_kind_and_language() -> None:
    paragraphs = told(english())["chapters"][1]["paragraphs"]

    assert [paragraph["kind"] for paragraph in paragraphs[:4]] == ["heading", "verse", "verse", "heading"]
    assert [paragraph["language"] for paragraph in paragraphs[-2:]] == ["fr", "he"]


def test_it_is_made_on_both_papers_with_and_without_the_mark() -> None:
    made = english_files()

    assert set(made) == ALL
    sizes = {}
    for kind in ALL - {DocumentKind.TRANSCRIPT}:
        with pypdfium2.PdfDocument(made[kind]) as document:
            sizes[kind] = tuple(round(points) for points in document[0].get_size())
    assert sizes[printed(Paper.A4, marked=False)] == sizes[printed(Paper.A4, marked=True)] == (595, 842)
    assert sizes[printed(Paper.LETTER, marked=False)] == sizes[printed(Paper.LETTER, marked=True)] == (612, 792)


def test_the_mark_is_on_every_page_or_on_none() -> None:
    made = english_files()

    assert all(MARK in page for page in pages(made[MARKED]))
    assert not any(MARK in page for page in pages(made[CLEAN]))


def test_paper_holds_every_word_in_order() -> None:
    title, *rest = pages(files(german())[CLEAN])

    assert letters("".join(rest)) == letters(f"I0:00:00 – 0:00:14{german().chapters[0].paragraphs()[1].text}2")
    assert "Die Verwandlung" in title
    assert "An Author" in title
    assert "A Voice" in title


def test_a_long_book_fills_its_pages() -> None:
    words = [f"word{number}" for number in range(6_000)]
    long = spoken("One", *(" ".join(words[start : start + 200]) + "." for start in range(0, 6_000, 200)), marked=False)

    found = pages(files(edition(long))[CLEAN])

    assert re.findall(r"word\d+", " ".join(found)) == words
    assert len(found) > 10
    assert [page.split()[-1] for page in found[1:]] == [str(number) for number in range(2, len(found) + 1)]


def test_a_word_wider_than_the_page_is_broken() -> None:
    found = pages(files(edition(spoken("One", f"Before {'abcdefghij' * 60} behind.")))[CLEAN])

    assert letters("Before" + "abcdefghij" * 60 + "behind.") in letters("".join(found))


def test_the_outline_leads_to_the_chapters() -> None:
    with pypdfium2.PdfDocument(english_files()[CLEAN]) as document:
        outline = [(mark.get_title(), mark.get_dest().get_index()) for mark in document.get_toc()]

    assert outline == [("Chapter 1", 1), ("Chapter 2 & last", 2)]


def test_a_chapter_without_a_heading_gets_its_title() -> None:
    page = pages(files(edition(spoken("A Title", "Hello.")))[CLEAN])[1]

    assert page.split()[:2] == ["A", "Title"]


@pytest.mark.parametrize(
    ("language", "text"), [("ja", "吾輩は猫である。"), ("zh", "道可道，非常道。"), ("ko", "별 헤는 밤")]
)
def test_square_characters_are_there_as_text(language: str, text: str) -> None:
    found = pages(files(edition(spoken("1", text), language=language))[CLEAN])

    assert letters(text) in letters(found[1])


def test_some_letters_without_type_are_marked_and_counted() -> None:
    words = "Enough of what there is type for, so that a word in another script is no hindrance. " * 10

    title, page = pages(files(edition(spoken("One", f"{words}שלום")))[CLEAN])

    assert "4 letters" in title
    assert "\ufffd" * 4 in page


def test_a_book_that_there_is_no_type_for_is_not_printed() -> None:
    made = files(edition(spoken("One", "שלום עולם, this is Hebrew"), language="he"))

    assert set(made) == {DocumentKind.TRANSCRIPT}


def test_soft_hyphens_and_controls_are_not_printed() -> None:
    page = pages(files(edition(spoken("One", "Donau\u00addampf\u200bschiff\x07 fährt.")))[CLEAN])[1]

    assert "Donaudampfschiff fährt." in page


def test_nothing_breaks_at_an_empty_title_or_a_lone_surrogate() -> None:
    book = edition(spoken("", Paragraph("Odd \ud800 text.")), title="\x00")

    assert set(files(replace(book, tags=replace(book.tags, authors=())))) == ALL


def test_the_same_edition_makes_the_same_bytes() -> None:
    assert files(english()) == english_files()
