"""Where speech is silent."""

from array import array
from itertools import pairwise

_QUIET = 64
"""Peak of what counts as silence, of 32,767: -54 dBFS."""
_WINDOW_S = 0.02
_STRIDE = 4
"""Samples are looked at one in four: no sound of speech hides in between."""
_LONGEST_PAUSE_S = 1.5
"""What a voice may leave between two sentences; longer silence is none of its speech."""


def without_tail(pcm: bytes, keep: int) -> bytes:
    """Cut the silence after sample `keep` of 16-bit PCM; leave everything that is not silent."""
    tail = array("h", pcm[keep * 2 :])
    loud = next((index for index in range(len(tail) - 1, -1, -1) if abs(tail[index]) > _QUIET), -1)
    return pcm[: (keep + loud + 1) * 2]


def spoken_range(pcm: bytes, sample_rate: int) -> tuple[int, int, float]:
    """Find the first and the last sample of the sound in 16-bit PCM, and the seconds of it that are not silence.

    Pauses as they belong to speech count as sound. All are 0 if there is none.
    """
    samples = array("h", pcm)
    window = round(_WINDOW_S * sample_rate)
    loud = [
        start for start in range(0, len(samples), window) if _peak(samples[start : start + window : _STRIDE]) > _QUIET
    ]
    if not loud:
        return 0, 0, 0.0
    longest = round(_LONGEST_PAUSE_S * sample_rate)
    spoken = window + sum(min(later - earlier, longest) for earlier, later in pairwise(loud))
    return loud[0], min(loud[-1] + window, len(samples)), spoken / sample_rate


def _peak(samples: "array[int]") -> int:
    return max(max(samples), -min(samples))
