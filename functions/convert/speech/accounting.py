"""Which words eSpeak NG spoke: by its events and, where it tells of none, by the time that its speech takes.

A word has no event of its own for one of three reasons. It belongs to a phrase that eSpeak speaks as one word ("such
as it was"; "с разум": a preposition and its noun). Or its first phoneme is not sounded before the one that follows,
and the mark of the word goes with it: every Korean word with ㄴ or ㅁ at its head (ko_rules: `;n`, `;m`; phonemelist.c,
MakePhonemeList). Or the voice has no sound for it.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from ebookvoice.domain.direction import Prosody
from ebookvoice.domain.errors import SpeechIncompleteError
from functions.convert.speech import espeakng
from functions.convert.speech.espeaklib import SAMPLE_RATE
from functions.convert.speech.espeakng import WordEvent
from functions.convert.speech.words import Span, words

_LONGEST_PHRASE = 24
"""Letters of a phrase of the dictionary after its first word."""
_QUICKEST = 0.01
"""Seconds a letter; ordinary speech takes about 0.06, and half of that at the highest rate."""
_LEAST = 0.25
"""The share of the time that unannounced words take alone, each with its syllables drawn out as at the end of a
sentence, by which they surely lengthen the speech: measured in Korean, 0.37 and more at all rates; 0 if left out.
"""


class Account(NamedTuple):
    """The words that were heard, in order, and the letters of those that the voice has no sound for.

    Where a word without an event sounds is reckoned from how long it and the words around it take one by one.
    """

    heard: list[WordEvent]
    mute: str


class _Stretch(NamedTuple):
    """Samples `start … end`: a word with an event, unless the text begins otherwise, and those after it without.

    `end` is where the word `follower` sounds, or the end of the speech.
    """

    start: int
    end: int
    words: list[Span]
    led: bool
    follower: Span | None = None


class _Said(NamedTuple):
    heard: tuple[WordEvent, ...]
    samples: int


def account(text: str, samples: int, heard: Sequence[WordEvent], identifier: str, prosody: Prosody) -> Account:
    """Account for every word of a text that was spoken in so many samples.

    Raises SpeechIncompleteError if there is too little time in the speech for the words that should be there.
    """
    if too_quick(sum(end - start for start, end in words(text)), samples):
        raise SpeechIncompleteError
    reckoned: list[WordEvent] = []
    mute = ""
    for stretch in _stretches(text, samples, heard):
        unheard = [text[start:end] for start, end in stretch.words[stretch.led :]]
        silent = _silent(unheard, identifier, prosody)
        mute += silent
        if not silent and (not stretch.led or not _phrase(unheard, identifier, prosody)):
            reckoned += _reckon(text, stretch, identifier, prosody)
    return Account(sorted([*heard, *reckoned]), mute)


def too_quick(letters: int, samples: int) -> bool:
    """Tell whether nobody could have said so many letters in that time."""
    return samples < letters * _QUICKEST * SAMPLE_RATE


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


def _stretches(text: str, samples: int, heard: Sequence[WordEvent]) -> Iterator[_Stretch]:
    """Find the stretches in which there is a word without an event."""
    start, led, spans = 0, False, list[Span]()
    for span, sample in word_starts(words(text), heard):
        if sample is not None:
            if len(spans) > led:
                yield _Stretch(start, sample, spans, led, span)
            start, led, spans = sample, True, []
        spans.append(span)
    if len(spans) > led:
        yield _Stretch(start, samples, spans, led)


def _silent(unheard: Sequence[str], identifier: str, prosody: Prosody) -> str:
    """Collect the words that the voice has no sound for; every voice can read ASCII."""
    foreign = [word for word in unheard if not word.isascii()]
    return "".join(word for word in foreign if too_quick(len(word), _said(word, identifier, prosody).samples))


def _phrase(unheard: Sequence[str], identifier: str, prosody: Prosody) -> bool:
    """Tell whether words may be the rest of a phrase: not too many, and each is announced where it stands alone."""
    return sum(map(len, unheard)) <= _LONGEST_PHRASE and all(
        word.isascii() or _said(word, identifier, prosody).heard for word in unheard
    )


def _reckon(text: str, stretch: _Stretch, identifier: str, prosody: Prosody) -> Iterator[WordEvent]:
    """Tell where the words sound that are never announced. Raises SpeechIncompleteError if there is no time for all."""
    alone = [_said(text[start:end], identifier, prosody) for start, end in stretch.words]
    *before, total = accumulate((word.samples for word in alone), initial=0)
    time = stretch.end - stretch.start
    added = time - _without(text, stretch, identifier, prosody)
    if added < _LEAST * sum(word.samples for word in alone[stretch.led :]):
        raise SpeechIncompleteError
    for span, word, elapsed in zip(stretch.words, alone, before, strict=True):
        if not word.heard:
            yield WordEvent(span.start, stretch.start + time * elapsed // total)


def _without(text: str, stretch: _Stretch, identifier: str, prosody: Prosody) -> int:
    """Find how many samples a stretch would take if it were only the word that leads it."""
    if not stretch.led:
        return 0
    leader = text[slice(*stretch.words[0])]
    if stretch.follower is None:
        return _said(leader, identifier, prosody).samples
    heard, samples = _said(f"{leader} {text[slice(*stretch.follower)]}", identifier, prosody)
    return next((sample for offset, sample in heard if offset > len(leader)), samples)


@lru_cache(maxsize=1_000)
def _said(words_alone: str, identifier: str, prosody: Prosody) -> _Said:
    pcm, heard = espeakng.synthesize(words_alone, identifier, prosody)
    return _Said(tuple(heard), len(pcm) // 2)
