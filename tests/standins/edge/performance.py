"""An answer as it goes over the wire: boundaries and audio in the order of time."""

import heapq
from collections.abc import Iterator
from operator import itemgetter

from tests.standins.edge.faults import Fault
from tests.standins.edge.wire import TAIL_S, Boundary, Recited, audio_message, boundaries, metadata
from tests.standins.murmur import FRAME_BYTES, FRAME_S, murmur

_BLOCK = 10
"""Frames a message."""
_LONG_S = 15


def performance(asked: Recited, words: bool, fault: Fault | None) -> Iterator[tuple[float, str | bytes]]:
    """Yield the messages of an answer, each with the second of the audio that it belongs to."""
    told = list(boundaries(asked, words))
    if fault == Fault.LEFT_OUT:
        told = told[: len(told) // 2]
    mp3 = _audio(told, fault)
    if fault == Fault.CUT_SHORT:
        told = [boundary for boundary in told if boundary.end < len(mp3) / FRAME_BYTES * FRAME_S]
    kind = "WordBoundary" if words else "SentenceBoundary"
    spoken: Iterator[tuple[float, str | bytes]] = ((boundary.start, metadata(kind, boundary)) for boundary in told)
    sound: Iterator[tuple[float, str | bytes]] = (
        (start / FRAME_BYTES * FRAME_S, audio_message(mp3[start : start + _BLOCK * FRAME_BYTES]))
        for start in range(0, len(mp3), _BLOCK * FRAME_BYTES)
    )
    yield from heapq.merge(spoken, sound, key=itemgetter(0))


def _audio(told: list[Boundary], fault: Fault | None) -> bytes:
    end = told[-1].end if told else -TAIL_S
    mp3 = murmur(round((end + TAIL_S + _LONG_S * (fault == Fault.LONG_AUDIO)) / FRAME_S))
    if fault in (Fault.CUT_SHORT, Fault.SHORT_AUDIO):
        return mp3[: len(mp3) // FRAME_BYTES // 2 * FRAME_BYTES]
    return mp3[:-7] if fault == Fault.BROKEN_FRAME else mp3
