"""How much work a picture may make."""

MAX_PIXELS = 50_000_000
"""What a picture may unpack to, at 4 bytes each; its header is asked before anything is decoded."""

MAX_SCANS = 100
"""Scans of a JPEG; ordinary progressive ones have ten or so."""

MEMORY = 1_400 * 1024 * 1024
"""Bytes of address space of the process that decodes and encodes; the worst picture takes 1,010 MB of them (a WebP)."""

PROCESSOR_SECONDS = 60
WALL_SECONDS = 120
"""The worst picture (a PNG with transparency) takes 20 seconds of processor time."""
