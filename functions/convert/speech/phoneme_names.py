"""Which phonemes a voice of eSpeak NG has, and what it calls them."""

import ctypes
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from ebookvoice.domain.errors import UnknownVoiceError
from functions.convert.speech.espeaklib import BY_CHARACTER, PLAIN_TEXT, WITH_PHONEMES, Callback, data, loaded

_TABLES, _INCLUDED = 4, 4
"""Bytes before the first table, and before a table's own name (compiled phontab, 1.52)."""
_TABLE_NAME, _ENTRY, _NAME = 32, 16, 4
_IPA, _SEPARATOR_SHIFT = 2, 8
_BETWEEN = "|"
_RESERVED = frozenset(" |]")
"""What ends or parts names in eSpeak's input."""
_MODIFIERS = frozenset(":;")
_CRASHING = frozenset(("esx/kl",))
"""Voices with phonemes that eSpeak 1.52 does not survive next to others."""
_R = ("r", "ɹ", "ɾ")
MAX_SIGNS = 6
"""The IPA of a sound is no longer."""
_CONTEXTS = (("", ""), ("t|", "|t"), ("t|'|", "|t"), ("a|", "|a"))
"""Before and behind: many sounds change at the end of a word, without stress or between vowels."""


class Sounds(NamedTuple):
    """What a voice would say: its phonemes by eSpeak's names, and in IPA (NFD)."""

    names: tuple[str, ...]
    ipa: tuple[str, ...]


@lru_cache(maxsize=32)
def names(identifier: str) -> Mapping[str, str]:
    """Map each sound that a voice has, in IPA (NFD), to eSpeak's name for it.

    The voice itself tells: of all the names that there are, those count that it takes for one sound of that name. Of
    several for the same sound the best one is the same everywhere, and then the shortest, for longer ones are variants.
    """
    heard: dict[str, list[str]] = {}
    for before, behind in _CONTEXTS if identifier not in _CRASHING else ():
        texts = [f"[[{before}{name}{behind}]]" for name in _all_names()]
        for name, said in zip(_all_names(), sounds(texts, identifier), strict=True):
            ipa = _alone(name, said, alone=not before)
            a_vowel_and_its_r = len(ipa) > 1 and ipa.endswith(_R)  # eSpeak adds another one.
            if 0 < len(ipa) <= MAX_SIGNS and not a_vowel_and_its_r:
                heard.setdefault(name, []).append(ipa)
    known: dict[str, str] = {}
    for name in sorted(heard, key=lambda name: (len({*heard[name]}), len(name))):
        for ipa in heard[name]:
            known.setdefault(ipa, name)
    return known


def _alone(name: str, said: Sounds, *, alone: bool) -> str:
    """Find the IPA of a sound that was said alone or between two others; "" if it is not one sound of that name."""
    heard = [sound for sound in zip(said.names, said.ipa, strict=False) if sound[1]]  # Pauses have no IPA.
    place, count = (0, 1) if alone else (1, 3)
    if len(heard) != count or heard[place][0].removeprefix("'") != name:
        return ""
    return heard[place][1].removeprefix("ˈ")


def sounds(texts: Sequence[str], identifier: str) -> list[Sounds]:
    """Tell how a voice would say each of some texts, with phonemes in double brackets. Raises UnknownVoiceError."""
    silent = Callback(lambda *_: 0)
    with loaded() as library:
        library.espeak_SetSynthCallback(silent)
        if library.espeak_SetVoiceByName(identifier.encode()) != 0:
            raise UnknownVoiceError
        # Names of phonemes are heeded here only if they were in what was spoken last.
        library.espeak_Synth(b" ", 2, 0, BY_CHARACTER, 0, PLAIN_TEXT | WITH_PHONEMES, None, None)
        return [Sounds(_sounds(library, text, 0), _sounds(library, text, _IPA)) for text in texts]


def _sounds(library: ctypes.CDLL, text: str, mode: int) -> tuple[str, ...]:
    buffer = ctypes.create_string_buffer(text.encode())
    rest = ctypes.c_void_p(ctypes.addressof(buffer))
    found: list[str] = []
    while rest.value:
        clause = library.espeak_TextToPhonemes(
            ctypes.byref(rest), PLAIN_TEXT | WITH_PHONEMES, mode | ord(_BETWEEN) << _SEPARATOR_SHIFT
        )
        found += unicodedata.normalize("NFD", clause.decode().strip()).split(_BETWEEN)
    return tuple(found)


@cache
def _all_names() -> tuple[str, ...]:
    """List the names of the sounds of all languages, in the order of eSpeak's tables, the basic ones first."""
    return tuple(dict.fromkeys(_read_names((data() / "phontab").read_bytes())))


def _read_names(content: bytes) -> Iterator[str]:
    position = _TABLES
    for _ in range(content[0]):
        entries = content[position]
        position += _INCLUDED + _TABLE_NAME
        for entry in range(position, position + entries * _ENTRY, _ENTRY):
            name = content[entry : entry + _NAME].rstrip(b"\0").decode("latin-1")
            if name.isprintable() and name not in _MODIFIERS and not _RESERVED & {*name}:
                yield name
        position += entries * _ENTRY
