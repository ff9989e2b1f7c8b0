"""Scripts, as far as counting and finding words goes."""

UNSPACED = (
    r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    r"\U00020000-\U0003ffff"
)
"""The scripts that are written without spaces between words (UAX #14, 5.1): Thai, Lao, Burmese, Khmer, kana and Han;
what a class of a regular expression holds."""
