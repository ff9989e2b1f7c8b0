"""Segments: whole paragraphs of one chapter, balanced, nothing lost."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ebookvoice.domain.book import Book, NoteMark, Paragraph, ParagraphKind, Part, Saying
from ebookvoice.domain.segment import MAX_PARAGRAPH, Segment, plan_segments


def book(*chapters: list[str]) -> Book:
    made = (Part(f"C{n}", tuple(map(Paragraph, texts))) for n, texts in enumerate(chapters))
    return Book("B", (), "en", tuple(made))


words = st.text(st.characters(categories=["L", "N", "P"]), min_size=1, max_size=40)
paragraphs = st.lists(words, min_size=1, max_size=40)


@given(st.lists(paragraphs, min_size=1, max_size=5), st.integers(1, 200))
def test_segments_in_order_hold_every_paragraph_once(chapters: list[list[str]], target: int) -> None:
    segments = list(plan_segments(book(*chapters), target))
    assert [segment.number for segment in segments] == list(range(len(segments)))
    for number, texts in enumerate(chapters):
        own = [segment for segment in segments if segment.chapter == number]
        assert [p.text for segment in own for p in segment.paragraphs] == texts
        assert [segment.first for segment in own] == [True] + [False] * (len(own) - 1)
        assert [segment.last for segment in own] == [False] * (len(own) - 1) + [True]
        assert all(segment.paragraphs for segment in own)


def test_segments_of_a_chapter_take_about_the_same_time() -> None:
    sizes = [segment.characters for segment in plan_segments(book(["x" * 100] * 130), 6_000)]
    assert sizes == [4_300, 4_400, 4_300]


def test_a_book_without_paragraphs_is_divided_at_its_sentences() -> None:
    sentence = "It was a dark and stormy night; the rain fell in torrents. "
    text = (sentence * (10 * MAX_PARAGRAPH // len(sentence))).strip()
    segments = list(plan_segments(book([text])))
    pieces = [p.text for segment in segments for p in segment.paragraphs]
    assert " ".join(pieces) == text
    assert all(len(piece) <= MAX_PARAGRAPH and piece.endswith(".") for piece in pieces)


def test_an_endless_word_is_divided_without_loss() -> None:
    text = "長" * (3 * MAX_PARAGRAPH)
    pieces = [p.text for segment in plan_segments(book([text])) for p in segment.paragraphs]
    assert "".join(pieces) == text
    assert max(map(len, pieces)) <= MAX_PARAGRAPH


def test_a_segment_survives_its_line_of_json() -> None:
    text = Paragraph('“Quoted”\u2028 \\ "tab\t" 漢字', ParagraphKind.QUOTE, "ja")
    segment = Segment(3, 1, True, False, (text, Paragraph("plain")))
    line = segment.to_json()
    assert "\n" not in line
    assert Segment.from_json(line.encode()) == segment


def test_sayings_survive_the_line_of_json_and_plain_paragraphs_have_none() -> None:
    said = Paragraph("Li read", sayings=(Saying(0, 2, "lee"), Saying(3, 7, "ɹɛd", "ipa")))
    segment = Segment(0, 0, True, True, (said, Paragraph("plain")))
    line = segment.to_json()
    assert '["text","plain",null]' in line
    assert Segment.from_json(line) == segment


def test_a_line_without_sayings_is_read() -> None:
    line = '{"number":1,"chapter":0,"first":true,"last":false,"paragraphs":[["quote","Hi",null],["text","Ah","fr"]]}'
    paragraphs = (Paragraph("Hi", ParagraphKind.QUOTE), Paragraph("Ah", language="fr"))
    assert Segment.from_json(line) == Segment(1, 0, True, False, paragraphs)


def test_segments_hold_no_note_marks() -> None:
    chapter = Part("C", (Paragraph("Noted.", notes=(NoteMark(6, "n"),)),))
    (segment,) = plan_segments(Book("B", (), "en", (chapter,)))
    assert segment.paragraphs == (Paragraph("Noted."),)


def divided(text: str, *sayings: Saying) -> list[Paragraph]:
    chapter = Part("C", (Paragraph(text, sayings=sayings),))
    return [p for segment in plan_segments(Book("B", (), "en", (chapter,))) for p in segment.paragraphs]


@pytest.mark.parametrize("unit", ["Dr. No sat. ", "Dr. No ", "Dr.No", "我。"])
def test_sayings_go_with_their_words_when_a_paragraph_is_divided(unit: str) -> None:
    text = (unit * (3 * MAX_PARAGRAPH // len(unit))).strip()
    said = len(unit.rstrip("sat. ")) or 1
    sayings = [Saying(start, start + said, f"{start:06}"[:said]) for start in range(0, len(text) - said, len(unit))]
    paragraphs = divided(text, *sayings)
    assert "".join("".join(p.text.split()) for p in paragraphs) == "".join(text.split())
    assert all(len(p.text) <= MAX_PARAGRAPH for p in paragraphs)
    spoken = [saying.spoken for p in paragraphs for saying in p.sayings]
    assert spoken == [saying.spoken for saying in sayings]
    written = {p.text[saying.start : saying.end] for p in paragraphs for saying in p.sayings}
    assert written == {unit[:said]}


def test_long_respellings_count_as_what_is_spoken() -> None:
    text = ("a b " * 4_000).strip()
    sayings = [Saying(start, start + 1, "word " * 19 + "word") for start in range(0, len(text), 4)]
    paragraphs = divided(text, *sayings)
    assert " ".join(p.text for p in paragraphs) == text
    assert max(len(p.text) + 98 * len(p.sayings) for p in paragraphs) <= MAX_PARAGRAPH
    assert sum(len(p.sayings) for p in paragraphs) == len(sayings)


def test_a_saying_too_long_to_be_divided_stays_whole() -> None:
    whole = Saying(0, 3, "x" * (2 * MAX_PARAGRAPH))
    assert divided("one", whole) == [Paragraph("one", sayings=(whole,))]
    assert [p.text for p in divided("one two", whole)] == ["one", "two"]


def test_a_row_of_marks_is_divided_in_time() -> None:
    text = "Chapter one" + "!" * 400_000
    started = time.process_time()
    pieces = [p.text for segment in plan_segments(book([text])) for p in segment.paragraphs]
    assert "".join(pieces) == text
    assert time.process_time() - started < 2
