"""Pictures made on the spot."""

import struct
import zlib
from fractions import Fraction
from typing import cast

import av
from av.video.codeccontext import VideoCodecContext

_PIXEL_FORMATS = {"mjpeg": "yuvj420p", "png": "rgb24", "gif": "rgb8", "bmp": "bgr24", "tiff": "rgb24"}


def picture(codec: str, width: int, height: int, noise: bool = False) -> bytes:
    """Return a picture with some pattern, encoded; with `noise`, one that hardly compresses."""
    frame = av.VideoFrame(width, height, "rgb24")
    plane = frame.planes[0]
    step = 7_919 if noise else 1
    row = bytes((n * step * (1 + noise * n)) >> 3 & 0xFF for n in range(plane.line_size + height))
    plane.update(b"".join(row[y : y + plane.line_size] for y in range(height)))
    encoder = cast(VideoCodecContext, av.CodecContext.create(codec, "w"))
    encoder.width, encoder.height, encoder.pix_fmt = width, height, _PIXEL_FORMATS[codec]
    encoder.time_base = Fraction(1, 1)
    encoder.options = {"qmin": "2", "qmax": "2"} if codec == "mjpeg" else {}
    frame = frame.reformat(format=_PIXEL_FORMATS[codec])
    frame.pts = 0
    return b"".join(bytes(packet) for packet in encoder.encode(frame) + encoder.encode(None))


def black_png(width: int, height: int) -> bytes:
    """Return a black PNG, which takes a thousandth of the room that it unpacks to."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(bytes((width + 1) * height), 1)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
