"""The picture on the first page."""

import struct
import time
import zlib
from ctypes import CFUNCTYPE, POINTER, byref, string_at
from typing import Any

from ebookvoice.domain.book import Cover
from functions.convert.readers.pdf.library import pdfium
from functions.convert.readers.pdf.opening import open_page
from functions.convert.readers.pdf.pages import Page

_PICTURED = 0.3
"""Of the first page's area: less is a page of text, which makes no cover."""

_SIDE = 1400
"""Pixels of the longer side: what shops ask of an audiobook's cover."""

_SECONDS = 5.0
"""How long the page may take to be drawn; a book without a cover is better than none."""


def draw_cover(document: Any, first: Page) -> Cover | None:
    """Draw the first page if a picture fills much of it; the picture alone may lack the title that lies over it."""
    if first.pictured < _PICTURED:
        return None
    with open_page(document, 0) as page:
        drawn = _draw(page) if page is not None else None
    return Cover(drawn, "image/png") if drawn else None


def _draw(page: Any) -> bytes | None:
    """Draw a page to a PNG; None if it takes too long."""
    raw = pdfium()
    width, height = page.get_size()
    if not (width > 0 and height > 0) or max(width, height) > 20 * min(width, height):
        return None
    scale = _SIDE / max(width, height)
    columns, rows = round(width * scale), round(height * scale)
    bitmap = raw.FPDFBitmap_CreateEx(columns, rows, raw.FPDFBitmap_BGR, None, 0)
    if not bitmap:
        return None
    try:
        raw.FPDFBitmap_FillRect(bitmap, 0, 0, columns, rows, 0xFFFFFFFF)
        if not _render(page, bitmap, columns, rows):
            return None
        stride = raw.FPDFBitmap_GetStride(bitmap)
        address = raw.FPDFBitmap_GetBuffer(bitmap)
        return _png(string_at(address, stride * rows), columns, rows, stride)
    finally:
        raw.FPDFBitmap_Destroy(bitmap)


def _render(page: Any, bitmap: Any, columns: int, rows: int) -> bool:
    """Let PDFium draw, and stop it when the time is over."""
    raw = pdfium()
    end = time.monotonic() + _SECONDS
    pause = raw.IFSDK_PAUSE(version=1)
    pause.NeedToPauseNow = CFUNCTYPE(raw.FPDF_BOOL, POINTER(raw.IFSDK_PAUSE))(lambda _: time.monotonic() > end)
    flags = raw.FPDF_REVERSE_BYTE_ORDER
    status = raw.FPDF_RenderPageBitmap_Start(bitmap, page, 0, 0, columns, rows, 0, flags, byref(pause))
    raw.FPDF_RenderPage_Close(page)
    return bool(status == raw.FPDF_RENDER_DONE)


def _png(pixels: bytes, columns: int, rows: int, stride: int) -> bytes:
    """Write RGB pixels as a PNG (ISO/IEC 15948), each row without a filter."""
    lines = b"".join(b"\0" + pixels[row * stride : row * stride + 3 * columns] for row in range(rows))
    header = struct.pack(">IIBBBBB", columns, rows, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(lines, 6)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
        for name, content in chunks
    )
