"""All of a text through eSpeak NG, or none of it: every word is accounted for."""

from collections.abc import Sequence
from contextlib import suppress
from functools import lru_cache
from typing import NamedTuple

from ebookvoice.domain.book import Saying
from ebookvoice.domain.direction import Prosody
from ebookvoice.domain.errors import SpeechIncompleteError
from functions.convert.speech import espeakng
from functions.convert.speech.espeaklib import SAMPLE_RATE
from functions.convert.speech.espeakng import WordEvent
from functions.convert.speech.marked import mark, without_brackets
from functions.convert.speech.respelling import Respelling, respell
from functions.convert.speech.words import Span, words

_LONGEST_PHRASE = 24
"""Letters. eSpeak speaks phrases of its dictionary ("such as it was") as one word, with one event for all of them."""
_QUICKEST = 0.01
"""Seconds a letter; ordinary speech takes about 0.06, and half of that at the highest rate."""
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
        uttered = spoken, pcm, heard = _synthesize(respell(text, mute), identifier, prosody, sayings)
        letters = sum(end - start for start, end in words(spoken.text))
        if letters and not heard or len(pcm) < letters * _QUICKEST * SAMPLE_RATE * 2:
            break
        left_out = _left_out(spoken.text, heard, identifier)
        if not left_out:
            return uttered
        if len(left_out) > letters * _STRAY:
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


def word_starts(spans: Sequence[Span], heard: Sequence[WordEvent]) -> list[tuple[Span, int | None]]:
    """Find the sample from which each word sounds: that of the first event in it; later ones are parts of the word."""
    found: list[tuple[Span, int | None]] = []
    position = 0
    for span in spans:
        while position < len(heard) and heard[position].offset < span.start:
            position += 1
        inside = position < len(heard) and heard[position].offset < span.end
        found.append((span, heard[position].sample if inside else None))
    return found


def _left_out(text: str, heard: Sequence[WordEvent], identifier: str) -> str:
    """Collect the words that were not spoken.

    A word without an event of its own belongs to a phrase, unless that grows too long or the voice has no sound for it.
    """
    left_out = phrase = ""
    for (start, end), sample in word_starts(words(text), heard):
        word = text[start:end]
        phrase = phrase + word if sample is None else ""
        if len(phrase) > _LONGEST_PHRASE or (phrase and not word.isascii() and _mute(word, identifier)):
            left_out += word
    return left_out


@lru_cache(maxsize=1_000)
def _mute(word: str, identifier: str) -> bool:
    """Tell whether the voice has no sound for a word."""
    return not espeakng.synthesize(word, identifier)[1]
