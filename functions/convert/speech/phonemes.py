"""Phonemes of a dictionary (IPA, X-SAMPA) → eSpeak NG's input for a voice."""

import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from functions.convert.speech.phoneme_names import MAX_SIGNS, names
from functions.convert.speech.xsampa import to_ipa

_STRESS = {"ˈ": "'", "ˌ": ","}
_LONG = "ː"
_MODIFIERS = {_LONG: ":", "ʲ": ";"}
"""What eSpeak can add to any sound; without one before it, eSpeak crashes."""
_SPELLINGS = str.maketrans(
    {
        **dict.fromkeys("\u0361\u035c\u203f.ˑ/[]", None),
        **{"'": "ˈ", "’": "ˈ", ":": _LONG, "g": "ɡ"},
        **{"ʦ": "ts", "ʣ": "dz", "ʧ": "tʃ", "ʤ": "dʒ", "ʨ": "tɕ", "ʥ": "dʑ"},
    }
)
"""Ties, syllable breaks and the brackets around it all are no sounds; keyboards lack some signs; the rest is old."""
_INSTEAD = {
    "r": (("ɹ",), ("ɾ",), ("ʁ",)),
    "ɹ": (("r",),),
    "ɾ": (("r",),),
    "ʁ": (("r",),),
    "ɚ": (("ə", "ɹ"), ("ə",)),
    "ɝ": (("ɜː", "ɹ"), ("ɜː",)),
    "æ": (("a",),),
}
"""What dictionaries write for a sound, and what the voices that don't tell it apart from others call it."""
_ENGLISH, _ENGLISH_R = "gmw/en", str.maketrans("r", "ɹ")
"""Dictionaries of English write r for a sound that eSpeak tells apart from the rolled one."""
_MAX_BYTES = 120
"""Of a word. eSpeak has room for 160 bytes and 200 phonemes, and does not look whether there are more."""
_MAX_WORDS = 8


@lru_cache(maxsize=1_000)
def transcribe(phonemes: str, alphabet: str | None, identifier: str) -> str | None:
    """Write phonemes, of words parted by spaces, as eSpeak takes them; None unless the voice has each of them.

    A vowel that a voice has only long is spoken long.
    """
    ipa = to_ipa(phonemes) if alphabet == "x-sampa" else phonemes if alphabet == "ipa" else None
    words = (ipa or "").split()
    if not 0 < len(words) <= _MAX_WORDS or max(map(len, words)) > _MAX_BYTES:
        return None
    known = names(identifier)
    written = unicodedata.normalize("NFD", " ".join(words)).translate(_SPELLINGS)
    if identifier.startswith(_ENGLISH):
        written = written.translate(_ENGLISH_R)
    said = [_word(word, known) for word in written.split()]
    return None if None in said else " ".join(filter(None, said)) or None


def _word(ipa: str, known: Mapping[str, str]) -> str | None:
    for sound, others in _INSTEAD.items():
        if sound in ipa and sound not in known:
            ipa = ipa.replace(sound, "".join(next((other for other in others if known.keys() >= {*other}), sound)))
    said: list[str] = []
    position = 0
    after_a_sound = False
    while position < len(ipa):
        sign = ipa[position]
        if sign in _STRESS or sign in _MODIFIERS and after_a_sound:
            said.append(_STRESS.get(sign) or _MODIFIERS[sign])
            position += 1
            after_a_sound = False
            continue
        name, position = _next(ipa, position, known)
        if name is None:
            return None
        said.append(name)
        after_a_sound = True
    word = "|".join(said)
    return word if len(word) <= _MAX_BYTES and {*said} - {*_STRESS.values()} else None


def _next(ipa: str, position: int, known: Mapping[str, str]) -> tuple[str | None, int]:
    """Name the longest sound at a place, and find its end; a sign goes with the accents that it carries."""
    ends = range(position + 1, min(len(ipa), position + MAX_SIGNS) + 1)
    whole = [end for end in ends if end == len(ipa) or not unicodedata.combining(ipa[end])]
    for end in reversed(whole):
        if ipa[position:end] in known:
            return known[ipa[position:end]], end
    end = whole[0] if whole else position
    return known.get(ipa[position:end] + _LONG), end
