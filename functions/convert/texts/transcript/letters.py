"""The letters that a transcript is printed with.

EB Garamond (SIL Open Font License 1.1; Latin, Greek, Cyrillic) is embedded. For Chinese, Japanese and Korean the file
names fonts that readers of PDF substitute their own for (ISO 32000-1, 9.7.5.2: predefined CMaps): to embed these would
take 50 MB of the function, and whoever reads them has them.
"""

import unicodedata
from functools import cache
from importlib.resources import as_file, files
from typing import NamedTuple

SERIF = "EBGaramond"
_PACKAGE, _FILE = "fontpkg_eb_garamond", "files/EBGaramond[wght].ttf"

_SQUARE_FONTS = {"ja": "HeiseiMin-W3", "ko": "HYSMyeongJo-Medium", "zh-hant": "MSung-Light", "zh-tw": "MSung-Light"}
_SIMPLIFIED = "STSong-Light"

_INVISIBLE = frozenset(("Cc", "Cf", "Cs"))
"""Controls and joiners; a soft hyphen would be printed as a hyphen."""

MISSING = "\ufffd"
"""Stands for a letter that there is no type for."""


class Run(NamedTuple):
    """Text in one font."""

    font: str
    text: str


class Letters:
    """Knows which font has a character. `language` decides how Chinese characters look."""

    def __init__(self, language: str | None) -> None:
        self._covered = _serif()
        self._square = _square(language)

    def missing(self, text: str) -> int:
        """Count the letters and digits that can't be printed."""
        if self._covered.issuperset(text):
            return 0
        return sum(self._font(character) is None and character.isalnum() for character in text)

    def runs(self, text: str) -> list[Run]:
        """Divide a line by fonts; what can't be printed is marked, unless there is nothing to see of it."""
        if self._covered.issuperset(text):
            return [Run(SERIF, text)]
        found: list[tuple[str, list[str]]] = []
        for character in text:
            if unicodedata.category(character) in _INVISIBLE:
                continue
            font = self._font(character)
            if not found or (found[-1][0] != (font or SERIF) and character != " "):
                found.append((font or SERIF, []))
            found[-1][1].append(character if font else MISSING)
        return [Run(font, "".join(characters)) for font, characters in found]

    def _font(self, character: str) -> str | None:
        if character in self._covered:
            return SERIF
        squared = "\u1100" <= character <= "\uffee" and unicodedata.east_asian_width(character) in "WF"
        return self._square if squared else None


@cache
def _serif() -> frozenset[str]:
    """Load the serif; return the characters that it has, but for those that nobody is meant to see."""
    from reportlab.pdfbase.pdfmetrics import registerFont
    from reportlab.pdfbase.ttfonts import TTFont

    with as_file(files(_PACKAGE) / _FILE) as path:
        font = TTFont(SERIF, str(path))
    registerFont(font)
    covered = map(chr, font.face.charToGlyph)
    return frozenset(character for character in covered if unicodedata.category(character) not in _INVISIBLE)


@cache
def _square(language: str | None) -> str:
    """Announce the font for the square characters of a language; that of Chinese where the language tells nothing."""
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfbase.pdfmetrics import registerFont

    tag = (language or "").lower()
    known = (font for prefix, font in _SQUARE_FONTS.items() if tag == prefix or tag.startswith(f"{prefix}-"))
    name = next(known, _SIMPLIFIED)
    registerFont(UnicodeCIDFont(name))
    return name
