"""Large initials: the first letter of a chapter, set over several lines, goes back to its word."""

from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from functions.convert.readers.pdf.sheets import Word

_LARGE = 1.7
"""Times the usual size of the page."""

_MOST = 20
"""Initials on a page."""


def join_initials(words: Sequence[Word]) -> list[Word]:
    """Join initials to the words that they begin; the lines beside them begin where the initial does."""
    usual = median(word.size for word in words)
    initials = [word for word in words if word.size > _LARGE * usual and _is_initial(word.text)]
    joined = list(words)
    for initial in initials[:_MOST]:
        beside = [i for i, word in enumerate(joined) if word is not initial and _beside(initial, word, usual)]
        if not beside:
            continue
        first = max(beside, key=lambda i: joined[i].base)
        if initial.base > joined[first].base - 0.4 * usual:
            continue
        for i in beside:
            text = f"{initial.text}{' ' * joined[i].spaced}{joined[i].text}" if i == first else joined[i].text
            joined[i] = replace(joined[i], text=text, left=initial.left, spaced=False)
        joined = [word for word in joined if word is not initial]
    return joined


def _is_initial(text: str) -> bool:
    letters = text.strip("\"'“”‘’«»„¿¡—-")
    return len(text) <= 3 and len(letters) == 1 and letters.isalpha()


def _beside(initial: Word, word: Word, usual: float) -> bool:
    """Tell whether a word begins a line right of the initial, between its top and its foot."""
    near = -0.5 * usual < word.left - initial.right < 1.2 * usual
    level = -0.3 * usual < word.base - initial.base < initial.size
    return near and level and word.size < initial.size / 1.5
