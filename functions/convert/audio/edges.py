"""Speech without clicks where it begins and ends."""

from array import array

from functions.convert.audio.ramps import scaled
from functions.convert.audio.samples import BYTES_PER_SAMPLE

FADE_MS = 2
"""Shorter than any sound of speech, long enough for a step to be no click."""


def soften(pcm: bytes, sample_rate: int) -> bytes:
    """Let PCM rise from silence and fall back to it, within FADE_MS each."""
    samples = len(pcm) // BYTES_PER_SAMPLE
    fade = min(FADE_MS * sample_rate // 1000, samples // 2) * BYTES_PER_SAMPLE
    end = len(pcm) - fade
    rise = scaled(array("h", pcm[:fade]), 0.0, 1.0)
    fall = scaled(array("h", pcm[end:]), 1.0, 0.0)
    return b"".join((rise.tobytes(), pcm[fade:end], fall.tobytes()))
