"""Text for eSpeak NG with words in phonemes, and which words of the text were heard."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ebookvoice.domain.book import Saying
from ebookvoice.domain.errors import SpeechIncompleteError
from ebookvoice.domain.wordforms import alike, joined
from functions.convert.speech.espeakng import WordEvent
from functions.convert.speech.phonemes import transcribe
from functions.convert.speech.respelling import Respelling
from functions.convert.speech.words import Span, words

_BRACKETS = re.compile(r"(?<=\[)(?=\[)|(?<=\])(?=\])")
_CLAUSE_END = re.compile(r"[,;:!?]\s")
_MAX_CLAUSE_BYTES = 600
"""A clause of 725 bytes or more eSpeak cuts at the next sign, which may be one between two phonemes."""


class Transcribed(NamedTuple):
    """Characters `start … end` of the text, as eSpeak is told to say them."""

    start: int
    end: int
    said: str


class Place(NamedTuple):
    """So many words in phonemes, in characters `start … end` of the input, for those `written` in the text."""

    start: int
    end: int
    spoken: int
    written: tuple[Span, ...]


class Marked(NamedTuple):
    """Input for eSpeak; its character `i`, outside of the places, is character `origins[i]` of the text."""

    text: str
    origins: list[int]
    places: list[Place]

    def heard(self, events: Sequence[WordEvent]) -> list[WordEvent]:
        """Tell which words of the text were heard; a word in phonemes where the phonemes were.

        Raises SpeechIncompleteError unless each place was said as so many words: eSpeak took it for something else.
        """
        said: list[list[int]] = [[] for _ in self.places]
        found: list[WordEvent] = []
        for offset, sample in events:
            index = bisect_right(self.places, offset, key=lambda place: place.start) - 1
            if index >= 0 and offset < self.places[index].end:
                said[index].append(sample)
            elif offset < len(self.text):
                found.append(WordEvent(self.origins[offset], sample))
        for place, samples in zip(self.places, said, strict=True):
            if len(samples) != place.spoken:
                raise SpeechIncompleteError
            found += [
                WordEvent(word.start, samples[min(index, place.spoken - 1)]) for index, word in enumerate(place.written)
            ]
        return sorted(found)


def without_brackets(spoken: Respelling) -> Respelling:
    """Part double brackets, so that none that the text itself has announces phonemes."""
    cuts = [match.start() for match in _BRACKETS.finditer(spoken.text)]
    if not cuts:
        return spoken
    parts = [slice(start, end) for start, end in zip([0, *cuts], [*cuts, None], strict=True)]
    origins = [origin for part in parts for origin in [*spoken.origins[part], spoken.origins[part][-1]]]
    return Respelling(" ".join(spoken.text[part] for part in parts), origins[:-1])


def mark(spoken: Respelling, sayings: Sequence[Saying], identifier: str) -> Marked:
    """Put phonemes into a text without double brackets, for the whole words whose phonemes the voice has."""
    runs = words(spoken.text)
    pieces: list[str] = []
    origins: list[int] = []
    places: list[Place] = []
    position = clause = 0
    for start, end, said in _transcribed(spoken, sayings, identifier):
        plain = spoken.text[position:start]
        pieces.append(plain)
        origins.extend(range(position, start))
        position, clause = start, _bytes_of_clause(plain, clause)
        if clause + len(said) <= _MAX_CLAUSE_BYTES:
            # Without the space eSpeak leaves out what follows a quotation mark or a bracket.
            pieces.append(f" {said}")
            origins.extend([start] * (len(said) + 1))
            places.append(Place(len(origins) - len(said), len(origins), len(said.split()), _within(runs, start, end)))
            position, clause = end, clause + len(said)
    origins.extend(range(position, len(spoken.text)))
    return Marked("".join([*pieces, spoken.text[position:]]), origins, places)


def _bytes_of_clause(plain: str, before: int) -> int:
    """Count the bytes since the last sign at which eSpeak surely ends a clause."""
    ends = [end.end() for end in _CLAUSE_END.finditer(plain)]
    return len(plain[ends[-1] :].encode()) if ends else before + len(plain.encode())


def _within(runs: Sequence[Span], start: int, end: int) -> tuple[Span, ...]:
    low, high = bisect_left(runs, start, key=_start), bisect_left(runs, end, key=_start)
    return tuple(runs[low:high])


def _start(run: Span) -> int:
    return run.start


def _transcribed(spoken: Respelling, sayings: Sequence[Saying], identifier: str) -> Iterator[Transcribed]:
    text = alike(spoken.text)
    for saying in sayings:
        start, end = bisect_left(spoken.origins, saying.start), bisect_left(spoken.origins, saying.end)
        if start < end and not joined(text, start) and not joined(text, end):
            said = transcribe(saying.spoken, saying.alphabet, identifier)
            if said is not None:
                yield Transcribed(start, end, f"[[{said}]]")
