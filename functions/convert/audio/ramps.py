"""Gain that changes without a kink: half a cosine."""

import math
from array import array
from functools import lru_cache
from operator import mul


def scaled(samples: "array[int]", first: float, last: float) -> "array[int]":
    """Let the gain of 16-bit samples go from `first` to `last`, which the next sample would have."""
    return array("h", map(round, map(mul, samples, ramp(len(samples), first, last))))


def ramp(samples: int, first: float, last: float) -> "array[float]":
    """Return so many gains, from `first` until just before `last`."""
    change = last - first
    return array("f", [first + change * share for share in _shares(samples)])


@lru_cache(maxsize=16)
def _shares(samples: int) -> tuple[float, ...]:
    return tuple(0.5 - 0.5 * math.cos(math.pi * n / samples) for n in range(samples))
