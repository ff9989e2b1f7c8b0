"""Uploaded picture → what is shown of it."""

from pathlib import Path
from typing import NamedTuple, Protocol


class EncodedPicture(NamedTuple):
    """A picture on local disk, encoded by ourselves; sizes in pixels."""

    path: Path
    content_type: str
    extension: str
    width: int
    height: int


class Encoded(NamedTuple):
    """A picture and the small copy for galleries."""

    picture: EncodedPicture
    thumbnail: EncodedPicture


class PictureEncoder(Protocol):
    """Encodes pictures anew, so that nothing of the uploaded bytes but the picture itself lives on."""

    def encode(self, source: Path, directory: Path) -> Encoded:
        """Encode the picture at `source` into files below `directory`.

        Raises NotAPictureError for what can't be shown, TooLargeError for what would unpack to too many pixels.
        """
        ...
