"""How ears weigh what they hear: the K-weighting of ITU-R BS.1770-5, annex 1, for any sample rate."""

import math

from functions.convert.audio.chain import Filter

_SHELF_HZ, _SHELF_DB, _SHELF_Q = 1681.974450955533, 3.999843853973347, 0.7071752369554196
_PASS_HZ, _PASS_Q = 38.13547087602444, 0.5003270373238773
"""What the standard's coefficients, which are for 48 kHz, come from: a head and the ear's deafness to the deepest."""

_FAST = "transform=di:precision=f64"
"""The form of a filter that FFmpeg calculates fastest."""


def weighting(sample_rate: int) -> list[Filter]:
    """Return the two filters. What they leave is softer than the standard's by `shortfall` dB.

    The high-pass comes first: in silence it rings for seconds, while the shelf alone would soon calculate with numbers
    so small that processors take four times as long for them.
    """
    # FFmpeg's shelf is named by the middle of its slope; the standard's by where it has risen.
    middle = math.atan(_tangent(_SHELF_HZ, sample_rate) / 10 ** (_SHELF_DB / 80)) * sample_rate / math.pi
    shelf = f"frequency={middle!r}:gain={_SHELF_DB!r}:width_type=q:width={_SHELF_Q!r}:{_FAST}"
    return [("highpass", f"frequency={_PASS_HZ!r}:width_type=q:width={_PASS_Q!r}:{_FAST}"), ("highshelf", shelf)]


def shortfall(sample_rate: int) -> float:
    """Tell by how many dB FFmpeg's high-pass, which leaves the treble as it is, is softer than the standard's."""
    k = _tangent(_PASS_HZ, sample_rate)
    return 20 * math.log10(1 + k / _PASS_Q + k * k)


def _tangent(frequency: float, sample_rate: int) -> float:
    return math.tan(math.pi * frequency / sample_rate)
