"""Bytes and numbers of characters → text."""

from functions.convert.readers.rtf.fonts import Fonts
from functions.convert.readers.rtf.state import Destination, State

_LEAD, _TRAIL = range(0xD800, 0xDC00), range(0xDC00, 0xE000)
"""Halves of a character over U+FFFF (UTF-16)."""

_IN_FONTS = frozenset({Destination.TEXT, Destination.NUMBER, Destination.INSTRUCTION})
"""Everything else is in the code page of the document."""


class Characters:
    """Takes bytes until their meaning is clear: two may make one character, or stand for one that has been read."""

    def __init__(self, fonts: Fonts) -> None:
        self._fonts = fonts
        self._bytes = bytearray()
        self._lead = 0
        self._skipped = 0

    def take(self, content: bytes) -> None:
        """Take bytes, but for those that stand for a character of Unicode before them."""
        skipped = min(self._skipped, len(content))
        self._skipped -= skipped
        self._bytes += content[skipped:]

    def flush(self, state: State) -> str:
        """Give the text of all bytes taken so far."""
        if not self._bytes:
            return ""
        content, self._bytes = bytes(self._bytes), bytearray()
        return self._fonts.decode(content, state.font if state.destination in _IN_FONTS else None)

    def stop_skipping(self) -> None:
        """Take whatever follows for what it is."""
        self._skipped = 0

    def character(self, number: int | None, state: State) -> str:
        """Give a character of Unicode, written as a signed number of 16 bits, or as two halves of one."""
        self._skipped = state.fallback
        code = (number or 0) + 0x10000 if (number or 0) < 0 else number or 0
        lead, self._lead = self._lead, 0
        if code in _LEAD:
            self._lead = code
            return ""
        if code in _TRAIL:
            code = 0x10000 + ((lead - _LEAD.start) << 10) + (code - _TRAIL.start) if lead else 0
        return self._fonts.character(code, state.font) if 0x20 <= code <= 0x10FFFF else ""
