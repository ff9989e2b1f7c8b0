"""What an RTF document says at its beginning: its code page, its font, its languages, and where its tables are."""

from dataclasses import replace

from functions.convert.readers.rtf.charsets import WORDS, codec_of_page
from functions.convert.readers.rtf.fonts import Fonts
from functions.convert.readers.rtf.formats import language_of
from functions.convert.readers.rtf.state import Destination, State
from functions.convert.readers.wordprocessing.scripts import Languages

_TABLES = {"fonttbl": Destination.FONTS, "stylesheet": Destination.STYLES}
_LANGUAGES = {"deflang": "western", "deflangfe": "asian"}


class Head:
    """Follows the control words of the beginning; others mean nothing to it."""

    def __init__(self, fonts: Fonts) -> None:
        self.languages = Languages()
        self._fonts = fonts
        self._font = 0

    def word(self, name: str, number: int | None, state: State) -> None:
        """Follow a control word."""
        if name in _TABLES:
            state.destination = _TABLES[name]
        elif name == "info":
            state.destination, state.property = Destination.NOTHING, name
        elif name in WORDS:
            self._fonts.codec = WORDS[name]
        elif name == "ansicpg":
            self._fonts.codec = codec_of_page(number or 0) or self._fonts.codec
        elif name == "deff":
            self._font = state.font = number or 0
        elif name in _LANGUAGES:
            tag = {_LANGUAGES[name]: language_of(number)}
            self.languages = state.languages = replace(self.languages, **tag)

    def make_plain(self, state: State) -> None:
        """Go back to plain characters: the font and the languages that the document begins with."""
        state.bold = state.hidden = state.deleted = False
        state.font, state.languages = self._font, self.languages
