"""Pictures are decoded and encoded in a process of their own: whatever a file does to it, the function lives on."""

import json
from pathlib import Path
from typing import Any

from aws_lambda_powertools import Logger

from ebookvoice.domain.errors import TooLargeError
from ebookvoice.domain.storage import NotAPictureError
from ebookvoice.ports.picturing import Encoded, EncodedPicture
from functions.convert.pictures.formats import format_of
from functions.convert.pictures.limits import BOUNDS, MAX_PIXELS
from functions.convert.sealed import ProgramBrokenError, run_sealed

logger = Logger(child=True)

_MODULE = "functions.convert.pictures"
_HEAD = 16


class ProcessEncoder:
    """Encodes each picture in a new process, which has bounded memory and time, and none of our secrets."""

    def encode(self, source: Path, directory: Path) -> Encoded:
        """Encode the picture at `source` into files below `directory`.

        Raises NotAPictureError, TooLargeError, and ProgramBrokenError for a fault of ours.
        """
        match _told(source, directory):
            case {"picture": [*picture], "thumbnail": [*thumbnail]}:
                return Encoded(_encoded(picture, directory), _encoded(thumbnail, directory))
            case {"refused": "pixels"}:
                raise TooLargeError(
                    f"The picture has more than {MAX_PIXELS // 1_000_000} million pixels. Upload a smaller version."
                )
        raise NotAPictureError


def _told(source: Path, directory: Path) -> dict[str, Any]:
    run = run_sealed(_MODULE, [str(source), str(directory)], BOUNDS)
    if run.killed:
        logger.warning("picture killed its decoder", extra={"reason": run.killed, "memory": run.memory})
        return {"refused": "unreadable"}
    told: dict[str, Any] = json.loads(run.output)
    return told


def _encoded(fields: list[Any], directory: Path) -> EncodedPicture:
    """Look for ourselves at what was written: who decodes strangers' files may have become theirs."""
    match fields:
        case [str(name), int(width), int(height)]:
            path = directory / Path(name).name
            if path.is_file() and not path.is_symlink():
                with path.open("rb") as file:
                    kind = format_of(file.read(_HEAD))
                if kind is not None:
                    return EncodedPicture(path, kind.content_type, kind.extension, width, height)
    raise ProgramBrokenError(f"what it wrote is no picture: {fields}")
