"""PDFium, loaded when the first PDF is read."""

from typing import Any


def pdfium() -> Any:
    """Get PDFium's functions and constants, as its C headers name them."""
    from pypdfium2 import raw  # type: ignore[import-untyped]

    return raw
