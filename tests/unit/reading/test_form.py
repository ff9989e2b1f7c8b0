"""A book leaves the room as it is, and nothing else does."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ebookvoice.domain.book import Book, Note, NoteMark, Paragraph, ParagraphKind, Part, Saying
from functions.convert.reading_room.form import FormError, read_book, write_book

WORDS = st.text(max_size=12)
MAYBE = st.none() | WORDS
POSITIONS = st.integers(min_value=0, max_value=100)
PARAGRAPHS = st.lists(
    st.builds(
        Paragraph,
        st.text(st.characters(exclude_categories=()), max_size=20),
        st.sampled_from(ParagraphKind),
        MAYBE,
        st.lists(st.builds(Saying, POSITIONS, POSITIONS, WORDS, MAYBE), max_size=2).map(tuple),
        st.lists(st.builds(NoteMark, POSITIONS, WORDS), max_size=2).map(tuple),
    ),
    max_size=4,
).map(tuple)
BOOKS = st.builds(
    Book,
    title=WORDS,
    authors=st.lists(WORDS, max_size=3).map(tuple),
    language=MAYBE,
    parts=st.lists(st.builds(Part, WORDS, PARAGRAPHS, MAYBE), max_size=4).map(tuple),
    notes=st.dictionaries(WORDS, st.builds(Note, PARAGRAPHS, st.booleans()), max_size=3),
    publisher=MAYBE,
    published=MAYBE,
    description=MAYBE,
    series=MAYBE,
    series_part=MAYBE,
    isbn=MAYBE,
)


@given(BOOKS)
@settings(max_examples=40, deadline=None)
def test_a_book_comes_back_as_it_was(book: Book) -> None:
    assert read_book(write_book(book)) == book


def sound() -> dict[str, Any]:
    form: dict[str, Any] = json.loads(write_book(Book("Title", ("Ada",), "en", (Part("One", (Paragraph("Text."),)),))))
    return form


@pytest.mark.parametrize(
    "change",
    [
        {"title": 7},
        {"title": None},
        {"authors": [["Ada"]]},
        {"language": 1},
        {"parts": {"title": "One"}},
        {"parts": [{"title": "One", "paragraphs": [], "reason": True}]},
        {"parts": [{"title": "One", "paragraphs": [["Text.", "shout", None, [], []]], "reason": None}]},
        {
            "parts": [
                {"title": "One", "paragraphs": [["Text.", "text", None, [[0, "1", "a", None]], []]], "reason": None}
            ]
        },
        {"parts": [{"title": "One", "paragraphs": [["Text.", "text"]], "reason": None}]},
        {"notes": [1]},
        {"notes": {"a": {"paragraphs": []}}},
    ],
)
def test_another_form_is_no_book(change: dict[str, Any]) -> None:
    assert read_book(json.dumps(sound()).encode()).title == "Title"
    with pytest.raises(FormError):
        read_book(json.dumps(sound() | change).encode())


@pytest.mark.parametrize("content", [b"", b"null", b"[]", b"{}", b"\xff", b"[" * 100_000])
def test_noise_is_no_book(content: bytes) -> None:
    with pytest.raises(FormError):
        read_book(content)
