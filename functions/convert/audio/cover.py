"""The book's own cover → a picture that every player shows: JPEG, at most 1,400 pixels wide."""

from fractions import Fraction
from typing import cast

import av
from av.error import FFmpegError
from av.video.codeccontext import VideoCodecContext

from ebookvoice.domain.book import Cover
from functions.convert.audio.svg import rasterise

MAX_WIDTH = 1_400
MAX_HEIGHT = 2_800
MAX_PIXELS = 50_000_000
"""What a picture may unpack to; its decoder reads the size from the header and refuses more."""

MAX_BYTES = 500_000
"""A JPEG over this is written again, more coarsely each time."""

_JPEG = "image/jpeg"
_QUANTISERS = (3, 6, 10)
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
    """Make a JPEG of the cover, whatever it says it is; None if it can't be read or would unpack to too much.

    A JPEG that fits is kept as it is.
    """
    raster = decoder_of(cover.content) is not None
    picture = cover.content if raster else rasterise(cover.content, MAX_WIDTH, MAX_HEIGHT, readable)
    frame = decode(picture) if picture else None
    if frame is None or picture is None:
        return None
    scale = min(1.0, MAX_WIDTH / frame.width, MAX_HEIGHT / frame.height)
    fits = scale == 1.0 and len(picture) <= MAX_BYTES
    if fits and decoder_of(picture) == "mjpeg" and frame.format.name.startswith("yuv"):
        return Cover(picture, _JPEG)
    try:
        return Cover(_encode(frame, scale), _JPEG)
    except (FFmpegError, ValueError):
        return None


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


def _encode(frame: av.VideoFrame, scale: float) -> bytes:
    width, height = max(1, round(frame.width * scale)), max(1, round(frame.height * scale))
    picture = frame.reformat(width, height, format="yuvj420p", interpolation="AREA")
    picture.pts = 0
    jpeg = b""
    for quantiser in _QUANTISERS:
        jpeg = _jpeg(picture, quantiser)
        if len(jpeg) <= MAX_BYTES:
            break
    return jpeg


def _jpeg(picture: av.VideoFrame, quantiser: int) -> bytes:
    encoder = av.CodecContext.create("mjpeg", "w")
    encoder.width, encoder.height, encoder.pix_fmt = picture.width, picture.height, "yuvj420p"
    encoder.time_base = Fraction(1, 1)
    encoder.options = {"qmin": str(quantiser), "qmax": str(quantiser)}
    return b"".join(bytes(packet) for packet in encoder.encode(picture) + encoder.encode(None))
