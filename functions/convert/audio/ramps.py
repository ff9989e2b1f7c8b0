"""Gain that changes without a kink: half a cosine."""

import math
from array import array
from functools import lru_cache


def scaled(samples: "array[int]", first: float, last: float) -> "array[int]":
    """Let the gain of 16-bit samples go from `first` to `last`, which the next sample would have."""
    change = last - first
    ramp = _ramp(len(samples))
    return array("h", (round(sample * (first + change * share)) for sample, share in zip(samples, ramp, strict=True)))


@lru_cache(maxsize=16)
def _ramp(samples: int) -> tuple[float, ...]:
    return tuple(0.5 - 0.5 * math.cos(math.pi * n / samples) for n in range(samples))
