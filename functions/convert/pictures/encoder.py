"""Pictures are decoded and encoded in a process of their own: whatever a file does to it, the function lives on."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from aws_lambda_powertools import Logger

from ebookvoice.domain.errors import TooLargeError
from ebookvoice.domain.storage import NotAPictureError
from ebookvoice.ports.picturing import Encoded, EncodedPicture
from functions.convert.pictures.limits import MAX_PIXELS, WALL_SECONDS

logger = Logger(child=True)

_PASSED_ON = ("PATH", "LD_LIBRARY_PATH", "LANG")


class EncoderBrokenError(Exception):
    """The encoder itself does not work; another try may help."""


class ProcessEncoder:
    """Encodes each picture in a new process, which has bounded memory and time, and none of our secrets."""

    def encode(self, source: Path, directory: Path) -> Encoded:
        """Encode the picture at `source` into files below `directory`. Raises NotAPictureError, TooLargeError."""
        told = _told(_run(source, directory))
        match told:
            case {"picture": [*picture], "thumbnail": [*thumbnail]}:
                return Encoded(_encoded(picture), _encoded(thumbnail))
            case {"refused": "pixels"}:
                raise TooLargeError(
                    f"The picture has more than {MAX_PIXELS // 1_000_000} million pixels. Upload a smaller version."
                )
        raise NotAPictureError


def _run(source: Path, directory: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-P", "-m", "functions.convert.pictures", str(source), str(directory)]
    environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, sys.path))
    try:
        return subprocess.run(  # noqa: S603 - our own program, and paths of our own making
            command,
            env=environment,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=WALL_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        logger.warning("picture took too long", extra={"seconds": WALL_SECONDS})
        raise NotAPictureError from error


def _told(run: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    """Read what the process told; one that was killed, by a limit or by a fault in a decoder, met a hostile file."""
    if run.returncode < 0:
        logger.warning("picture killed its decoder", extra={"signal": -run.returncode})
        return {"refused": "unreadable"}
    if run.returncode:
        raise EncoderBrokenError(run.stderr[-2000:])
    told: dict[str, Any] = json.loads(run.stdout)
    return told


def _encoded(fields: list[Any]) -> EncodedPicture:
    path, content_type, extension, width, height = fields
    return EncodedPicture(Path(path), content_type, extension, width, height)
