"""How much work a picture may make."""

from functions.convert.confined import Bounds

MAX_PIXELS = 50_000_000
"""What a picture may unpack to, at 4 bytes each; its header is asked before anything is decoded."""

MAX_SCANS = 100
"""Scans of a JPEG; ordinary progressive ones have ten or so."""

BOUNDS = Bounds(memory=1_400 * 1024 * 1024, file_bytes=6 * MAX_PIXELS, processor_seconds=60, wall_seconds=120)
"""The worst picture takes 1,010 MB of address space (a WebP) and 20 seconds of processor time (a transparent PNG);
encoded, it has 4 bytes a pixel and one a row."""
