"""Tokens of an RTF file → its text."""

from ebookvoice.domain.errors import CorruptBookError, TooComplexError
from functions.convert.readers.limits import MAX_GROUPS
from functions.convert.readers.rtf.characters import Characters
from functions.convert.readers.rtf.fonts import Fonts
from functions.convert.readers.rtf.formats import FORMATS
from functions.convert.readers.rtf.head import Head
from functions.convert.readers.rtf.properties import PropertyText
from functions.convert.readers.rtf.state import Destination, State
from functions.convert.readers.rtf.stylesheet import StyleSheet
from functions.convert.readers.rtf.tables import FontTable, StyleTable
from functions.convert.readers.rtf.text import ACTIONS, Text
from functions.convert.readers.rtf.tokens import Kind, Token, tokenize
from functions.convert.readers.rtf.words import DELIMITED, FIELD, PROPERTIES, READ, SIGNS, SYMBOLS, UNREAD


class Interpreter:
    """Follows the groups and control words of a document."""

    def __init__(self) -> None:
        self.properties = PropertyText()
        self._fonts, self._sheet = Fonts(), StyleSheet()
        self.head = Head(self._fonts)
        self.text = Text(self._sheet)
        self._font_table, self._style_table = FontTable(self._fonts), StyleTable(self._sheet)
        self._state = State()
        self._stack: list[State] = []
        self._characters = Characters(self._fonts)
        self._opened = self._optional = False

    def run(self, content: bytes) -> None:
        """Read a file. Raises TooComplexError, CorruptBookError for one that ends within what is no text."""
        for token in tokenize(content):
            if token.kind is Kind.BYTES or token.kind is Kind.CODE:
                self._opened = False
                self._characters.take(token.content)
            else:
                self._receive(self._characters.flush(self._state))
                self._follow(token)
        self._receive(self._characters.flush(self._state))
        if self._state.destination is not Destination.TEXT:
            raise CorruptBookError
        while self._stack:
            self._close()
        self.text.close(self._state)

    def _follow(self, token: Token) -> None:
        opened, self._opened = self._opened, token.kind is Kind.OPEN
        if token.kind is Kind.OPEN:
            self._open()
        elif token.kind is Kind.CLOSE:
            if self._stack:
                self._close()
        elif token.kind is Kind.SIGN:
            self._sign(token.value, opened)
        else:
            self._word(token.value, token.number)

    def _open(self) -> None:
        if len(self._stack) >= MAX_GROUPS:
            raise TooComplexError
        self._characters.stop_skipping()
        self._optional = False
        self._stack.append(self._state)
        self._state = self._state.enter()

    def _close(self) -> None:
        self._characters.stop_skipping()
        self._optional = False
        if self._state.close is not None:
            self._state.close(self._state)
        self._state = self._stack.pop()

    def _receive(self, text: str) -> None:
        if not text:
            return
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

    def _sign(self, sign: str, opened: bool) -> None:
        self._characters.stop_skipping()
        if sign == "*":
            self._optional = opened
        elif sign in "\r\n":
            self._word("par", None)
        elif sign in SYMBOLS:
            self._receive(SYMBOLS[sign])

    def _word(self, name: str, number: int | None) -> None:
        optional, self._optional = self._optional, False
        if name == "u":
            self._receive(self._characters.character(number, self._state))
            return
        self._characters.stop_skipping()
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
            self.head.make_plain(state)
        else:
            self.head.word(name, number, state)


def _is_property_of_formula(name: str) -> bool:
    """Tell whether a destination holds how a formula is set (RTF 1.9.1, "Math"): \\mfPr, \\mnaryPr …"""
    return name.startswith("m") and name.endswith("Pr")
