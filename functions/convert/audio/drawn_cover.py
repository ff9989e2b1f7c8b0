"""A cover for a book that has none, drawn from its title and authors."""

import hashlib
import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from ebookvoice.domain.book import Cover
from functions.convert.audio.lettering import Lines, fitted, font, printable
from functions.convert.audio.square import SIDE, jpeg

if TYPE_CHECKING:
    from PIL import ImageDraw

MAX_BYTES = 500_000

_Colour = tuple[int, int, int]


class _Cloth(NamedTuple):
    """The colours of a binding: the cloth, and what is stamped onto it."""

    ground: _Colour
    ink: _Colour


_CLOTHS = (
    _Cloth((28, 49, 68), (226, 205, 160)),
    _Cloth((92, 28, 34), (233, 213, 172)),
    _Cloth((31, 66, 52), (224, 210, 166)),
    _Cloth((58, 42, 74), (229, 208, 178)),
    _Cloth((120, 66, 32), (245, 228, 190)),
    _Cloth((38, 38, 42), (214, 193, 146)),
    _Cloth((22, 78, 88), (238, 219, 176)),
    _Cloth((236, 226, 204), (104, 34, 32)),
)

_MARGIN = 70
_TITLE_BOX = (SIDE - 2 * 190, 520)
_TITLE_SIZES = (168, 150, 134, 120, 106, 94, 84, 74, 66, 58)
_AUTHORS_BOX = (SIDE - 2 * 220, 170)
_AUTHORS_SIZES = (64, 58, 52, 46, 40)
_LEADING = 1.14
_TITLE_MIDDLE, _STAR_MIDDLE, _AUTHORS_MIDDLE = 470, 880, 1_150


def draw_cover(title: str, authors: Sequence[str]) -> Cover:
    """Draw a square JPEG: title and authors on a cloth whose colour, like the ornament, follows from both.

    What is written in a script that the typeface lacks is left out; the ornament then stands alone.
    """
    from PIL import Image, ImageDraw

    seed = hashlib.sha256("\0".join((title, *authors)).encode("utf-8", "replace")).digest()
    cloth = _CLOTHS[seed[0] % len(_CLOTHS)]
    picture = Image.new("RGB", (SIDE, SIDE), cloth.ground)
    draw = ImageDraw.Draw(picture)
    _frame(draw, cloth.ink)
    heading, byline = printable(title), printable(", ".join(authors))
    if heading:
        _centred(draw, fitted(heading, *_TITLE_BOX, _TITLE_SIZES, _LEADING), _TITLE_MIDDLE, cloth.ink)
    if byline:
        _centred(draw, fitted(byline, *_AUTHORS_BOX, _AUTHORS_SIZES, _LEADING), _AUTHORS_MIDDLE, cloth.ink)
    middle, radius = (_STAR_MIDDLE, 74) if heading else (SIDE // 2, 380)
    _star(draw, middle, radius, seed, cloth.ink)
    return Cover(jpeg(picture, MAX_BYTES), "image/jpeg")


def _frame(draw: "ImageDraw.ImageDraw", ink: _Colour) -> None:
    for inset, width in ((_MARGIN, 6), (_MARGIN + 20, 2)):
        draw.rectangle((inset, inset, SIDE - 1 - inset, SIDE - 1 - inset), outline=ink, width=width)


def _centred(draw: "ImageDraw.ImageDraw", lines: Lines, middle: int, ink: _Colour) -> None:
    step = lines.size * _LEADING
    top = middle - step * (len(lines.texts) - 1) / 2
    for number, text in enumerate(lines.texts):
        draw.text((SIDE / 2, top + number * step), text, fill=ink, font=font(lines.size), anchor="mm")


def _star(draw: "ImageDraw.ImageDraw", middle: int, radius: int, seed: bytes, ink: _Colour) -> None:
    """Draw a rosette: points on a circle, each joined to the one some steps on."""
    points = 9 + seed[1] % 8
    step = 3 + seed[2] % (points // 2 - 3)
    corners = [
        (SIDE / 2 + radius * math.sin(2 * math.pi * n / points), middle - radius * math.cos(2 * math.pi * n / points))
        for n in range(points)
    ]
    for n, corner in enumerate(corners):
        draw.line((corner, corners[(n + step) % points]), fill=ink, width=max(3, radius // 60))
