"""Pictures are decoded and encoded in a process of their own: whatever a file does to it, the function lives on."""

import json
from pathlib import Path
from typing import Any

from aws_lambda_powertools import Logger

from ebookvoice.domain.errors import TooLargeError
from ebookvoice.domain.storage import NotAPictureError
from ebookvoice.ports.picturing import Encoded, EncodedPicture
from functions.convert.pictures.limits import BOUNDS, MAX_PIXELS
from functions.convert.sealed import run_sealed

logger = Logger(child=True)

_MODULE = "functions.convert.pictures"


class ProcessEncoder:
    """Encodes each picture in a new process, which has bounded memory and time, and none of our secrets."""

    def encode(self, source: Path, directory: Path) -> Encoded:
        """Encode the picture at `source` into files below `directory`.

        Raises NotAPictureError, TooLargeError, and ProgramBrokenError for a fault of ours.
        """
        match _told(source, directory):
            case {"picture": [*picture], "thumbnail": [*thumbnail]}:
                return Encoded(_encoded(picture), _encoded(thumbnail))
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


def _encoded(fields: list[Any]) -> EncodedPicture:
    path, content_type, extension, width, height = fields
    return EncodedPicture(Path(path), content_type, extension, width, height)
