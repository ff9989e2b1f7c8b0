"""The glyphs of a page, in the order in which they are drawn, as PDFium finds them."""

from collections.abc import Callable, Iterator
from ctypes import CFUNCTYPE, byref, c_int, c_void_p, cast
from functools import cache
from typing import Any, NamedTuple

from ebookvoice.domain.errors import TooComplexError
from functions.convert.readers.pdf.characters import TEX
from functions.convert.readers.pdf.library import pdfium
from functions.convert.readers.pdf.limits import MAX_PAGE_CHARACTERS
from functions.convert.readers.pdf.sheets import Box
from functions.convert.readers.pdf.styles import Style, style_of


class Glyph(NamedTuple):
    """What a glyph stands for, the box of its advance, and how it is set."""

    text: str
    box: Box
    style: Style


def read_glyphs(page: Any) -> Iterator[Glyph]:
    """Read the glyphs of a page. Raises TooComplexError for more characters than any page has."""
    textpage = page.get_textpage()
    try:
        yield from _read(textpage.raw)
    finally:
        textpage.close()


def _read(textpage: Any) -> Iterator[Glyph]:
    raw = pdfium()
    count = raw.FPDFText_CountChars(textpage)
    if count > MAX_PAGE_CHARACTERS:
        raise TooComplexError
    box, handle, object_of = raw.FS_RECTF(), cast(textpage, c_void_p), _object_call()
    unicode_of, box_of, reference = raw.FPDFText_GetUnicode, raw.FPDFText_GetLooseCharBox, byref(box)
    current, style, high = None, None, 0
    for index in range(count):
        of = object_of(handle, index)
        if not of:
            continue
        if of != current or style is None:
            current, style = of, style_of(textpage, index)
        code = unicode_of(textpage, index)
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        box_of(textpage, index, reference)
        text = _text(textpage, index, code, high)
        high = 0
        yield Glyph(text, (box.left, box.bottom, box.right, box.top), style)


def _text(textpage: Any, index: int, code: int, high: int) -> str:
    """Give a code its character: the second half of a pair, a letter of TeX, or the code's own."""
    if 0xDC00 <= code < 0xE000:
        return chr(0x10000 + (high - 0xD800) * 0x400 + code - 0xDC00) if high else "\ufffd"
    if code < 0x20 and pdfium().FPDFText_HasUnicodeMapError(textpage, index) == 1:
        return TEX.get(code, chr(code))
    return chr(code)


@cache
def _object_call() -> Callable[[c_void_p, int], int | None]:
    """Get FPDFText_GetTextObject with the address as its result, which is cheaper to compare than a pointer.

    Characters that PDFium has put in between, such as ends of lines, belong to no object.
    """
    return CFUNCTYPE(c_void_p, c_void_p, c_int)(cast(pdfium().FPDFText_GetTextObject, c_void_p).value or 0)
