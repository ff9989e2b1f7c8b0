"""Colours as a screen shows them: sRGB, eight bits."""

import io

from PIL import Image, ImageCms

_DEEP = ("I", "I;16", "I;16B", "I;16L")


def in_srgb(picture: Image.Image) -> Image.Image:
    """Convert to sRGB by the embedded profile; without a good one the colours are what they say."""
    profile = picture.info.get("icc_profile")
    plain = _eight_bits(picture)
    if profile:
        try:
            return _converted(plain, profile)
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass  # a broken profile, or one for another kind of picture, is none
    return plain.convert("RGB") if plain.mode in ("CMYK", "YCbCr", "LAB", "HSV") else plain


def _converted(picture: Image.Image, profile: bytes) -> Image.Image:
    if picture.mode in ("P", "PA", "1") or "transparency" in picture.info:
        picture = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    alpha = picture.getchannel("A") if picture.mode in ("LA", "RGBA") else None
    opaque = picture.convert(picture.mode.removesuffix("A")) if alpha else picture
    source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
    shown = ImageCms.profileToProfile(opaque, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    if shown is None:
        return picture
    if alpha:
        shown.putalpha(alpha)
    return shown


def _eight_bits(picture: Image.Image) -> Image.Image:
    """Scale 16 bits of grey down; Pillow's own conversion would clip them."""
    if picture.mode not in _DEEP:
        return picture
    return picture.convert("I").point(lambda level: level * (1 / 257)).convert("L")
