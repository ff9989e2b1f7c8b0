"""Sound in the format of the read-aloud service: MP3, 24 kHz, 48 kbit/s, mono, without any header of its own."""

import random
from functools import cache

import av

FRAME_BYTES = 144
FRAME_SAMPLES = 576
FRAME_S = 0.024


def murmur(frames: int) -> bytes:
    """Make so many frames of sound."""
    sound = _encoded()
    size = frames * FRAME_BYTES
    return (sound * (size // len(sound) + 1))[:size]


def encode(pcm: bytes) -> bytes:
    """Encode 16-bit mono PCM of whole frames."""
    encoder = av.CodecContext.create("libmp3lame", "w")
    encoder.sample_rate, encoder.layout, encoder.format, encoder.bit_rate = 24_000, "mono", "s16p", 48_000
    packets: list[bytes] = []
    for start in range(0, len(pcm), FRAME_SAMPLES * 2):
        frame = av.AudioFrame(format="s16p", layout="mono", samples=FRAME_SAMPLES)
        frame.planes[0].update(pcm[start : start + FRAME_SAMPLES * 2])
        frame.sample_rate, frame.pts = 24_000, start // 2
        packets += map(bytes, encoder.encode(frame))
    packets += map(bytes, encoder.encode(None))
    return b"".join(packets)


@cache
def _encoded() -> bytes:
    """Encode 6 seconds of a warbling tone, once."""
    chance = random.Random(1)
    samples: list[int] = []
    while len(samples) < 250 * FRAME_SAMPLES:
        period = 50 + chance.randrange(100)
        samples += [(phase - period // 2) * 100 for _ in range(2400 // period) for phase in range(period)]
    return encode(b"".join(s.to_bytes(2, "little", signed=True) for s in samples[: 250 * FRAME_SAMPLES]))
