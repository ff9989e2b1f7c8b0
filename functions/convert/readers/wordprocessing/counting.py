"""Numbers as lists write them."""

_ROMAN = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X")),
    *((9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)
_HIGHEST_ROMAN = 3_999
_HIGHEST_LETTER = 26 * 30


def roman(number: int) -> str:
    """Write a number in Roman numerals; in digits where there are none."""
    if not 0 < number <= _HIGHEST_ROMAN:
        return str(number)
    written = ""
    for value, letters in _ROMAN:
        written += letters * (number // value)
        number %= value
    return written


def letters(number: int) -> str:
    """Write a number as a letter: a … z, aa, bb … as word processors count; in digits where there is none."""
    if not 0 < number <= _HIGHEST_LETTER:
        return str(number)
    times, letter = divmod(number - 1, 26)
    return chr(ord("a") + letter) * (times + 1)
