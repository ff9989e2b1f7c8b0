"""Text that lies over a page: what fields of a form hold, and what people have typed on it."""

from typing import Any

from functions.convert.readers.pdf.library import pdfium
from functions.convert.readers.pdf.limits import MAX_ANNOTATIONS


def settle_annotations(page: Any) -> bool:
    """Make fields and typed remarks part of a page, as they look; tell whether there were any."""
    raw = pdfium()
    written = {raw.FPDF_ANNOT_WIDGET, raw.FPDF_ANNOT_FREETEXT}
    count = min(raw.FPDFPage_GetAnnotCount(page), MAX_ANNOTATIONS)
    if not any(_kind(page, index) in written for index in range(count)):
        return False
    return bool(raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY) == raw.FLATTEN_SUCCESS)


def _kind(page: Any, index: int) -> int:
    raw = pdfium()
    annotation = raw.FPDFPage_GetAnnot(page, index)
    if not annotation:
        return -1
    try:
        return int(raw.FPDFAnnot_GetSubtype(annotation))
    finally:
        raw.FPDFPage_CloseAnnot(annotation)
