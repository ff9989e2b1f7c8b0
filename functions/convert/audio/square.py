"""Pictures of any shape in a square frame."""

import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image

SIDE = 1_400
"""Pixels; the least that podcast directories ask for."""

SMALL_SIDE = 600
"""Three hundred chapters that carry a picture of this size weigh some 15 MB more, not 80."""

_WHITE = (255, 255, 255)
_SHADE = 0.25
"""How much darker the frame is than the picture, so that the picture's edge is seen."""

_GRAIN = 8
"""Pixels a side that are left of the picture in its frame, before they are drawn out to all of it."""

_QUALITIES = (90, 80, 65, 50)
_SMALL_QUALITY = 80


def squared(picture: "Image.Image") -> "Image.Image":
    """Lay a picture on a square: transparent parts on white, and around it nothing but its own colours, blurred."""
    from PIL import Image

    opaque = _opaque(picture)
    if opaque.size == (SIDE, SIDE):
        return opaque
    grain = opaque.resize((_GRAIN, _GRAIN), Image.Resampling.BOX)
    frame = grain.resize((SIDE, SIDE), Image.Resampling.BICUBIC)
    square = Image.blend(frame, Image.new("RGB", frame.size), _SHADE)
    square.paste(opaque, ((SIDE - opaque.width) // 2, (SIDE - opaque.height) // 2))
    return square


def jpeg(picture: "Image.Image", max_bytes: int) -> bytes:
    """Write a JPEG, ever more coarsely until it has at most so many bytes or is as coarse as is bearable."""
    content = b""
    for quality in _QUALITIES:
        content = _written(picture, quality)
        if len(content) <= max_bytes:
            break
    return content


def small(picture: "Image.Image") -> bytes:
    """Write a JPEG that fits into a square of SMALL_SIDE."""
    opaque = _opaque(picture)
    opaque.thumbnail((SMALL_SIDE, SMALL_SIDE))
    return _written(opaque, _SMALL_QUALITY)


def _opaque(picture: "Image.Image") -> "Image.Image":
    from PIL import Image

    if picture.mode != "RGBA":
        return picture.convert("RGB")
    ground = Image.new("RGB", picture.size, _WHITE)
    ground.paste(picture, mask=picture.getchannel("A"))
    return ground


def _written(picture: "Image.Image", quality: int) -> bytes:
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=quality, optimize=True)
    return file.getvalue()
