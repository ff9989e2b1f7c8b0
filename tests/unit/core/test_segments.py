"""Segments: whole paragraphs of one chapter, balanced, nothing lost."""

import time

from hypothesis import given
from hypothesis import strategies as st

from ebookvoice.domain.book import Book, Paragraph, ParagraphKind, Part
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


def test_a_row_of_marks_is_divided_in_time() -> None:
    text = "Part one" + "!" * 400_000
    started = time.process_time()
    pieces = [p.text for segment in plan_segments(book([text])) for p in segment.paragraphs]
    assert "".join(pieces) == text
    assert time.process_time() - started < 2
