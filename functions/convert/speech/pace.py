"""How long a text takes to say: what is usual, and what is possible at all.

In ordinary speech a letter of an alphabet takes about 0.07 s (150 to 200 words a minute), a sign that stands for a
syllable (kana, hangul, hanzi) 0.15 to 0.25 s, and a digit as long as its name. Nobody is understood at twice the speed.
"""

import unicodedata
from typing import NamedTuple

_USUAL = (0.08, 0.25, 0.4)
_FASTEST = (0.04, 0.09, 0.04)
_SLOWEST = (0.25, 0.8, 1.2)
"""Seconds a letter, a wide sign and a digit take."""
_SLACK_S = 4.0
"""What may come on top: single letters that are spelled out, dashes that are held."""


class Pace(NamedTuple):
    """Seconds."""

    fastest: float
    usual: float
    slowest: float


def pace(text: str, rate: int = 0) -> Pace:
    """Estimate how long it takes to say a text, `rate` percent faster than usual."""
    letters = wide = digits = 0
    for character in text:
        if character.isdigit():
            digits += 1
        elif character.isalnum():
            syllable = unicodedata.east_asian_width(character) in "WF"
            wide, letters = wide + syllable, letters + (not syllable)
    speed = 1 + rate / 100
    fastest, usual, slowest = (
        (letters * letter + wide * sign + digits * digit) / speed
        for letter, sign, digit in (_FASTEST, _USUAL, _SLOWEST)
    )
    return Pace(fastest, usual, slowest + _SLACK_S)


def deadline(text: str, rate: int, base: float) -> float:
    """Give a service `base` seconds and a tenth of what it takes to listen to its answer."""
    return base + pace(text, rate).usual / 10
