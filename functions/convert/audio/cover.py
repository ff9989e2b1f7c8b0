"""The book's own cover → a picture that every player and podcast directory shows: a square JPEG."""

from typing import TYPE_CHECKING, cast

import av
from av.error import FFmpegError
from av.video.codeccontext import VideoCodecContext

from ebookvoice.domain.book import Cover
from functions.convert.audio.square import SIDE, jpeg, small, squared
from functions.convert.audio.svg import rasterise

if TYPE_CHECKING:
    from PIL import Image

MAX_SIDE = 3_000
"""Pixels of a square that is kept as it is; podcast directories take no more."""

MIN_SIDE = 64
"""What is smaller on its longer side is no cover: old books have spacers and icons in its place."""

MAX_ENLARGEMENT = 3
"""A smaller picture is not blown up further; the frame around it makes up for the rest."""

MAX_PIXELS = 50_000_000
"""What a picture may unpack to; its decoder reads the size from the header and refuses more."""

MAX_BYTES = 500_000
"""A JPEG over this is written again."""

_JPEG = "image/jpeg"
_DECODERS = {
    b"\xff\xd8\xff": "mjpeg",
    b"\x89PNG\r\n\x1a\n": "png",
    b"GIF8": "gif",
    b"BM": "bmp",
    b"II*\0": "tiff",
    b"MM\0*": "tiff",
    b"RIFF": "webp",
}


def prepare_cover(cover: Cover) -> Cover | None:
    """Make a square JPEG of the cover, whatever it says it is, with nothing cut off.

    None if it can't be read, would unpack to too much, or is too small to be one. A square JPEG that fits is kept as
    it is.
    """
    raster = decoder_of(cover.content) is not None
    picture = cover.content if raster else rasterise(cover.content, SIDE, SIDE, readable)
    frame = decode(picture) if picture else None
    if frame is None or picture is None or max(frame.width, frame.height) < MIN_SIDE:
        return None
    if _fits(frame, picture):
        return Cover(picture, _JPEG)
    try:
        return Cover(jpeg(squared(_scaled(frame)), MAX_BYTES), _JPEG)
    except (FFmpegError, ValueError):
        return None


def small_cover(cover: Cover | None) -> Cover | None:
    """Make a smaller version for the files of single chapters, which all carry it; None if there is none to be read."""
    frame = decode(cover.content) if cover else None
    return Cover(small(_scaled(frame)), _JPEG) if frame else None


def decoder_of(content: bytes) -> str | None:
    """Name the decoder of a picture by its first bytes; None for what is no raster image."""
    return next((decoder for magic, decoder in _DECODERS.items() if content.startswith(magic)), None)


def readable(content: bytes) -> bool:
    """Tell whether these bytes are a raster image of acceptable size."""
    return decode(content) is not None


def decode(content: bytes) -> av.VideoFrame | None:
    """Decode a raster image; None if that can't be done.

    The decoder gets the bytes without any demuxer, for some of those open other files or addresses.
    """
    name = decoder_of(content)
    if name is None:
        return None
    decoder = cast(VideoCodecContext, av.CodecContext.create(name, "r"))
    decoder.options = {"max_pixels": str(MAX_PIXELS)}
    try:
        frames = decoder.decode(av.Packet(content)) + decoder.decode(None)
    except (FFmpegError, ValueError):
        return None
    return next(iter(frames), None)


def _fits(frame: av.VideoFrame, picture: bytes) -> bool:
    usual = decoder_of(picture) == "mjpeg" and frame.format.name.startswith("yuv")
    return usual and SIDE <= frame.width == frame.height <= MAX_SIDE and len(picture) <= MAX_BYTES


def _scaled(frame: av.VideoFrame) -> "Image.Image":
    """Scale a picture so that its longer side fills the square, as far as that is reasonable."""
    from PIL import Image

    scale = min(MAX_ENLARGEMENT, SIDE / max(frame.width, frame.height))
    size = max(1, round(frame.width * scale)), max(1, round(frame.height * scale))
    interpolation = "AREA" if scale < 1 else "LANCZOS"
    # Several threads now and then disagree about the rows where their slices meet (FFmpeg 8.1): of the same picture not
    # the same bytes would be made.
    pixels = frame.reformat(*size, format="rgba", interpolation=interpolation, threads=1)
    plane = pixels.planes[0]
    return Image.frombuffer("RGBA", size, bytes(plane), "raw", "RGBA", plane.line_size, 1)
