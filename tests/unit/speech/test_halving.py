"""A text that fails as a whole is tried in halves, each of which has something to say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.convert.speech.halving import between_sentences, between_words, in_its_sentence
from functions.convert.speech.words import Span


@pytest.mark.parametrize(
    ("text", "halves"),
    [
        ("One. Two three four. Number five.", ("One. Two three four. ", "Number five.")),
        ("Mr. Bennet came. He saw.", ("Mr. Bennet came. ", "He saw.")),
        ("Only one.", None),
        ("Only one. — * *", None),
        ("今日は。明日は？", ("今日は。", "明日は？")),
        ("", None),
    ],
)
def test_sentences(text: str, halves: tuple[str, str] | None) -> None:
    found = between_sentences(text)
    assert (found and tuple(text[start:end] for start, end in found)) == halves


@pytest.mark.parametrize(
    ("text", "halves"),
    [
        ("one two three four", ("one two ", "three four")),
        ("here—there", ("here—", "there")),
        ("今日は、良い天気です。", ("今日は、", "良い天気です。")),
        ("word", None),
        ("— word! —", None),
    ],
)
def test_words(text: str, halves: tuple[str, str] | None) -> None:
    found = between_words(text)
    assert (found and tuple(text[start:end] for start, end in found)) == halves


@given(st.text("ab. !、\u2014", max_size=60))
def test_halves_are_the_whole_text_and_both_have_something_to_say(text: str) -> None:
    for found in (between_sentences(text), between_words(text)):
        if found is not None:
            first, second = (text[start:end] for start, end in found)
            assert first + second == text
            assert any(map(str.isalnum, first))
            assert any(map(str.isalnum, second))


def test_a_part_is_quoted_in_its_sentence() -> None:
    text = "One is short. " + "Word" + " word" * 100 + " xyzzy is here. Three."
    start = text.index("xyzzy")
    assert in_its_sentence(text, Span(0, 3)) == "One is short."
    quoted = in_its_sentence(text, Span(start, start + 5))
    assert quoted.endswith("word xyzzy is here.")
    assert len(quoted) < 120
