"""Pictures made on the spot, with all that cameras and programs attach to them."""

import io
import struct
import zlib
from typing import Any

from PIL import ExifTags, Image, ImageCms
from PIL.PngImagePlugin import PngInfo

SECRET = b"Ada, 12 Analytical Lane"

RED, GREEN, BLUE, WHITE = (255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255)
CORNERS = {"top left": RED, "top right": GREEN, "bottom left": BLUE, "bottom right": WHITE}


def corners(width: int = 96, height: int = 64) -> Image.Image:
    """Draw a picture whose four quarters tell which way is up."""
    picture = Image.new("RGB", (width, height), WHITE)
    picture.paste(RED, (0, 0, width // 2, height // 2))
    picture.paste(GREEN, (width // 2, 0, width, height // 2))
    picture.paste(BLUE, (0, height // 2, width // 2, height))
    return picture


def told_corners(picture: Image.Image) -> dict[str, tuple[int, ...]]:
    """Read the four quarters, each channel as full or empty."""
    rgb = picture.convert("RGB")
    right, bottom = rgb.width * 3 // 4, rgb.height * 3 // 4
    places = {
        "top left": (rgb.width // 4, rgb.height // 4),
        "top right": (right, rgb.height // 4),
        "bottom left": (rgb.width // 4, bottom),
        "bottom right": (right, bottom),
    }
    pixels = {name: rgb.getpixel(place) for name, place in places.items()}
    return {name: tuple(255 * (level > 127) for level in pixel) for name, pixel in pixels.items()}  # type: ignore[union-attr]


def encoded(picture: Image.Image, name: str, **options: Any) -> bytes:
    """Encode a picture."""
    buffer = io.BytesIO()
    picture.save(buffer, name, **options)
    return buffer.getvalue()


def exif(orientation: int = 1) -> Image.Exif:
    """Write what a telephone writes: who took the picture, where, and which way it was held."""
    tags = Image.Exif()
    tags[ExifTags.Base.Orientation] = orientation
    tags[ExifTags.Base.Artist] = SECRET.decode()
    tags.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (51.0, 31.0, 12.0)
    return tags


def icc_profile() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def burdened(name: str) -> bytes:
    """Encode a picture in that format with everything attached that the format can carry."""
    attached: dict[str, Any] = {"exif": exif(), "icc_profile": icc_profile(), "xmp": b"<x>" + SECRET + b"</x>"}
    match name:
        case "JPEG":
            attached |= {"comment": SECRET, "dpi": (300, 300)}
        case "PNG":
            text = PngInfo()
            text.add_text("Author", SECRET.decode())
            text.add_itxt("XML:com.adobe.xmp", SECRET.decode(), zip=False)
            attached = {"exif": exif(), "icc_profile": icc_profile(), "pnginfo": text, "dpi": (300, 300)}
        case "GIF":
            indexed = encoded(corners().quantize(8), name, comment=SECRET)
            return indexed[:-1] + b"\x21\xff\x0bXMP DataXMP" + bytes([len(SECRET)]) + SECRET + b"\0\x3b"
    return encoded(corners(), name, **attached) + SECRET


def chunk(kind: bytes, body: bytes) -> bytes:
    """Write a chunk of a PNG."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(width: int, height: int, *chunks: bytes) -> bytes:
    """Write a PNG of 8 bits of grey whose header says that size, with these chunks behind it."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + b"".join(chunks) + chunk(b"IEND", b"")


def black_png(width: int, height: int) -> bytes:
    return png(width, height, chunk(b"IDAT", zlib.compress(bytes((width + 1) * height), 1)))
