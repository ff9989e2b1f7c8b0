"""The fonts of an RTF document: which code page text in them is in."""

from dataclasses import dataclass

from functions.convert.readers.rtf.charsets import ANSI, SYMBOL, WESTERN, codec_of_charset, codec_of_page, decode
from functions.convert.readers.wordprocessing.symbols import is_symbol_font, symbol

_PRIVATE = range(0xF000, 0xF100)


@dataclass(slots=True)
class Font:
    """A font as the font table has it."""

    name: str = ""
    charset: int | None = None
    page: int | None = None

    @property
    def symbols(self) -> bool:
        """Tell whether its letters are not what they seem."""
        return is_symbol_font(self.name)


class Fonts:
    """Decodes text by the font that it is in."""

    def __init__(self) -> None:
        self.codec = WESTERN
        """That of the document."""
        self._fonts: dict[int, Font] = {}
        self._codecs: dict[int, str] = {}

    def add(self, number: int) -> Font:
        """Begin a font, or go on with it."""
        self._codecs.clear()
        return self._fonts.setdefault(number, Font())

    def codec_of(self, number: int) -> str:
        """Name the codec for text in a font."""
        if number not in self._codecs:
            self._codecs[number] = self._find(number)
        return self._codecs[number]

    def decode(self, content: bytes, number: int | None) -> str:
        """Decode bytes of text in a font, or in none."""
        if number is None:
            return decode(content, self.codec)
        font = self._fonts.get(number)
        if font is not None and font.symbols:
            return "".join(symbol(font.name, code) for code in content)
        return decode(content, self.codec_of(number))

    def character(self, code: int, number: int) -> str:
        """Give a character of Unicode, which for such fonts lies in a private area."""
        font = self._fonts.get(number)
        return symbol(font.name if font is not None and font.symbols else "", code) if code in _PRIVATE else chr(code)

    def _find(self, number: int) -> str:
        """Prefer what the font itself says; ANSI is Western unless no font at all fits the document's code page."""
        font = self._fonts.get(number)
        if font is None or font.charset == SYMBOL:
            return self.codec
        page = codec_of_page(font.page) if font.page else None
        if page is None and font.charset == ANSI:
            fitting = any(codec_of_charset(each.charset or ANSI) == self.codec for each in self._fonts.values())
            return WESTERN if fitting else self.codec
        return page or codec_of_charset(font.charset or ANSI) or self.codec
