"""Small RTF documents for tests."""

from ebookvoice.domain.book import Book
from functions.convert.readers.rtf.reader import read_rtf

FONTS = (
    r"{\fonttbl{\f0\froman\fcharset0 Times New Roman;}{\f1\fnil\fcharset128 MS Mincho;}"
    r"{\f2\fnil\fcharset204 Arial Cyr;}"
    r"{\f3\ftech\fcharset2 Symbol;}{\f4\fnil\fcharset134 SimSun;}"
    r"{\f5\fnil\fcharset2 Wingdings{\*\falt unwanted-font};}}"
)
STYLES = (
    r"{\stylesheet{\ql \snext0 Normal;}{\s1\sbasedon0\outlinelevel0 heading 1;}{\s2\sbasedon1 My Chapter;}"
    r"{\*\cs10 \additive Default Paragraph Font;}{\s3\qc Title;}{\s4 Quote;}{\s5 toc 1;}{\s6 HTML Preformatted;}}"
)


def document(text: str, head: str = r"\ansi\ansicpg1252\deff0\deflang1033", tables: str = FONTS + STYLES) -> bytes:
    """Make a document around its text."""
    return rf"{{\rtf1{head}{tables}{text}}}".encode("latin-1")


def read(text: str, head: str = r"\ansi\ansicpg1252\deff0\deflang1033", tables: str = FONTS + STYLES) -> Book:
    """Make a document and read it."""
    return read_rtf(document(text, head, tables), "a book.rtf")


def written(text: str) -> str:
    """Write any text as programs do: ASCII as it is, the rest by its number in halves of 16 bits."""
    units = memoryview(text.encode("utf-16-le")).cast("H")
    return "".join(_written(unit) for unit in units)


def _written(unit: int) -> str:
    if chr(unit) in "\\{}":
        return f"\\{chr(unit)}"
    return chr(unit) if 0x20 <= unit < 0x7F else f"\\u{unit - 0x10000 if unit > 0x7FFF else unit}?"
