"""What was measured of audio, so that parts of it add up to the whole: ITU-R BS.1770-5, EBU R 128."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Self

GRAIN = 0.1
"""LU: how finely the loudness of blocks is kept. The mean of many is off by far less."""

_RELATIVE_GATE = -10.0


@dataclass(frozen=True, slots=True)
class Heard:
    """What audio sounds like: its loudness in LUFS, if it has one, and its highest peak (1.0: 0 dBFS)."""

    loudness: float | None
    peak: float


@dataclass(frozen=True, slots=True)
class Measurement:
    """The gating blocks above the absolute gate, counted by loudness (in GRAINs), and the highest peak (1.0: 0 dBFS).

    The measurements of parts that are joined in silence add up to that of the whole.
    """

    blocks: Mapping[int, int] = field(default_factory=dict)
    peak: float = 0.0

    def __add__(self, other: Self) -> Self:
        return type(self)(Counter(self.blocks) + Counter(other.blocks), max(self.peak, other.peak))

    @property
    def loudness(self) -> float | None:
        """Return the integrated loudness in LUFS; None if there is nothing above the absolute gate."""
        if not self.blocks:
            return None
        gate = _mean(self.blocks.items()) + _RELATIVE_GATE
        return _mean((level, count) for level, count in self.blocks.items() if level * GRAIN >= gate)

    @property
    def heard(self) -> Heard:
        """Return what it amounts to."""
        return Heard(self.loudness, self.peak)


def decibels(amplitude: float) -> float:
    """Express an amplitude in dB; silence is minus infinity."""
    return 20 * math.log10(amplitude) if amplitude > 0 else -math.inf


def amplitude(level: float) -> float:
    """Undo `decibels`."""
    return math.pow(10, level / 20)


def _mean(blocks: Iterable[tuple[int, int]]) -> float:
    """Average the energies of blocks; return the loudness that they amount to."""
    energy, number = 0.0, 0
    for level, count in blocks:
        energy += count * math.pow(10, level * GRAIN / 10)
        number += count
    return 10 * math.log10(energy / number)
