"""The process that touches an uploaded picture: `python -m functions.convert.pictures SOURCE DIRECTORY PARENT`.

It has no secrets in its environment and bounds itself. On standard output it says in JSON what it has written, or
{"refused": "unreadable" or "pixels"}; it ends with status 1 only for a fault of ours.
"""

import json
import sys
import warnings
from pathlib import Path
from typing import Any

from PIL import Image

from functions.convert.confined import confine
from functions.convert.pictures.decode import TooManyPixelsError, UnreadableError, decode
from functions.convert.pictures.encode import write_picture, write_thumbnail
from functions.convert.pictures.formats import WEBP
from functions.convert.pictures.limits import BOUNDS, MAX_PIXELS


def main(source: Path, directory: Path, parent: int) -> dict[str, Any]:
    """Encode a picture and its thumbnail within bounds; return what is to be told."""
    confine(BOUNDS, parent)
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    # Pillow's own checks, of the frames within a file, for instance, only warn.
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    try:
        return _encode(source.read_bytes(), directory)
    except TooManyPixelsError:
        return {"refused": "pixels"}
    except (UnreadableError, MemoryError):
        return {"refused": "unreadable"}


def _encode(content: bytes, directory: Path) -> dict[str, Any]:
    picture, kind = decode(content)
    large, small = directory / f"picture.{kind.extension}", directory / f"thumbnail.{WEBP.extension}"
    write_picture(picture, kind, large)
    size = write_thumbnail(picture, small)
    return {
        "picture": [large.name, *picture.size],
        "thumbnail": [small.name, *size],
    }


if __name__ == "__main__":
    source, directory, parent = sys.argv[1:]
    sys.stdout.write(json.dumps(main(Path(source), Path(directory), int(parent))))
