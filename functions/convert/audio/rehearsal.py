"""How loud a chapter gets once its peaks are limited: tried on parts of it before all of it is encoded."""

from collections.abc import Iterable, Sequence

from functions.convert.audio.levels import Setting
from functions.convert.audio.loudness import Meter
from functions.convert.audio.process import processed

_ROUNDS = 5
_CLOSE, _SMALL = 0.1, 0.6
"""LU: what need not be mended, and what the first step mends closely enough without being tried."""

_YIELD, _LEAST_YIELD = 0.62, 0.2
"""LU that one more dB of gain brings where peaks are limited: 0.58 to 0.66 of four of eSpeak's voices."""


def rehearsed(setting: Setting, excerpt: Sequence[bytes], sample_rate: int) -> Setting:
    """Raise the gain by what the limiter takes away from the loudness of an excerpt."""
    spoken = _loudness(excerpt, sample_rate)
    if spoken is None:
        return setting
    target, gained = spoken + setting.gain, _YIELD
    missing = _missing(setting, target, excerpt, sample_rate)
    small = abs(missing) < _SMALL
    for _ in range(_ROUNDS):
        if abs(missing) < _CLOSE:
            break
        louder = setting.louder(missing / gained)
        if small or louder == setting:
            return louder
        still = _missing(louder, target, excerpt, sample_rate)
        gained = min(1.0, max(_LEAST_YIELD, (missing - still) / (louder.gain - setting.gain)))
        setting, missing = louder, still
    return setting


def _missing(setting: Setting, target: float, excerpt: Sequence[bytes], sample_rate: int) -> float:
    """Tell how many LU an excerpt falls short of a loudness in a setting."""
    heard = _loudness(processed(excerpt, sample_rate, setting), sample_rate)
    return 0.0 if heard is None else target - heard


def _loudness(blocks: Iterable[bytes], sample_rate: int) -> float | None:
    meter = Meter(sample_rate)
    for block in blocks:
        meter.hear(block)
    return meter.result().loudness
