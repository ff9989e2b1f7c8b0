"""Where text is in audio."""

from typing import NamedTuple


class Span(NamedTuple):
    """Characters `offset … offset + length` of a paragraph sound for `samples` from sample `start` of the audio on.

    `paragraph` counts from 0 within the segment or the chapter that the audio is of.
    """

    start: int
    samples: int
    paragraph: int
    offset: int
    length: int


class Stranger(NamedTuple):
    """Characters `offset … offset + length` of a paragraph are spoken by another voice; `why` as in domain.speech."""

    paragraph: int
    offset: int
    length: int
    voice: str
    why: str
