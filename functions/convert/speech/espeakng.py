"""The eSpeak NG library through ctypes (speak_lib.h, 1.52): text in, PCM and events out.

The library is a process-wide singleton whose wave generator keeps its state from call to call, so the second time a
text sounds different and has another length. A fresh load for every text (about half a millisecond) makes speech a
function of its text alone, which the speech cache and a retried segment rely on.
"""

import ctypes
from _ctypes import dlclose
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from threading import Lock
from typing import Any, NamedTuple

import espeakng_loader  # type: ignore[import-untyped]

from ebookvoice.domain.errors import SpeechError, SpeechIncompleteError, UnknownVoiceError

SAMPLE_RATE = 22_050
"""Hz, the rate of every built-in voice."""

_SYNCHRONOUS = 2
_BUFFER_MS = 1_000
_DONT_EXIT = 0x8000
_BY_CHARACTER = 1
_UTF8_PLAIN_TEXT = 1
_WORD = 1
_GENDERS = {1: "male", 2: "female"}
_ONE_AT_A_TIME = Lock()


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


class _Event(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", ctypes.c_char * 8),
    )


class _Voice(ctypes.Structure):
    _fields_ = (
        ("name", ctypes.c_char_p),
        ("languages", ctypes.c_void_p),
        ("identifier", ctypes.c_char_p),
        ("gender", ctypes.c_ubyte),
        ("age", ctypes.c_ubyte),
        ("variant", ctypes.c_ubyte),
        ("reserved", ctypes.c_ubyte),
        ("score", ctypes.c_int),
        ("spare", ctypes.c_void_p),
    )


_Callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.POINTER(_Event))


def synthesize(text: str, identifier: str) -> tuple[bytes, list[WordEvent]]:
    """Speak plain text with an installed voice: 16-bit mono PCM at SAMPLE_RATE and the words in order.

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

    callback = _Callback(collect)
    encoded = text.encode() + b"\0"
    with _ONE_AT_A_TIME, _loaded() as library:
        library.espeak_SetSynthCallback(callback)
        if library.espeak_SetVoiceByName(identifier.encode()) != 0:
            raise UnknownVoiceError
        status = library.espeak_Synth(encoded, len(encoded), 0, _BY_CHARACTER, 0, _UTF8_PLAIN_TEXT, None, None)
    if status != 0:
        raise SpeechError
    if not finished:
        raise SpeechIncompleteError
    return bytes(pcm), words


@cache
def version() -> str:
    """Name the library's version, e.g. `1.52.0`."""
    with _ONE_AT_A_TIME, _loaded() as library:
        return bytes(library.espeak_Info(None)).decode().split()[0]


@cache
def installed_voices() -> tuple[InstalledVoice, ...]:
    """List the voices that come with the library."""
    voices = []
    with _ONE_AT_A_TIME, _loaded() as library:
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


@contextmanager
def _loaded() -> Iterator[ctypes.CDLL]:
    library = ctypes.CDLL(espeakng_loader.get_library_path())
    try:
        library.espeak_Info.restype = ctypes.c_char_p
        library.espeak_ListVoices.restype = ctypes.POINTER(ctypes.POINTER(_Voice))
        library.espeak_Synth.argtypes = (
            ctypes.c_char_p, ctypes.c_size_t, ctypes.c_uint, ctypes.c_int, ctypes.c_uint, ctypes.c_uint,
            ctypes.POINTER(ctypes.c_uint), ctypes.c_void_p,
        )  # fmt: skip
        rate = library.espeak_Initialize(_SYNCHRONOUS, _BUFFER_MS, espeakng_loader.get_data_path().encode(), _DONT_EXIT)
        if rate != SAMPLE_RATE:
            raise SpeechError
        yield library
    finally:
        library.espeak_Terminate()
        dlclose(library._handle)
