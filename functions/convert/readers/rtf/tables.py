"""The tables at the beginning of an RTF document: fonts and styles."""

from functions.convert.readers.rtf.fonts import Font, Fonts
from functions.convert.readers.rtf.stylesheet import Style, StyleSheet


class FontTable:
    """Takes fonts: \\f0\\fswiss\\fcharset0 Arial; and so on."""

    def __init__(self, fonts: Fonts) -> None:
        self._fonts = fonts
        self._font = Font()

    def word(self, name: str, number: int | None) -> None:
        """Follow a control word."""
        if name == "f":
            self._font = self._fonts.add(number or 0)
        elif name == "fcharset":
            self._font.charset = number
        elif name == "cpg":
            self._font.page = number

    def name(self, text: str) -> None:
        """Take the name of a font, which a semicolon ends."""
        self._font.name += text.partition(";")[0]


class StyleTable:
    """Takes styles: {\\s1\\sbasedon0\\outlinelevel0 heading 1;} and so on."""

    def __init__(self, sheet: StyleSheet) -> None:
        self._sheet = sheet
        self._number, self._style = 0, Style()

    def word(self, name: str, number: int | None) -> None:
        """Follow a control word."""
        match name:
            case "s":
                self._number = number or 0
            case "sbasedon":
                self._style.based_on = number
            case "outlinelevel":
                self._style.level = number
            case "qc":
                self._style.centred = True

    def name(self, text: str) -> None:
        """Take the name of a style; a semicolon ends it, and with it the style."""
        name, end, _ = text.partition(";")
        self._style.name += name
        if end:
            self._sheet.add(self._number, self._style)
            self._number, self._style = 0, Style()
