"""What eSpeak NG has to offer: text in, PCM and events out, and its voices."""

import ctypes
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from ebookvoice.domain.direction import Prosody
from ebookvoice.domain.errors import SpeechError, SpeechIncompleteError, UnknownVoiceError
from functions.convert.speech import espeakprosody
from functions.convert.speech.espeaklib import BY_CHARACTER, PLAIN_TEXT, WITH_PHONEMES, Callback, loaded

_WORD = 1
_GENDERS = {1: "male", 2: "female"}
_ORDINARY = Prosody()


class WordEvent(NamedTuple):
    """The word at character `offset` of the text, from 0, sounds from `sample` on."""

    offset: int
    sample: int


class InstalledVoice(NamedTuple):
    """A voice as the library lists it; of `languages` (priority, tag) the lowest number fits best."""

    label: str
    identifier: str
    languages: tuple[tuple[int, str], ...]
    gender: str | None


def synthesize(
    text: str, identifier: str, prosody: Prosody = _ORDINARY, *, phonemes: bool = False
) -> tuple[bytes, list[WordEvent]]:
    """Speak plain text with an installed voice: 16-bit mono PCM at espeaklib.SAMPLE_RATE and the words in order.

    `phonemes`: what stands in double brackets, as in [[h@l'oU]], is the voice's phonemes by name and no text.
    Raises UnknownVoiceError, SpeechIncompleteError when the library stops before the end, SpeechError.
    """
    pcm = bytearray()
    words: list[WordEvent] = []
    finished = False

    def collect(wave: int | None, samples: int, batch: Any) -> int:
        nonlocal finished
        finished = wave is None
        if wave is not None:
            pcm.extend(ctypes.string_at(wave, samples * 2))
        index = 0
        while (event := batch[index]).type:
            if event.type == _WORD:
                words.append(WordEvent(event.text_position - 1, event.sample))
            index += 1
        return 0

    callback = Callback(collect)
    encoded = text.encode() + b"\0"
    flags = PLAIN_TEXT | WITH_PHONEMES if phonemes else PLAIN_TEXT
    with loaded() as library:
        library.espeak_SetSynthCallback(callback)
        if library.espeak_SetVoiceByName(identifier.encode()) != 0:
            raise UnknownVoiceError
        for parameter, value in espeakprosody.parameters(prosody, identifier):
            library.espeak_SetParameter(parameter, value, 0)
        status = library.espeak_Synth(encoded, len(encoded), 0, BY_CHARACTER, 0, flags, None, None)
    if status != 0:
        raise SpeechError
    if not finished:
        raise SpeechIncompleteError
    return bytes(pcm), [_at_word(text, event) for event in words]


def _at_word(text: str, event: WordEvent) -> WordEvent:
    """Place an event at its word: after a full stop that ends no sentence eSpeak tells of the space before it."""
    offset = event.offset
    while offset < len(text) and text[offset].isspace():
        offset += 1
    return WordEvent(offset, event.sample)


@cache
def version() -> str:
    """Name the library's version, e.g. `1.52.0`."""
    with loaded() as library:
        return bytes(library.espeak_Info(None)).decode().split()[0]


@cache
def installed_voices() -> tuple[InstalledVoice, ...]:
    """List the voices that come with the library."""
    voices = []
    with loaded() as library:
        listed = library.espeak_ListVoices(None)
        index = 0
        while listed[index]:
            voice = listed[index].contents
            languages = tuple(_languages(voice.languages))
            voices.append(
                InstalledVoice(voice.name.decode(), voice.identifier.decode(), languages, _GENDERS.get(voice.gender))
            )
            index += 1
    return tuple(voices)


def _languages(address: int) -> Iterator[tuple[int, str]]:
    """Read a voice's languages: a priority byte and a NUL-terminated tag each, ended by a zero byte."""
    while priority := ctypes.string_at(address, 1)[0]:
        tag = ctypes.string_at(address + 1)
        yield priority, tag.decode()
        address += 2 + len(tag)
