"""What mastering aims at, and the setting that gets there."""

from dataclasses import dataclass, replace
from typing import Self

from ebookvoice.domain.direction import Direction, Loudness
from functions.convert.audio.measurement import Heard, Measurement, decibels

AUDIOBOOK_LUFS = -19.0
"""Speech in one channel; as loud as −16 LUFS from two (AES TD1008)."""

AUDIOBOOK_PEAK = -3.0
"""dBTP; what retailers of audiobooks ask for."""

SPOKEN_PEAK = -1.0
"""dBTP; what lossy coding needs in order not to clip (EBU R 128, recommendation m)."""

_OVERSHOOT = 0.8
"""dB by which decoded AAC may exceed what was encoded. Of 12 of eSpeak's voices it was 0.15 at most."""

_BETWEEN_SAMPLES = 3.5
"""dB by which a true peak may exceed the highest sample; a sine of a quarter of the sample rate has 3.0."""

_DOUBT = 0.1
"""dB that a peak found with 4 × oversampling may be short of (BS.1770-5, annex 2, attachment 1)."""

_DRIVE = 6.0
"""dB of gain that may make up for what the limiter takes away. eSpeak's voices need about 1; much more is heard."""

_TOLERANCE = 0.3
"""LU by which a chapter may miss the loudness aimed at before it is encoded once more."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One static gain in dB, the most that it may become, and the true peak in dBTP to hold (None: all are lower)."""

    gain: float
    most: float
    ceiling: float | None

    def louder(self, difference: float) -> Self:
        """Raise the gain by so many dB (negative: lower it)."""
        return replace(self, gain=min(round(self.gain + difference, 2), self.most))


@dataclass(frozen=True, slots=True)
class Aim:
    """The loudness in LUFS that a chapter is to have (None: its own and `volume` dB), and its highest peak in dBTP."""

    loudness: float | None
    volume: float
    peak: float

    @classmethod
    def of(cls, direction: Direction) -> Self:
        """Tell what a listener wants."""
        volume = decibels(1 + direction.volume / 100)
        if direction.loudness is Loudness.AS_SPOKEN:
            return cls(None, volume, SPOKEN_PEAK)
        return cls(AUDIOBOOK_LUFS + volume, volume, AUDIOBOOK_PEAK)

    def setting(self, spoken: Measurement) -> Setting:
        """Choose the setting for a chapter that sounds like this; silence stays as it is."""
        if spoken.loudness is None:
            return Setting(0.0, 0.0, None)
        gain = round(self.volume if self.loudness is None else self.loudness - spoken.loudness, 2)
        ceiling = self.peak - _OVERSHOOT
        calm = decibels(spoken.peak) + _BETWEEN_SAMPLES + gain <= ceiling
        return Setting(gain, gain + _DRIVE, None if calm else ceiling)

    def corrected(self, setting: Setting, heard: Heard) -> Setting:
        """Improve a setting by what came of it; the same again if that will do."""
        excess = decibels(heard.peak) + _DOUBT - self.peak
        if excess > 0:
            before = self.peak - _OVERSHOOT if setting.ceiling is None else setting.ceiling
            setting = replace(setting, ceiling=round(before - excess - _DOUBT, 2))
        if self.loudness is None or heard.loudness is None or abs(self.loudness - heard.loudness) <= _TOLERANCE:
            return setting
        return setting.louder(self.loudness - heard.loudness)
