"""Show that the service's answer is the whole line, and turn it into PCM."""

from typing import NamedTuple

from ebookvoice.domain.errors import SpeechIncompleteError
from functions.convert.speech import mp3
from functions.convert.speech.boundaries import Place, locate
from functions.convert.speech.line import Answer, Piece, Sound
from functions.convert.speech.silence import without_tail

_ROUNDING = 0.1
"""Seconds by which the last boundary may outlast the audio."""
_LONGEST_TAIL = 10.0
"""Seconds of audio after the last boundary; the service itself leaves about one."""
_KEPT_TAIL = 0.2
"""Seconds that stay after the last word when the service's silence is cut: the book's pauses are made elsewhere."""


class WholeAnswer(NamedTuple):
    """Implements Whole: `keep` is the sample from which on silence is cut."""

    audio: bytes
    places: list[Place]
    keep: int

    def piece(self) -> Piece:
        """Decode it; see Whole."""
        pcm = without_tail(mp3.decode(self.audio), self.keep)
        last = len(pcm) // 2
        return Piece(pcm, [Sound(start, end, min(_sample(b.start), last)) for start, end, b in self.places])


def examine(text: str, answer: Answer, rate: int = 0) -> WholeAnswer:
    """Take an answer that holds all of the text, spoken `rate` percent faster; raise SpeechIncompleteError for another.

    The boundaries must cover the text, and the audio, whose length follows from its size, must reach the last of them.
    """
    places, whole = locate(text, answer.boundaries, 1 + rate / 100)
    if not whole:
        raise SpeechIncompleteError
    end = max(boundary.end for boundary in answer.boundaries)
    tail = mp3.duration(answer.audio) / mp3.SAMPLE_RATE - end
    if not -_ROUNDING <= tail <= _LONGEST_TAIL:
        raise SpeechIncompleteError
    return WholeAnswer(answer.audio, places, _sample(end + _KEPT_TAIL))


def _sample(seconds: float) -> int:
    return round(seconds * mp3.SAMPLE_RATE)
