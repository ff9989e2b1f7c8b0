"""What characters of a PDF mean: fonts name hyphens, ligatures and shapes of letters in ways of their own."""

import unicodedata

TEX = dict(zip(range(0x0B, 0x10), ("ff", "fi", "fl", "ffi", "ffl"), strict=True))
TEX |= dict(zip(range(0x10, 0x17), "“”„«»–—", strict=True))
TEX |= dict(zip(range(0x1B, 0x20), ("ff", "fi", "fl", "ffi", "ffl"), strict=True))
"""What fonts of TeX have where others have control characters (encodings OT1 and T1), when they carry no map."""

_HYPHENS = ("\x02", "\ufffe", "\u00ad")
"""What PDFium says for the hyphen at the end of a line, and what many fonts call any hyphen."""

_SHAPES = (("\ufb50", "\ufdff"), ("\ufe70", "\ufefc"), ("\U0001d400", "\U0001d7ff"))
"""Arabic letters by their shape in a word, and letters of formulas by their typeface: they stand for plain letters."""


def meaning(text: str, drawn: bool) -> str | None:
    """Tell what a glyph says: a hyphen that is drawn is one, else it is empty; None for what has no meaning."""
    if len(text) > 1:
        return text
    if text in _HYPHENS:
        return "-" if drawn else ""
    if text < "\ufb50":
        return text if text.isprintable() or unicodedata.category(text) == "Cf" else None
    if any(first <= text <= last for first, last in _SHAPES):
        return unicodedata.normalize("NFKC", text)
    return text if text.isprintable() and text != "\ufffd" else None
