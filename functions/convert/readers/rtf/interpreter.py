"""Tokens of an RTF file → its text."""

from ebookvoice.domain.errors import CorruptBookError, TooComplexError
from functions.convert.readers.limits import MAX_GROUPS
from functions.convert.readers.rtf.charsets import WORDS, codec_of_page
from functions.convert.readers.rtf.fonts import Fonts
from functions.convert.readers.rtf.formats import FORMATS, language_of, make_plain
from functions.convert.readers.rtf.properties import PropertyText
from functions.convert.readers.rtf.state import Destination, State
from functions.convert.readers.rtf.stylesheet import StyleSheet
from functions.convert.readers.rtf.tables import FontTable, StyleTable
from functions.convert.readers.rtf.text import ACTIONS, Text
from functions.convert.readers.rtf.tokens import Kind, Token, tokenize
from functions.convert.readers.rtf.words import DELIMITED, FIELD, PROPERTIES, READ, SIGNS, SYMBOLS, UNREAD
from functions.convert.readers.wordprocessing.scripts import Languages

_LEAD, _TRAIL = range(0xD800, 0xDC00), range(0xDC00, 0xE000)
"""Halves of a character over U+FFFF (UTF-16)."""


class Interpreter:
    """Follows the groups and control words of a document."""

    def __init__(self) -> None:
        self.properties = PropertyText()
        self.languages = Languages()
        """Those that the document begins with."""
        self._fonts, self._sheet = Fonts(), StyleSheet()
        self.text = Text(self._sheet)
        self._font_table, self._style_table = FontTable(self._fonts), StyleTable(self._sheet)
        self._state = State()
        self._stack: list[State] = []
        self._bytes = bytearray()
        self._lead = 0
        self._skip = 0
        self._optional = False
        self._font = 0

    def run(self, content: bytes) -> None:
        """Read a file. Raises TooComplexError, CorruptBookError for one that ends within what is no text."""
        for token in tokenize(content):
            if token.kind is Kind.BYTES or token.kind is Kind.CODE:
                self._take(token.content)
            else:
                self._flush()
                self._follow(token)
        self._flush()
        if self._state.destination is not Destination.TEXT:
            raise CorruptBookError
        while self._stack:
            self._close()
        self.text.close(self._state)

    def _follow(self, token: Token) -> None:
        if token.kind is Kind.OPEN:
            self._open()
        elif token.kind is Kind.CLOSE:
            if self._stack:
                self._close()
        elif token.kind is Kind.SIGN:
            self._sign(token.value)
        else:
            self._word(token.value, token.number)

    def _open(self) -> None:
        if len(self._stack) >= MAX_GROUPS:
            raise TooComplexError
        self._skip, self._optional = 0, False
        self._stack.append(self._state)
        self._state = self._state.enter()

    def _close(self) -> None:
        self._skip, self._optional = 0, False
        if self._state.close is not None:
            self._state.close(self._state)
        self._state = self._stack.pop()

    def _take(self, content: bytes) -> None:
        skipped = min(self._skip, len(content))
        self._skip -= skipped
        self._bytes += content[skipped:]

    def _flush(self) -> None:
        if self._bytes:
            content, self._bytes = bytes(self._bytes), bytearray()
            self._receive(self._fonts.decode(content, self._state.font))

    def _receive(self, text: str) -> None:
        match self._state.destination:
            case Destination.TEXT:
                self.text.say(text, self._state)
            case Destination.NUMBER:
                self.text.count(text)
            case Destination.INSTRUCTION:
                self.text.instruct(text)
            case Destination.FONTS:
                self._font_table.name(text)
            case Destination.STYLES:
                self._style_table.name(text)
            case Destination.PROPERTY:
                self.properties.add(self._state.property, text)

    def _sign(self, sign: str) -> None:
        self._skip = 0
        if sign == "*":
            self._optional = True
        elif sign in "\r\n":
            self._word("par", None)
        elif sign in SYMBOLS:
            self._receive(SYMBOLS[sign])

    def _word(self, name: str, number: int | None) -> None:
        optional, self._optional = self._optional, False
        if name == "u":
            self._character(number)
            return
        self._skip = 0
        state = self._state
        if state.destination is Destination.NOTHING:
            self._word_within(name)
        elif name in DELIMITED:
            state.within, state.destination = state.destination, Destination.NOTHING
        elif name in UNREAD or (optional and name not in READ) or _is_property_of_formula(name):
            state.destination, state.within = Destination.NOTHING, Destination.NOTHING
        elif state.destination is Destination.FONTS:
            self._font_table.word(name, number)
        elif state.destination is Destination.STYLES:
            self._style_table.word(name, number)
        else:
            self._word_of_text(name, number)

    def _word_within(self, name: str) -> None:
        """Follow a control word within what is not read: a few begin what is read after all."""
        state = self._state
        if name == "ud":
            state.destination = state.within
        elif name in ("shptxt", "dptxbxtext") and state.within is Destination.TEXT:
            self.text.begin_box(state)
        elif state.property == "info" and name in PROPERTIES:
            state.destination, state.property = Destination.PROPERTY, name
            self.properties.begin(name)

    def _word_of_text(self, name: str, number: int | None) -> None:
        state = self._state
        if name in FORMATS:
            FORMATS[name](state, number)
        elif name in SIGNS:
            self._receive(SIGNS[name])
        elif name in ACTIONS:
            if state.destination is Destination.TEXT or name in FIELD:
                ACTIONS[name](self.text, state)
        elif name == "plain":
            make_plain(state, self._font, self.languages)
        else:
            self._word_of_head(name, number)

    def _word_of_head(self, name: str, number: int | None) -> None:
        """Follow what a document says at its beginning."""
        state = self._state
        if name == "fonttbl":
            state.destination = Destination.FONTS
        elif name == "stylesheet":
            state.destination = Destination.STYLES
        elif name == "info":
            state.destination, state.property = Destination.NOTHING, name
        elif name in WORDS:
            self._fonts.codec = WORDS[name]
        elif name == "ansicpg":
            self._fonts.codec = codec_of_page(number or 0) or self._fonts.codec
        elif name == "deff":
            self._font = state.font = number or 0
        elif name == "deflang":
            self.languages = state.languages = Languages(language_of(number), self.languages.asian)
        elif name == "deflangfe":
            self.languages = state.languages = Languages(self.languages.western, language_of(number))

    def _character(self, number: int | None) -> None:
        """Take a character of Unicode, written as a signed number of 16 bits, or a half of one."""
        self._skip = self._state.fallback
        code = (number or 0) + 0x10000 if (number or 0) < 0 else number or 0
        lead, self._lead = self._lead, 0
        if code in _LEAD:
            self._lead = code
            return
        if code in _TRAIL:
            code = 0x10000 + ((lead - _LEAD.start) << 10) + (code - _TRAIL.start) if lead else 0
        if 0x20 <= code <= 0x10FFFF:
            self._receive(self._fonts.character(code, self._state.font))


def _is_property_of_formula(name: str) -> bool:
    """Tell whether a destination holds how a formula is set (RTF 1.9.1, "Math"): \\mfPr, \\mnaryPr …"""
    return name.startswith("m") and name.endswith("Pr")
