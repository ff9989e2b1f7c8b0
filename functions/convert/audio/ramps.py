"""Gain that changes without a kink: half a cosine."""

import math
from array import array
from functools import lru_cache
from operator import mul


def scaled(samples: "array[int]", first: float, last: float) -> "array[int]":
    """Let the gain of 16-bit samples go from `first` to `last`, which the next sample would have."""
    change = last - first
    gains = [first + change * share for share in _ramp(len(samples))]
    return array("h", map(round, map(mul, samples, gains)))


@lru_cache(maxsize=16)
def _ramp(samples: int) -> tuple[float, ...]:
    return tuple(0.5 - 0.5 * math.cos(math.pi * n / samples) for n in range(samples))
