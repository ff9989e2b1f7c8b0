"""Speech from eSpeak NG: offline, free, a thousand times faster than one listens, and robotic."""

from collections.abc import Sequence
from functools import cache, lru_cache

from ebookvoice.domain.errors import SpeechIncompleteError, UnknownVoiceError
from ebookvoice.domain.speech import Mark, MarkKind, Speech, VoiceInfo
from functions.convert.speech import espeakng
from functions.convert.speech.espeakng import InstalledVoice, WordEvent
from functions.convert.speech.languages import display, nearest, normalise, primary
from functions.convert.speech.marks import with_sentences
from functions.convert.speech.respelling import Respelling, respell
from functions.convert.speech.words import Span, words

_FORMAT = 1
_MUTE = frozenset(("art/xex", "gmq/fo", "trk/kaa"))
"""Voices that the package lists without the dictionary that they need."""
_LONGEST_PHRASE = 24
"""Letters. eSpeak speaks phrases of its dictionary ("such as it was") as one word, with one event for all of them."""
_QUICKEST = 0.01
"""Seconds a letter; ordinary speech takes about 0.06."""
_STRAY = 0.1
"""The share of a paragraph that may be spelled out by name; more is a script that the voice can't read."""


class EspeakEngine:
    """Voices are named by eSpeak's language identifiers: `en-gb`, `de`, `fr-fr`."""

    name = "espeak"
    sample_rate = espeakng.SAMPLE_RATE

    def __init__(self) -> None:
        self.version = f"{espeakng.version()}-{_FORMAT}"

    def voices(self) -> list[VoiceInfo]:
        """List the built-in voices."""
        return [
            VoiceInfo(f"espeak:{name}", voice.label.strip(), display(voice.languages[0][1]), voice.gender, self.name)
            for name, voice in _by_name().items()
        ]

    def check(self, voice: str) -> None:
        """Raise UnknownVoiceError if there is no such voice."""
        _named(voice)

    def nearest(self, language: str) -> str | None:
        """Name the voice that suits a language best; None if eSpeak does not know the language."""
        return nearest(language, _by_language())

    def speak(self, text: str, voice: str, language: str | None = None) -> Speech:
        """Speak one paragraph; a passage in another language is spoken by that language's voice if there is one."""
        name = _named(voice)
        if language and primary(language) != primary(name):
            name = self.nearest(language) or name
        spoken, pcm, heard = _synthesize(text, _by_name()[name].identifier)
        located = [WordEvent(spoken.origins[offset], sample) for offset, sample in heard if offset < len(spoken.text)]
        marks = [
            Mark(MarkKind.WORD, span.start, span.end - span.start, sample)
            for span, sample in _starts(words(text), located)
            if sample is not None
        ]
        return Speech(pcm, with_sentences(text, marks))


def _named(voice: str) -> str:
    """Return the voice's own name; a language that is no voice's name ("fr") stands for the voice that fits it best."""
    name = voice.lower()
    found = name if name in _by_name() else _by_language().get(name)
    if found is None:
        raise UnknownVoiceError
    return found


@cache
def _by_name() -> dict[str, InstalledVoice]:
    """Name every voice by its first language, or by its own identifier where another voice has that name already."""
    named: dict[str, InstalledVoice] = {}
    for voice in espeakng.installed_voices():
        if voice.identifier in _MUTE:
            continue
        name = voice.languages[0][1].lower()
        named[name if name not in named else voice.identifier.rpartition("/")[2].lower()] = voice
    return named


@cache
def _by_language() -> dict[str, str]:
    """Map each language tag to the name of the voice that claims it first; plain English is American."""
    claims = [(priority, normalise(tag), name) for name, v in _by_name().items() for priority, tag in v.languages]
    best: dict[str, str] = {}
    for _, tag, name in sorted(claims, key=lambda claim: claim[0]):
        best.setdefault(tag, name)
    return best | {"en": "en-us"}


def _synthesize(text: str, identifier: str) -> tuple[Respelling, bytes, list[WordEvent]]:
    """Speak all of the text; stray letters that the voice has no sound for are spoken by their names."""
    mute: set[str] = set()
    for _ in range(2):
        spoken = respell(text, mute)
        pcm, heard = espeakng.synthesize(spoken.text, identifier)
        letters = sum(end - start for start, end in words(spoken.text))
        if letters and not heard or len(pcm) < letters * _QUICKEST * espeakng.SAMPLE_RATE * 2:
            break
        left_out = _left_out(spoken.text, heard, identifier)
        if not left_out:
            return spoken, pcm, heard
        if len(left_out) > letters * _STRAY:
            break
        mute = {letter for letter in left_out if letter.isalnum() and not letter.isascii()}
    raise SpeechIncompleteError


def _starts(spans: Sequence[Span], heard: Sequence[WordEvent]) -> list[tuple[Span, int | None]]:
    """Find the sample from which each word sounds: that of the first event in it; later ones are parts of the word."""
    starts: list[tuple[Span, int | None]] = []
    position = 0
    for span in spans:
        while position < len(heard) and heard[position].offset < span.start:
            position += 1
        found = position < len(heard) and heard[position].offset < span.end
        starts.append((span, heard[position].sample if found else None))
    return starts


def _left_out(text: str, heard: Sequence[WordEvent], identifier: str) -> str:
    """Collect the words that were not spoken.

    A word without an event of its own belongs to a phrase, unless that grows too long or the voice has no sound for it.
    """
    left_out = phrase = ""
    for (start, end), sample in _starts(words(text), heard):
        word = text[start:end]
        phrase = phrase + word if sample is None else ""
        if len(phrase) > _LONGEST_PHRASE or (phrase and not word.isascii() and _mute(word, identifier)):
            left_out += word
    return left_out


@lru_cache(maxsize=1_000)
def _mute(word: str, identifier: str) -> bool:
    """Tell whether the voice has no sound for a word."""
    return not espeakng.synthesize(word, identifier)[1]
