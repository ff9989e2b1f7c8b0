"""How much reading a document may take."""

from functions.convert.confined import Bounds

_GIBIBYTE = 1 << 30

BOUNDS = Bounds(memory=_GIBIBYTE, file_bytes=200_000_000, processor_seconds=20, wall_seconds=29)
"""A file of that size holds the text of the longest book (MAX_CHARACTERS) twice, in the widest script."""
