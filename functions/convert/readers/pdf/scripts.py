"""Scripts that run from right to left, and scripts without spaces between words."""

import unicodedata


def right_to_left(text: str) -> bool:
    """Tell whether a text begins with a letter of Hebrew, Arabic or another script that runs from right to left."""
    return text[:1] >= "\u0590" and unicodedata.bidirectional(text[0]) in ("R", "AL")


def unspaced(character: str) -> bool:
    """Tell whether a character is of Chinese or Japanese, which are written without spaces (UAX #14, class ID)."""
    return "\u2e80" <= character <= "\u9fff" or "\uff00" <= character <= "\uffef" or character >= "\U00020000"
