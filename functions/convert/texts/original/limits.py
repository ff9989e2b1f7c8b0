"""How much binding an original may take."""

from functions.convert.confined import Bounds

_GIBIBYTE = 1 << 30

BOUNDS = Bounds(memory=_GIBIBYTE, file_bytes=100_000_000, processor_seconds=60, wall_seconds=120)
"""A file holds all documents that are written anew, packed; a long novel takes a second or two."""

MAX_RECIPE_BYTES = 4_000_000
"""That is 400 for each file of the largest archive that is read."""
