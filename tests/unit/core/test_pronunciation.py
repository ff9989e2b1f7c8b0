"""A list of pronunciations says how whole words are spoken, and touches nothing else."""

import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ebookvoice.domain.book import Book, Note, NoteMark, Paragraph, ParagraphKind, Part, Saying
from ebookvoice.domain.choice import Pronunciation
from ebookvoice.domain.pronunciation import pronounce


def book(*texts: str) -> Book:
    return Book("B", (), "en", (Part("One", tuple(map(Paragraph, texts))),))


def read(text: str, **words: str) -> str:
    """Show what is spoken, in brackets where the list has it."""
    return read_with(text, *words.items())


def read_with(text: str, *entries: tuple[str, str]) -> str:
    pronounced = pronounce(book(text), [Pronunciation(*entry) for entry in entries])
    (paragraph,) = pronounced.parts[0].paragraphs
    assert paragraph.text == text
    shown, position = "", 0
    for start, end, spoken, alphabet in paragraph.sayings:
        assert alphabet is None
        shown += f"{text[position:start]}[{spoken}]"
        position = end
    return shown + text[position:]


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("LV, LVI and XLV; “LV”.", "LV", "[x], LVI and XLV; “[x]”."),
        ("Read it: he read, READ.", "Read", "[x] it: he read, READ."),
        ("Read it: he read, READ.", "read", "[x] it: he [x], [x]."),
        ("St. John's St., first St", "St.", "[x] John's [x], first St"),
        ("well, a well-known well—well…well", "well", "[x], a well-known [x]—[x]…[x]"),
        ("a well-known well", "well-known", "a [x] well"),
        ("well\u2011known", "well-known", "[x]"),
        ("Don’t, Don said, o’Don", "Don", "Don’t, [x] said, o’Don"),
        ("I don’t don't", "don't", "I [x] [x]"),
        ("Hermione’s and the Joneses’ cat", "Hermione", "[x]’s and the Joneses’ cat"),
        ("Hermione’s and the Joneses’ cat", "Joneses", "Hermione’s and the [x]’ cat"),
        ("Hermione’sy", "Hermione", "Hermione’sy"),
        ("‘Don’ and 'Don'", "Don", "‘[x]’ and '[x]'"),
        ("at 3.14 or 3:30, 1,003; 3. And 3", "3", "at 3.14 or 3:30, 1,003; [x]. And [x]"),
        ("New York, New Yorkers, new york", "New York", "[x], New Yorkers, new york"),
        ("snake_case _case_", "case", "snake_case _[x]_"),
        ("Rene\u0301 and Rene\u0301e", "Rene", "Rene\u0301 and Rene\u0301e"),
        ("हिन्दी और हिन", "हिन", "हिन्दी और [x]"),
        ("Straße STRASSE", "strasse", "[x] [x]"),
        ("ὈΔΥΣΣΕΎΣ", "ὀδυσσεύς", "[x]"),
        ("café", "cafe\u0301", "[x]"),
        ("東京都に行く東京", "東京", "[x]都に行く[x]"),
        ("3月と13月", "3月", "[x]と13月"),
        ("C++ and C and C++11", "C++", "[x] and C and [x]11"),
        ("AT&T & co", "&", "AT[x]T [x] co"),
        ("nothing of it", "nowhere", "nothing of it"),
    ],
)
def test_whole_words_as_they_are_written(text: str, word: str, expected: str) -> None:
    assert read_with(text, (word, "x")) == expected


def test_a_spelling_of_its_own_goes_before_any_spelling() -> None:
    assert read("Read, read, READ", read="reed", Read="Red") == "[Red], [reed], [reed]"


def test_the_longest_entry_holds_from_left_to_right_and_none_within_another() -> None:
    entries = (("New York", "a"), ("York", "b"), ("New York City", "c"), ("York City Hall", "d"))
    assert read_with("York, New York, New York City Hall, York City", *entries) == "[b], [a], [c] Hall, [b] City"


def test_a_longer_entry_that_is_no_whole_word_leaves_room_for_a_shorter_one() -> None:
    assert read_with("St.-Denis St", ("St", "a"), ("St.-D", "b")) == "[a].-Denis [a]"
    assert read_with("in New York's inn, New Yorker", ("New", "a"), ("New York", "b")) == "in [b]'s inn, [a] Yorker"


def test_of_two_for_the_same_word_the_later_one_holds() -> None:
    assert read_with("Tea", ("Tea", "a"), ("Tea", "b"), ("tea", "c"), ("tea", "d")) == "[b]"


@pytest.mark.parametrize("entry", [("", "x"), ("  ", "x"), ("word", ""), ("word", " \t")])
def test_an_empty_entry_says_nothing(entry: tuple[str, str]) -> None:
    assert read_with("a word", entry) == "a word"


def test_white_space_in_an_entry_does_not_matter() -> None:
    assert read_with("New York", (" New \t York ", " noo  yawk ")) == "[noo yawk]"


def test_what_the_book_says_gives_way_where_it_overlaps() -> None:
    own = (Saying(0, 3, "wʌn", "ipa"), Saying(4, 7, "tu", "ipa"), Saying(8, 13, "θri", "ipa"))
    paragraph = Paragraph("one two three four", sayings=own)
    whole = replace(book(), parts=(Part("P", (paragraph,)),))
    pronounced = pronounce(whole, [Pronunciation("two three", "23"), Pronunciation("four", "4")])
    assert pronounced.parts[0].paragraphs[0].sayings == (own[0], Saying(4, 13, "23"), Saying(14, 18, "4"))


def test_parts_and_notes_are_spoken_so_and_titles_stay() -> None:
    heading = Paragraph("Ms Li", ParagraphKind.HEADING, notes=(NoteMark(5, "n"),))
    whole = Book(
        "Ms Li",
        (),
        "en",
        (Part("Ms Li", (heading,)), Part("Ms Li", (heading,), "index")),
        {"n": Note((heading,), True)},
    )
    said = replace(heading, sayings=(Saying(3, 5, "lee"),))
    assert pronounce(whole, [Pronunciation("Li", "lee")]) == replace(
        whole,
        parts=(Part("Ms Li", (said,)), Part("Ms Li", (said,), "index")),
        notes={"n": Note((said,), True)},
    )


def test_an_empty_list_leaves_the_book_as_it_is() -> None:
    whole = book("Some text")
    assert pronounce(whole, []) is whole


pieces = st.sampled_from(["a", "b", "A", "B", " ", "-", "’", "'", ".", "1", "語", "\u0301", "ß", "İ"])


@given(st.lists(pieces, max_size=40).map("".join), st.lists(st.lists(pieces, min_size=1, max_size=5).map("".join)))
def test_sayings_are_in_order_and_hold_what_the_list_has(text: str, words: list[str]) -> None:
    pronounced = pronounce(book(text), [Pronunciation(word, "x") for word in words])
    sayings = pronounced.parts[0].paragraphs[0].sayings
    assert all(first.end <= second.start for first, second in zip(sayings, sayings[1:], strict=False))
    assert all(0 <= saying.start < saying.end <= len(text) for saying in sayings)


@pytest.mark.parametrize("unit", ["a ", "a-", "a b’s ", "語"])
def test_a_long_list_and_a_long_book_take_linear_time(unit: str) -> None:
    words = [unit * count + "x" for count in range(1, 40)] + [f"word{count}" for count in range(460)]
    text = unit * (200_000 // len(unit))
    started = time.process_time()
    pronounce(book(text), [Pronunciation(word, "x") for word in words])
    assert time.process_time() - started < 5
