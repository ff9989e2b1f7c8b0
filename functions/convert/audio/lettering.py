"""Words set in a typeface: measured, broken into lines, and fitted into a box."""

import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from PIL import ImageFont

_PACKAGE, _FILE = "fontpkg_eb_garamond", "files/EBGaramond[wght].ttf"
"""EB Garamond (SIL Open Font License 1.1): Latin, Greek and Cyrillic."""

_WEIGHT = 500
"""Of 400 to 800: a little stronger than a page of text."""

_NO_CHARACTER = "\U0010ffff"
_ELLIPSIS = "…"
_LONGEST = 200
"""Characters; longer titles say no more."""


class Lines(NamedTuple):
    """Lines of one size, in pixels."""

    texts: tuple[str, ...]
    size: int


def printable(text: str) -> str | None:
    """Return a text as it can be set, cut short if it is endless; None if the typeface lacks any of its characters."""
    words = " ".join(unicodedata.normalize("NFC", text).split())
    clean = "".join(character for character in words if unicodedata.category(character)[0] != "C")
    shown = clean if len(clean) <= _LONGEST else clean[: _LONGEST - 1].rstrip() + _ELLIPSIS
    return shown if shown and all(map(_drawn, set(shown))) else None


def fitted(text: str, width: int, height: int, sizes: Sequence[int], leading: float) -> Lines:
    """Break a text into lines at the largest of the sizes at which it fits into the box without breaking a word.

    At the smallest one words are broken, and what does not fit is left out.
    """
    words = text.split()
    for size in sizes:
        lines = _broken(words, width, size)
        fits = all(font(size).getlength(line) <= width for line in lines)
        if fits and len(lines) * size * leading <= height:
            return Lines(tuple(_balanced(words, width, size, len(lines))), size)
    size = sizes[-1]
    pieces = [piece for word in words for piece in _hyphenated(word, width, size)]
    lines, room = _broken(pieces, width, size), max(1, int(height / (size * leading)))
    if len(lines) > room:
        lines = [*lines[: room - 1], lines[room - 1][:-1].rstrip() + _ELLIPSIS]
    return Lines(tuple(lines), size)


@lru_cache(maxsize=64)
def font(size: int) -> "ImageFont.FreeTypeFont":
    """Load the typeface at a size in pixels."""
    from PIL import ImageFont

    with resources.as_file(resources.files(_PACKAGE) / _FILE) as path:
        face = ImageFont.truetype(str(path), size, layout_engine=ImageFont.Layout.BASIC)
    face.set_variation_by_axes([_WEIGHT])
    return face


def _drawn(character: str) -> bool:
    """Tell whether the typeface has a character: what it lacks all looks alike."""
    if character == " ":
        return True
    face = font(32)
    mask, none = face.getmask(character), face.getmask(_NO_CHARACTER)
    return (mask.size, bytes(mask)) != (none.size, bytes(none))


def _balanced(words: Sequence[str], width: int, size: int, lines: int) -> list[str]:
    """Break a text into so many lines, of about the same length."""
    narrowest = max(font(size).getlength(word) for word in words)
    low, high = max(width // lines // 2, int(narrowest)), width
    while high - low > size // 4:
        middle = (low + high) // 2
        low, high = (low, middle) if len(_broken(words, middle, size)) <= lines else (middle, high)
    return _broken(words, high, size)


def _broken(words: Sequence[str], width: int, size: int) -> list[str]:
    lines: list[str] = []
    for word in words:
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and font(size).getlength(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _hyphenated(word: str, width: int, size: int) -> Iterator[str]:
    """Cut a word that is wider than a line into pieces that are not."""
    while font(size).getlength(word) > width:
        end = next(end for end in range(len(word) - 1, 0, -1) if font(size).getlength(word[:end] + "-") <= width)
        yield word[:end] + "-"
        word = word[end:]
    yield word
