"""Characters that look the same but are spoken differently, or not at all."""

import unicodedata

_SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"

_INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061"
    "\u2062\u2063\u2064\u2066\u2067\u2068\u2069\u206a\u206b\u206c\u206d\u206e\u206f\u3164\ufe0e\ufe0f\ufeff\uffa0\ufffc"
)
"""Soft hyphen, zero-width space, word joiner, marks of direction, fillers; U+200C and U+200D stay: they spell words."""

_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st", "ŉ": "ʼn", "ſ": "s"}

_FORMS = (
    (0xFF10, 0xFF19), (0xFF21, 0xFF3A), (0xFF41, 0xFF5A), (0xFF66, 0xFF9D), (0x1D400, 0x1D7FF), (0xFB13, 0xFB17),
    (0xFB50, 0xFBB1), (0xFBD3, 0xFD3D), (0xFD50, 0xFDC7), (0xFDF0, 0xFDFC), (0xFE70, 0xFEFC),
)  # fmt: skip
"""Letters and digits in other clothes: of full or half width, in mathematical alphabets, joined as in Arabic script."""

_LETTERLIKE = "ℂℊℋℌℍℎℐℑℒℓℕℙℚℛℜℝℤℨℬℭℯℰℱℳℴ"
"""Those of the mathematical alphabets that were there before (Unicode Standard, 22.2)."""

_PLAIN: dict[int, str] = {
    code: plain
    for first, last in (*_FORMS, *((ord(letter), ord(letter)) for letter in _LETTERLIKE))
    for code in range(first, last + 1)
    if (plain := unicodedata.normalize("NFKC", chr(code)).lstrip()) != chr(code)
}

_SMALL_CAPITALS = dict(zip("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ", "abcdefghijklmnoprstuvwyz", strict=True))

_HYPHENS = "\u2010\u2011"

_LETTERS = "I II III IV V VI VII VIII IX X XI XII L C D M"
_NUMERALS = {
    chr(0x2160 + shift + index): letters if shift == 0 else letters.lower()
    for shift in (0, 16)
    for index, letters in enumerate(_LETTERS.split())
}
"""Ⅰ … Ⅿ, ⅰ … ⅿ as letters."""

_TABLE: dict[int, str] = _PLAIN | str.maketrans(
    {
        "\uff9e": "\u3099",
        "\uff9f": "\u309a",
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
