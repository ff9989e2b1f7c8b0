"""The process that touches an uploaded picture: `python -m functions.convert.pictures SOURCE DIRECTORY`.

It has no secrets in its environment and bounds itself. On standard output it says in JSON what it has written, or
{"refused": "unreadable" or "pixels"}; it ends with status 1 only for a fault of ours.
"""

import json
import resource
import sys
import warnings
from contextlib import suppress
from pathlib import Path
from typing import Any

from PIL import Image

from functions.convert.pictures.decode import TooManyPixelsError, UnreadableError, decode
from functions.convert.pictures.encode import write_picture, write_thumbnail
from functions.convert.pictures.formats import WEBP
from functions.convert.pictures.limits import MAX_PIXELS, MEMORY, PROCESSOR_SECONDS


def main(source: Path, directory: Path) -> dict[str, Any]:
    """Encode a picture and its thumbnail; return what is to be told."""
    _bound()
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
        "picture": [str(large), kind.content_type, kind.extension, *picture.size],
        "thumbnail": [str(small), WEBP.content_type, WEBP.extension, *size],
    }


def _bound() -> None:
    # Not every system can bound the address space (macOS can't); the time is bounded everywhere.
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_SECONDS, PROCESSOR_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    # Pillow's own checks, of the frames within a file, for instance, only warn.
    warnings.simplefilter("error", Image.DecompressionBombWarning)


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(Path(sys.argv[1]), Path(sys.argv[2]))))
