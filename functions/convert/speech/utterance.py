"""All of a text through eSpeak NG, or none of it: every word is accounted for."""

from collections.abc import Sequence
from contextlib import suppress
from typing import NamedTuple

from ebookvoice.domain.book import Saying
from ebookvoice.domain.direction import Prosody
from ebookvoice.domain.errors import SpeechIncompleteError
from functions.convert.speech import espeakng
from functions.convert.speech.accounting import account
from functions.convert.speech.espeakng import WordEvent
from functions.convert.speech.marked import mark, without_brackets
from functions.convert.speech.respelling import Respelling, respell
from functions.convert.speech.words import words

_ORDINARY = Prosody()
_STRAY = 0.1
"""The share of a paragraph that may be spelled out by name; more is a script that the voice can't read."""


class Uttered(NamedTuple):
    """What eSpeak made of a text: the words that it told of are at characters of `spoken`."""

    spoken: Respelling
    pcm: bytes
    heard: list[WordEvent]


def utter(text: str, identifier: str, sayings: Sequence[Saying], prosody: Prosody = _ORDINARY) -> Uttered:
    """Speak all of the text; without phonemes if eSpeak does not take them for what they are.

    Raises SpeechIncompleteError.
    """
    if sayings:
        with suppress(SpeechIncompleteError):
            return _whole(text, identifier, prosody, sayings)
    return _whole(text, identifier, prosody)


def _whole(text: str, identifier: str, prosody: Prosody, sayings: Sequence[Saying] = ()) -> Uttered:
    """Speak all of the text; stray letters that the voice has no sound for are spoken by their names."""
    mute: set[str] = set()
    for _ in range(2):
        spoken, pcm, told = _synthesize(respell(text, mute), identifier, prosody, sayings)
        heard, left_out = account(spoken.text, len(pcm) // 2, told, identifier, prosody)
        if not left_out:
            return Uttered(spoken, pcm, heard)
        if len(left_out) > _STRAY * sum(end - start for start, end in words(spoken.text)):
            break
        mute = {letter for letter in left_out if letter.isalnum() and not letter.isascii()}
    raise SpeechIncompleteError


def _synthesize(spoken: Respelling, identifier: str, prosody: Prosody, sayings: Sequence[Saying]) -> Uttered:
    if sayings:
        parted = without_brackets(spoken)
        marked = mark(parted, sayings, identifier)
        if marked.places:
            pcm, events = espeakng.synthesize(marked.text, identifier, prosody, phonemes=True)
            return Uttered(parted, pcm, marked.heard(events))
    return Uttered(spoken, *espeakng.synthesize(spoken.text, identifier, prosody))
