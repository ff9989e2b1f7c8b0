"""Pace and pitch in eSpeak NG's own measures.

Only what differs from the ordinary is set, so that a book in an ordinary voice sounds as it always has.
"""

import math
from collections.abc import Iterator
from functools import cache

from ebookvoice.domain.direction import Prosody
from functions.convert.speech.espeaklib import data

_RATE, _PITCH = 1, 3
"""espeak_PARAMETER of speak_lib.h."""

_WORDS_A_MINUTE = 175
_SLOWEST, _FASTEST = 80, 450
"""Ordinary speech and the limits of espeakRATE (speak_lib.h)."""

_MIDDLE, _OCTAVE, _HIGHEST = 50, 50, 99
"""Of espeakPITCH: the ordinary pitch, how far an octave is from there, and the end of the scale.

wavegen.c multiplies the pitch by pitch_adjust_tab, which is 2^((value - 50) / 50) in steps of 1/128.
"""

_BASE_HZ = 71
"""Where voices speak that name no pitch of their own (voices.c, VoiceReset: 0x47000, in 1/4096 Hz)."""
_BELOW_NAMED_HZ = 9
"""How far below the pitch that its file names a voice begins (voices.c, V_PITCH)."""


def parameters(prosody: Prosody, identifier: str) -> Iterator[tuple[int, int]]:
    """List the parameters of the library that make a voice speak that way, with their values.

    A pitch beyond the scale becomes its end: an ordinary voice goes 35 Hz down and 69 Hz up.
    """
    if prosody.rate:
        yield _RATE, min(max(round(_WORDS_A_MINUTE * (1 + prosody.rate / 100)), _SLOWEST), _FASTEST)
    if prosody.pitch:
        yield _PITCH, _pitch(prosody.pitch, _base(identifier))


def _pitch(hertz: int, base: int) -> int:
    factor = 1 + hertz / base
    if factor <= 0:
        return 0
    return min(max(round(_MIDDLE + _OCTAVE * math.log2(factor)), 0), _HIGHEST)


@cache
def _base(identifier: str) -> int:
    """Find the pitch that a voice begins at (Hz), which the library multiplies."""
    for line in (data() / "lang" / identifier).read_text("utf-8", "replace").splitlines():
        words = line.split()
        if words[:1] == ["pitch"]:
            return int(words[1]) - _BELOW_NAMED_HZ
    return _BASE_HZ
