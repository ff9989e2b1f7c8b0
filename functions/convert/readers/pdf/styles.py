"""How characters are set: size, weight, direction and baseline."""

import math
from ctypes import byref, c_double, c_int, create_string_buffer
from typing import Any, NamedTuple

from functions.convert.readers.pdf.library import pdfium

_STEP = 15
"""Degrees: directions are told apart no closer than this, so that a crooked scan still has one."""

_BOLD = ("bold", "black", "heavy", "demi")
_FORCE_BOLD = 1 << 18
"""Font descriptor flag (ISO 32000-1, table 123)."""


class Style(NamedTuple):
    """What one text object's characters share; `base` is set where the baseline is level."""

    size: float
    bold: bool
    angle: int
    base: float


def style_of(textpage: Any, index: int) -> Style:
    """Read how the character at an index is set, and all of its text object."""
    raw = pdfium()
    matrix, x, y = raw.FS_MATRIX(), c_double(), c_double()
    raw.FPDFText_GetMatrix(textpage, index, byref(matrix))
    raw.FPDFText_GetCharOrigin(textpage, index, byref(x), byref(y))
    size = raw.FPDFText_GetFontSize(textpage, index) * math.hypot(matrix.c, matrix.d)
    size = _size(textpage, index, size)
    degrees = math.degrees(math.atan2(matrix.b, matrix.a))
    angle = round(degrees / _STEP) * _STEP % 360
    name, flags = _font_of(textpage, index)
    bold = bool(flags & _FORCE_BOLD) or any(word in name for word in _BOLD)
    return Style(round(abs(size), 2), bold, angle, turn(x.value, y.value, angle)[1])


def turn(x: float, y: float, angle: int) -> tuple[float, float]:
    """Turn a point back by an angle, so that what ran in that direction runs from left to right."""
    match angle:
        case 0:
            return x, y
        case 90:
            return y, -x
        case 180:
            return -x, -y
        case 270:
            return -y, x
    cosine, sine = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    return x * cosine + y * sine, y * cosine - x * sine


def _size(textpage: Any, index: int, size: float) -> float:
    """Correct the size of a font that is drawn in units of its own (Type 3): it is as large as its letters."""
    raw = pdfium()
    box = raw.FS_RECTF()
    raw.FPDFText_GetLooseCharBox(textpage, index, byref(box))
    height = min(box.top - box.bottom, 2 * (box.right - box.left))
    return height if height > 3 * abs(size) else size


def _font_of(textpage: Any, index: int) -> tuple[str, int]:
    raw = pdfium()
    flags, buffer = c_int(), create_string_buffer(256)
    raw.FPDFText_GetFontInfo(textpage, index, buffer, len(buffer), byref(flags))
    return buffer.value.decode("utf-8", "replace").lower(), flags.value
