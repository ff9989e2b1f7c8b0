"""Speech from eSpeak NG: offline, free, a thousand times faster than one listens, and robotic."""

from functools import cache

from ebookvoice.domain.errors import UnknownVoiceError
from ebookvoice.domain.languages import display, nearest, normalise, same_language
from ebookvoice.domain.speech import Mark, MarkKind, Quality, Speech, Substitution, VoiceInfo, Why
from ebookvoice.ports.narrating import Passage
from functions.convert.speech import espeakng
from functions.convert.speech.accounting import word_starts
from functions.convert.speech.espeaklib import SAMPLE_RATE
from functions.convert.speech.espeakng import InstalledVoice, WordEvent
from functions.convert.speech.marks import with_sentences
from functions.convert.speech.utterance import utter
from functions.convert.speech.words import words

_FORMAT = 3
_MUTE = frozenset(("art/xex", "gmq/fo", "trk/kaa"))
"""Voices that the package lists without the dictionary that they need."""


class EspeakEngine:
    """Voices are named by eSpeak's language identifiers: `en-gb`, `de`, `fr-fr`."""

    name = "espeak"
    sample_rate = SAMPLE_RATE
    lanes = 1
    """The library is a singleton of its process; see espeaklib."""

    def __init__(self) -> None:
        self.version = f"{espeakng.version()}-{_FORMAT}"

    def voices(self) -> list[VoiceInfo]:
        """List the built-in voices."""
        return [
            VoiceInfo(
                f"{self.name}:{name}",
                voice.label.strip(),
                display(voice.languages[0][1]),
                voice.gender,
                self.name,
                Quality.FORMANT,
            )
            for name, voice in _by_name().items()
        ]

    def check(self, voice: str) -> None:
        """Raise UnknownVoiceError if there is no such voice."""
        _named(voice)

    def nearest(self, language: str) -> str | None:
        """Name the voice that suits a language best; None if eSpeak does not know the language."""
        return nearest(language, _by_language())

    def speak(self, passage: Passage) -> Speech:
        """Speak one paragraph; a passage in another language is spoken by that language's voice if there is one.

        A word whose phonemes (IPA, X-SAMPA) that voice does not all have is spoken as it is written.
        """
        text, language = passage.text, passage.language
        name = chosen = _named(passage.voice)
        if passage.switch and language and not same_language(language, chosen):
            name = self.nearest(language) or chosen
        spoken, pcm, heard = utter(text, _by_name()[name].identifier, passage.sayings, passage.prosody)
        located = [WordEvent(spoken.origins[offset], sample) for offset, sample in heard if offset < len(spoken.text)]
        marks = [
            Mark(MarkKind.WORD, span.start, span.end - span.start, sample)
            for span, sample in word_starts(words(text), located)
            if sample is not None
        ]
        others = (Substitution(0, len(text), f"{self.name}:{name}", Why.LANGUAGE),) if name != chosen else ()
        return Speech(pcm, with_sentences(text, marks), others)


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
