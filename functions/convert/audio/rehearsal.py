"""How loud a chapter gets once its peaks are limited: tried on a part of it before all of it is encoded."""

from collections.abc import Iterable, Sequence

from functions.convert.audio.levels import Setting
from functions.convert.audio.loudness import Meter
from functions.convert.audio.process import processed

EXCERPT_S = 60
"""Seconds that tell enough of a voice."""

_ROUNDS = 4
_CLOSE = 0.1
"""LU"""


def rehearsed(setting: Setting, excerpt: Sequence[bytes], sample_rate: int) -> Setting:
    """Raise the gain by what the limiter takes away from the loudness of an excerpt."""
    spoken = _loudness(excerpt, sample_rate)
    if spoken is None:
        return setting
    target = spoken + setting.gain
    for _ in range(_ROUNDS):
        heard = _loudness(processed(excerpt, sample_rate, setting), sample_rate)
        if heard is None or abs(target - heard) < _CLOSE:
            break
        setting = setting.louder(target - heard)
    return setting


def _loudness(blocks: Iterable[bytes], sample_rate: int) -> float | None:
    meter = Meter(sample_rate)
    for block in blocks:
        meter.hear(block)
    return meter.result().loudness
