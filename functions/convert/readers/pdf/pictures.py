"""How much of a page is pictures."""

from ctypes import byref, c_float
from itertools import islice
from typing import Any

from functions.convert.readers.pdf.library import pdfium
from functions.convert.readers.pdf.limits import MAX_PICTURES
from functions.convert.readers.pdf.sheets import Box


def pictured_area(page: Any, box: Box) -> float:
    """Tell how much of a page's area its largest picture takes (0–1)."""
    raw = pdfium()
    area = max((box[2] - box[0]) * (box[3] - box[1]), 1.0)
    largest = 0.0
    for picture in islice(page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3), MAX_PICTURES):
        edges = [c_float() for _ in range(4)]
        if raw.FPDFPageObj_GetBounds(picture.raw, *map(byref, edges)):
            left, bottom, right, top = (edge.value for edge in edges)
            width = min(right, box[2]) - max(left, box[0])
            height = min(top, box[3]) - max(bottom, box[1])
            largest = max(largest, width * height if width > 0 and height > 0 else 0.0)
    return largest / area
