"""Lines that run from right to left."""

from collections.abc import Sequence

from functions.convert.readers.pdf.scripts import right_to_left
from functions.convert.readers.pdf.sheets import Word


def runs_backwards(words: Sequence[Word]) -> bool:
    """Tell whether at least half of a line's words are of a script that runs from right to left."""
    letters = [word for word in words if word.text[0].isalpha()]
    backwards = sum(right_to_left(word.text) for word in letters)
    return backwards > 0 and 2 * backwards >= len(letters)


def logical(words: Sequence[Word]) -> list[Word]:
    """Put the words of a line that runs from right to left in the order in which they are read (UAX #9, rule L2)."""
    ordered: list[Word] = []
    forwards: list[Word] = []
    for word in reversed(words):
        if right_to_left(word.text) or not any(map(str.isalnum, word.text)):
            ordered += [*reversed(forwards), word]
            forwards = []
        else:
            forwards.append(word)
    return [*ordered, *reversed(forwards)]
