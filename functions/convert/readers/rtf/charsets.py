"""Code pages that text is in: that of the document, and those of its fonts."""

_CHARSETS = {
    **{77: "mac_roman", 78: "cp932", 79: "cp949", 80: "gb18030", 81: "big5hkscs", 83: "mac_greek"},
    **{85: "mac_turkish", 88: "mac_latin2", 89: "mac_cyrillic", 128: "cp932", 129: "cp949", 130: "johab"},
    **{134: "gb18030", 136: "big5hkscs", 161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256"},
    **{186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250", 254: "cp437", 255: "cp850"},
}
"""RTF 1.9.1, "Font Table": \\fcharset → codec. 0 is ANSI, 1 the default, 2 that of Symbol fonts."""

ANSI = 0
SYMBOL = 2
WESTERN = "cp1252"

WORDS = {"ansi": WESTERN, "mac": "mac_roman", "pc": "cp437", "pca": "cp850"}
"""What the document says at its beginning."""

_PAGES = {page: f"cp{page}" for page in (437, 737, 775, *range(1250, 1259), *range(860, 867), 869, 874)}
_PAGES |= {page: f"cp{page}" for page in (720, 850, 852, 855, 857, 858)}
_PAGES |= {932: "cp932", 936: "gb18030", 949: "cp949", 950: "big5hkscs", 1361: "johab", 10000: "mac_roman"}
_PAGES |= {10001: "cp932", 10006: "mac_greek", 10007: "mac_cyrillic", 10029: "mac_latin2", 10081: "mac_turkish"}
_PAGES |= {65001: "utf-8", 54936: "gb18030", 28591: WESTERN, 20127: WESTERN, 0: WESTERN}


def codec_of_page(page: int) -> str | None:
    """Name the codec for a code page of Windows; None for one that is not known."""
    return _PAGES.get(page)


def codec_of_charset(charset: int) -> str | None:
    """Name the codec for the character set of a font; None for that of the document, and for one that is not known."""
    return _CHARSETS.get(charset)


def decode(content: bytes, codec: str) -> str:
    """Decode text; what can't be decoded is shown as such."""
    return content.decode(codec, "replace")
