"""The speech service's MP3 (24 kHz mono, 48 kbit/s, constant bit rate) → PCM, to the sample."""

from operator import and_

import av

from ebookvoice.domain.errors import SpeechIncompleteError

SAMPLE_RATE = 24_000
FRAME_BYTES = 144
FRAME_SAMPLES = 576
"""MPEG-2 Layer III at this rate: 24 ms a frame (ISO/IEC 13818-3)."""

_DECODER_DELAY = 529
"""Samples by which a decoder's filter bank lags behind (528 + 1 in the literature on gapless MP3)."""
_BATCH = 64 * FRAME_BYTES
"""Frames are decoded many at a time: the decoder takes them from a packet one by one."""
_HEADER, _FIXED_BITS = b"\xff\xf2\x64", b"\xff\xfe\xfe"
"""How every frame begins: MPEG-2, Layer III, with or without CRC, 48 kbit/s, 24 kHz, no padding."""


def duration(mp3: bytes) -> int:
    """Count the samples of whole frames; raise SpeechIncompleteError if it is anything else than such frames."""
    if not mp3 or len(mp3) % FRAME_BYTES:
        raise SpeechIncompleteError
    for start in range(0, len(mp3), FRAME_BYTES):
        if bytes(map(and_, mp3[start : start + 3], _FIXED_BITS)) != _HEADER:
            raise SpeechIncompleteError
    return len(mp3) // FRAME_BYTES * FRAME_SAMPLES


def decode(mp3: bytes) -> bytes:
    """Decode to 16-bit mono PCM of exactly `duration(mp3)` samples, without the decoder's delay."""
    samples = duration(mp3)
    decoder = av.CodecContext.create("mp3", "r")
    frames = mp3 + mp3[:4] + bytes(FRAME_BYTES - 4)  # A frame of silence pushes the end of the last one out.
    pcm = bytearray()
    try:
        for start in range(0, len(frames), _BATCH):
            for block in decoder.decode(av.Packet(frames[start : start + _BATCH])):
                pcm += memoryview(block.planes[0])[: block.samples * 2]
    except av.FFmpegError as error:
        raise SpeechIncompleteError from error
    if len(pcm) != (samples + FRAME_SAMPLES) * 2:
        raise SpeechIncompleteError
    del pcm[: _DECODER_DELAY * 2], pcm[samples * 2 :]
    return bytes(pcm)
