"""Characters that look the same but are spoken differently, or not at all."""

import unicodedata

_SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"

_INVISIBLE = "\u00ad\u061c\u180e\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2064\ufeff"
"""Soft hyphen, zero-width space, word joiner, marks of direction; U+200C and U+200D stay, for they spell words."""

_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st", "ŉ": "ʼn"}

_SMALL_CAPITALS = dict(zip("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ", "abcdefghijklmnoprstuvwyz", strict=True))

_HYPHENS = "\u2010\u2011"

_LETTERS = "I II III IV V VI VII VIII IX X XI XII L C D M"
_NUMERALS = {
    chr(0x2160 + shift + index): letters if shift == 0 else letters.lower()
    for shift in (0, 16)
    for index, letters in enumerate(_LETTERS.split())
}
"""Ⅰ … Ⅿ, ⅰ … ⅿ as letters."""

_TABLE = str.maketrans(
    {
        **dict.fromkeys(_SPACES, " "),
        **dict.fromkeys(_INVISIBLE, ""),
        **dict.fromkeys(_HYPHENS, "-"),
        **_LIGATURES,
        **_SMALL_CAPITALS,
        **_NUMERALS,
    }
)


def tidy(text: str) -> str:
    """Collapse white space, drop what is invisible, spell ligatures out and compose accents (NFC, never NFKC)."""
    return " ".join(unicodedata.normalize("NFC", text.translate(_TABLE)).split())


def speakable(text: str) -> bool:
    """Tell whether there is a letter or a digit in the text: an engine answers anything else with silence."""
    return any(character.isalnum() for character in text)


def fold(text: str) -> str:
    """Reduce a title to what two spellings of it share: lower case, words only."""
    words = "".join(character if character.isalnum() else " " for character in tidy(text).casefold())
    return " ".join(words.split())
