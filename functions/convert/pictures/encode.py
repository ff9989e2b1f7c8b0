"""A decoded picture → files to store and show."""

from pathlib import Path

from PIL import Image

from functions.convert.pictures.formats import GIF, JPEG, PNG, WEBP, Format

THUMBNAIL_SIDE = 320
"""Pixels of a thumbnail's longest side."""

_QUALITY = 88
_THUMBNAIL_QUALITY = 80


def write_picture(picture: Image.Image, kind: Format, path: Path) -> None:
    """Write the picture in the format that it came in; of an animation that is its first picture."""
    if kind is JPEG:
        picture.save(path, "JPEG", quality=_QUALITY)
    elif kind is PNG:
        picture.save(path, "PNG")
    elif kind is GIF:
        indexed = picture if picture.mode in ("1", "L", "P") else picture.quantize()
        indexed.save(path, "GIF")
    else:
        picture.save(path, "WEBP", quality=_QUALITY)


def write_thumbnail(picture: Image.Image, path: Path) -> tuple[int, int]:
    """Write a WebP that fits into a square of THUMBNAIL_SIDE, never larger than the picture; return its size."""
    scale = min(1.0, THUMBNAIL_SIDE / max(picture.size))
    size = max(1, round(picture.width * scale)), max(1, round(picture.height * scale))
    colours = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    colours.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0).save(path, WEBP.name, quality=_THUMBNAIL_QUALITY)
    return size
