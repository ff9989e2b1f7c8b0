import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.convert.readers.wording.numerals import speak_heading, to_number

SPOKEN = {
    "I": "1",
    "IV": "4",
    "IV.": "4.",
    "xii": "12",
    "— IX —": "— 9 —",
    "Chapter IV": "Chapter 4",
    "CHAPTER I": "CHAPTER 1",
    "Chapter L": "Chapter 50",
    "CHAPTER XIV. THE CHASE": "CHAPTER 14. THE CHASE",
    "CHAPTER I I Am Born": "CHAPTER 1 I Am Born",
    "BOOK II": "BOOK 2",
    "BOOK II CHAPTER III": "BOOK 2 CHAPTER 3",
    "Act I, Scene II": "Act 1, Scene 2",
    "The Storm – Part II": "The Storm – Part 2",
    "Kapitel XXI": "Kapitel 21",
    "Глава V": "Глава 5",
}

UNCHANGED = [
    *("IIII", "VX", "Iv", "C", "D", "M", "L", "MIX", "DI", "CIVIL", "Who Am I", "Henry VIII", "World War II"),
    *(
        "Part C",
        "Section D",
        "Book I Never Wrote",
        "The Book I Read",
        "The Letter I",
        "Malcolm X",
        "Mid",
        "I, Claudius",
    ),
    *("Chapter Four", "Vitamin C", "Partition IV", "CHAPTER IIII"),
]


@pytest.mark.parametrize(("heading", "spoken"), SPOKEN.items())
def test_a_numeral_that_can_be_nothing_else_is_a_number(heading: str, spoken: str) -> None:
    assert speak_heading(heading) == spoken


@pytest.mark.parametrize("heading", UNCHANGED)
def test_letters_that_may_be_a_word_are_left_alone(heading: str) -> None:
    assert speak_heading(heading) == heading


def roman(number: int) -> str:
    """Write a numeral independently of the code under test, place by place."""
    units = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"]
    tens = ["", "X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX", "XC"]
    hundreds = ["", "C", "CC", "CCC", "CD", "D", "DC", "DCC", "DCCC", "CM"]
    return "M" * (number // 1000) + hundreds[number // 100 % 10] + tens[number // 10 % 10] + units[number % 10]


@given(st.integers(1, 3999))
def test_every_canonical_numeral_is_read(number: int) -> None:
    assert to_number(roman(number)) == number
    assert to_number(roman(number).lower()) == number


@given(st.text("IVXLCDM", min_size=1, max_size=8))
def test_only_canonical_numerals_are_read(numeral: str) -> None:
    number = to_number(numeral)

    assert number is None or roman(number) == numeral
