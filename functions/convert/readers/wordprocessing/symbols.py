"""Characters of fonts that are no alphabets of their own: Symbol is Greek and mathematics, Wingdings are ornaments."""

_SYMBOL = (
    " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼",
    "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑",
)
"""Adobe's Symbol encoding (Unicode's mapping table SYMBOL.TXT): from 0x20 and from 0xA0 on."""

_TABLE = {start + i: sign for start, signs in zip((0x20, 0xA0), _SYMBOL, strict=True) for i, sign in enumerate(signs)}

_PRIVATE = range(0xF000, 0xF100)
"""Where Windows keeps the characters of such fonts in Unicode."""

_ORNAMENTS = ("wingdings", "webdings", "zapf dingbats", "monotype sorts", "marlett")


def is_symbol_font(font: str) -> bool:
    """Tell whether a font's letters are not what they seem."""
    folded = font.strip().lower()
    return folded == "symbol" or folded.startswith(_ORNAMENTS)


def symbol(font: str, code: int) -> str:
    """Read a character of a font by its number; a space for an ornament, and for a number that no character has."""
    folded = font.strip().lower()
    if folded.startswith(_ORNAMENTS):
        return " "
    if folded == "symbol" or code in _PRIVATE:
        return _TABLE.get(code & 0xFF, " ")
    return chr(code) if 0x20 <= code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF else " "
