"""Words without their punctuation, sentences with theirs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.convert.speech.words import sentences, words


def parts(text: str) -> tuple[list[str], list[str]]:
    return [text[a:b] for a, b in words(text)], [text[a:b] for a, b in sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“Don’t,” he said.", ["Don’t", "he", "said"]),
        ("1,200.50 at 12:30", ["1,200.50", "at", "12:30"]),
        ("here\u2060—there… well-known", ["here", "there", "well-known"]),
        ("हिन्दी ठीक", ["हिन्दी", "ठीक"]),
        ("* * * — §", []),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert parts(text)[0] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! “Three?” Four", ["One. ", "Two! ", "“Three?” ", "Four"]),
        ("Mr. Darcy met Dr. Who.", ["Mr. Darcy met Dr. Who."]),
        ("J. R. R. Tolkien wrote. It is I. Yes.", ["J. R. R. Tolkien wrote. ", "It is I. ", "Yes."]),
        ("“Why?” she asked. 3.14 is pi.", ["“Why?” she asked. ", "3.14 is pi."]),
        ("今日は。明日は？はい", ["今日は。", "明日は？", "はい"]),
        ("", []),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert parts(text)[1] == expected


@given(st.text())
def test_sentences_are_the_whole_text(text: str) -> None:
    assert "".join(parts(text)[1]) == text


@given(st.text())
def test_words_hold_every_letter(text: str) -> None:
    spans = words(text)
    inside = {index for start, end in spans for index in range(start, end)}
    assert all(index in inside for index, character in enumerate(text) if character.isalnum())
    assert all(first.end <= second.start for first, second in zip(spans, spans[1:], strict=False))
