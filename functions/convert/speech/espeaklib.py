"""The eSpeak NG library through ctypes (speak_lib.h, 1.52), loaded anew for every use.

The library is a process-wide singleton whose wave generator keeps its state from call to call, so the second time a
text sounds different and has another length. A fresh load for every text (about half a millisecond) makes speech a
function of its text alone, which the speech cache and a retried segment rely on.
"""

import ctypes
from _ctypes import dlclose
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

import espeakng_loader  # type: ignore[import-untyped]

from ebookvoice.domain.errors import SpeechError

SAMPLE_RATE = 22_050
"""Hz, the rate of every built-in voice."""

BY_CHARACTER = 1
PLAIN_TEXT = 1
"""UTF-8 without markup."""
WITH_PHONEMES = 0x100
"""Take what stands in double brackets for names of phonemes."""

_SYNCHRONOUS = 2
_BUFFER_MS = 1_000
_DONT_EXIT = 0x8000
_ONE_AT_A_TIME = Lock()


class Event(ctypes.Structure):
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


class Voice(ctypes.Structure):
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


Callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.POINTER(Event))


def data() -> Path:
    """Find the library's data: voices, dictionaries, phonemes."""
    return Path(espeakng_loader.get_data_path())


@contextmanager
def loaded() -> Iterator[ctypes.CDLL]:
    """Load the library, for one user at a time. Raises SpeechError."""
    with _ONE_AT_A_TIME:
        library = ctypes.CDLL(espeakng_loader.get_library_path())
        try:
            _declare(library)
            if library.espeak_Initialize(_SYNCHRONOUS, _BUFFER_MS, str(data()).encode(), _DONT_EXIT) != SAMPLE_RATE:
                raise SpeechError
            yield library
        finally:
            library.espeak_Terminate()
            dlclose(library._handle)


def _declare(library: ctypes.CDLL) -> None:
    library.espeak_Info.restype = ctypes.c_char_p
    library.espeak_ListVoices.restype = ctypes.POINTER(ctypes.POINTER(Voice))
    library.espeak_Synth.argtypes = (
        ctypes.c_char_p, ctypes.c_size_t, ctypes.c_uint, ctypes.c_int, ctypes.c_uint, ctypes.c_uint,
        ctypes.POINTER(ctypes.c_uint), ctypes.c_void_p,
    )  # fmt: skip
    library.espeak_TextToPhonemes.restype = ctypes.c_char_p
    library.espeak_TextToPhonemes.argtypes = (ctypes.POINTER(ctypes.c_void_p), ctypes.c_int, ctypes.c_int)
