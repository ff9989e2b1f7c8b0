"""Uploaded bytes → one upright picture in sRGB, with nothing attached to it."""

import io

from PIL import ExifTags, Image, ImageFile

from functions.convert.pictures.colour import in_srgb
from functions.convert.pictures.formats import JPEG, Format, format_of
from functions.convert.pictures.limits import MAX_PIXELS, MAX_SCANS

_START_OF_SCAN = b"\xff\xda"

_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""How to undo an orientation (EXIF 2.32, tag 0x0112)."""


class UnreadableError(Exception):
    """These bytes are no picture that can be decoded."""


class TooManyPixelsError(Exception):
    """The picture would unpack to more than can be handled."""


def decode(content: bytes) -> tuple[Image.Image, Format]:
    """Decode a picture, the first one of an animation. Raises UnreadableError, TooManyPixelsError."""
    kind = format_of(content)
    # A progressive JPEG may refine its picture without end: every scan goes over all of it, and takes 100 bytes.
    if kind is None or (kind is JPEG and content.count(_START_OF_SCAN) > MAX_SCANS):
        raise UnreadableError
    try:
        with Image.open(io.BytesIO(content), formats=(kind.name,)) as opened:
            _check_pixels(opened)
            opened.load()
            _check_pixels(opened)
            return _clean(_upright(in_srgb(opened), _orientation(opened))), kind
    except TooManyPixelsError:
        raise
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise TooManyPixelsError from error
    except Exception as error:  # decoders fail in every way there is on bytes that were made for it
        raise UnreadableError from error


def _check_pixels(picture: Image.Image) -> None:
    if picture.width * picture.height > MAX_PIXELS:
        raise TooManyPixelsError


def _orientation(picture: Image.Image) -> int:
    try:
        return int(picture.getexif().get(ExifTags.Base.Orientation, 1))
    except Exception:  # what is wrong with the EXIF block does not matter, for it goes anyway
        return 1


def _upright(picture: Image.Image, orientation: int) -> Image.Image:
    return picture.transpose(_TURNS[orientation]) if orientation in _TURNS else picture


def _clean(picture: Image.Image) -> Image.Image:
    """Take the pixels alone: what is attached would be written again. Which colour is transparent belongs to them."""
    bare = picture.copy() if isinstance(picture, ImageFile.ImageFile) else picture
    bare.info = {name: value for name, value in picture.info.items() if name == "transparency"}
    return bare
