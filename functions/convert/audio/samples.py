"""Audio between two steps: 16-bit little-endian mono PCM, in blocks of whole samples, any number of them."""

from fractions import Fraction

import av

BYTES_PER_SAMPLE = 2


def silence(samples: int) -> bytes:
    """Make so many samples of digital silence."""
    return bytes(samples * BYTES_PER_SAMPLE)


def wrap(pcm: bytes, sample_rate: int, start: int) -> av.AudioFrame:
    """Wrap PCM that begins at sample `start` for FFmpeg."""
    frame = av.AudioFrame(format="s16", layout="mono", samples=len(pcm) // BYTES_PER_SAMPLE)
    frame.planes[0].update(pcm)
    frame.sample_rate = sample_rate
    frame.time_base = Fraction(1, sample_rate)
    frame.pts = start
    return frame


def unwrap(frame: av.AudioFrame) -> bytes:
    """Take the PCM out of a frame of FFmpeg's, whose planes may be longer than what they hold."""
    return bytes(memoryview(frame.planes[0])[: frame.samples * BYTES_PER_SAMPLE])
