"""What eSpeak NG would swallow is rewritten, and every character still knows where it came from."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.convert.speech.respelling import respell


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Plain text, left alone.", "Plain text, left alone."),
        ("a\x01b\ud800c\x7fd", "a b c d"),
        ("Mr. Bennet and Dr. Who, etc. Mr.", "Mr  Bennet and Dr  Who, etc. Mr."),
        ("٣ and １２ and ①", "3 and 12 and 1"),
        ("⅓ but ½", " 1/3  but ½"),
        ("7" * 33, "777777777777777 777777777777777 777 "),
    ],
)
def test_respelling(text: str, expected: str) -> None:
    assert respell(text).text == expected


def test_long_words_are_broken_up() -> None:
    assert max(map(len, respell("あ" * 200).text.replace(",", " ").split())) == 40


def test_long_clauses_get_a_pause_and_numbers_stay_apart() -> None:
    assert "," in respell("123 " * 100).text
    assert respell("123 " * 100).text.replace(",", "") == "123 " * 100
    assert "," not in respell("One, two; three. " * 200).text.replace("One,", "")


@given(st.text(st.characters() | st.sampled_from("①⅓٣\x01\ud800 "), max_size=300) | st.text("1あ ", min_size=100))
def test_every_character_knows_its_origin(text: str) -> None:
    spoken, origins = respell(text)
    assert len(origins) == len(spoken)
    assert list(origins) == sorted(origins)
    kept = {origin for origin, character in zip(origins, spoken, strict=True) if character == text[origin]}
    plain = {index for index, character in enumerate(text) if character.isascii() and character.isalnum()}
    assert plain <= kept


def test_clauses_of_burmese_stay_far_shorter_than_what_kills_espeak() -> None:
    text = "လူတိုင်းသည် တူညီ လွတ်လပ်သော ဂုဏ်သိက္ခာဖြင့် လည်းကောင်း တူညီလွတ်လပ်သော အခွင့်အရေးများဖြင့် " * 20
    spoken = respell(text)
    assert max(map(len, spoken.text.split(","))) < 95
    assert spoken.text.replace(",", "") == text
