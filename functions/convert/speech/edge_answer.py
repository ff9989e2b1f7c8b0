"""Show that the service's answer is the whole piece, and turn it into PCM."""

from array import array
from typing import NamedTuple

from ebookvoice.domain.errors import SpeechIncompleteError
from functions.convert.speech import mp3
from functions.convert.speech.boundaries import Place, locate
from functions.convert.speech.edge_request import Answer

_ROUNDING = 0.1
"""Seconds by which the last boundary may outlast the audio."""
_LONGEST_TAIL = 10.0
"""Seconds of audio after the last boundary; the service itself leaves about one."""
_KEPT_TAIL = 0.2
"""Seconds that stay after the last word when the service's silence is cut: the book's pauses are made elsewhere."""
_QUIET = 64
"""Peak of what counts as silence, of 32,767: -54 dBFS."""


class Piece(NamedTuple):
    """16-bit mono PCM at mp3.SAMPLE_RATE, and where its words are in the text."""

    pcm: bytes
    places: list[Place]


def accept(text: str, answer: Answer) -> Piece:
    """Decode an answer that holds all of the text; raise SpeechIncompleteError for any other.

    The boundaries must cover the text, and the audio, whose length follows from its size, must reach the last of them.
    """
    places, whole = locate(text, answer.boundaries)
    if not whole:
        raise SpeechIncompleteError
    end = max(boundary.end for boundary in answer.boundaries)
    tail = mp3.duration(answer.mp3) / mp3.SAMPLE_RATE - end
    if not -_ROUNDING <= tail <= _LONGEST_TAIL:
        raise SpeechIncompleteError
    return Piece(_without_tail(mp3.decode(answer.mp3), round((end + _KEPT_TAIL) * mp3.SAMPLE_RATE)), places)


def _without_tail(pcm: bytes, keep: int) -> bytes:
    """Cut the silence after sample `keep`; leave everything that is not silent."""
    tail = array("h", pcm[keep * 2 :])
    loud = next((index for index in range(len(tail) - 1, -1, -1) if abs(tail[index]) > _QUIET), -1)
    return pcm[: (keep + loud + 1) * 2]
