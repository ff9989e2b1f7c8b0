"""Text as eSpeak NG can say all of it, and where each of its characters came from.

What is changed here was found by speaking it: eSpeak obeys control characters as commands, drops the digits of most
scripts, stops in the middle of words beyond about 160 bytes, of numbers beyond about 30 digits and of clauses beyond
about 1,000 sounds, and takes the full stop of a title for the end of a sentence.
"""

import re
import unicodedata
from collections.abc import Collection
from itertools import pairwise
from typing import NamedTuple

_MAX_WORD = 40
"""Characters, at most 160 bytes in UTF-8: longer runs lose their end."""
_MAX_DIGITS = 15
_MAX_CLAUSE = 600
"""Sounds, by a cautious estimate: one a letter, more for signs that stand for a syllable or a word."""
_SOUNDS_A_SIGN = 6
_SOUNDS_A_BURMESE_SIGN = 24
"""With clauses of more than 95 characters of Burmese eSpeak writes beyond its buffer, and is killed."""
_NATIVE = "½¼¾²³¹"
_PAUSES = tuple(",.;:!?…—–、。，；：！？।")
_QUOTES = "\"'’”»)]」』"
_CHANGED = re.compile(
    r"(?P<mute>[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff])"
    r"|\b(?:Capt|Col|Dr|Gen|Hon|Lt|Messrs|Mr|Mrs|Ms|Prof|Rev|Sgt|St)(?P<title>\.)(?=\s+\w)"
    rf"|(?P<digits>\d{{{_MAX_DIGITS + 6},}})"
    rf"|(?P<long>[^\s!-/:-@\[-`{{-~]{{{_MAX_WORD + 1},}})"
)


class Respelling(NamedTuple):
    """`text` to speak; its character `i` stands for character `origins[i]` of the original."""

    text: str
    origins: range | list[int]


def respell(text: str, mute: Collection[str] = ()) -> Respelling:
    """Rewrite what eSpeak NG would swallow, and the letters `mute` as their names; nothing else changes."""
    signs = {c: _in_digits(c) for c in set(text) if c.isnumeric() and not c.isascii() and c not in _NATIVE}
    signs |= {c: f" {unicodedata.name(c, '').lower()} " for c in mute}
    origins: range | list[int] = range(len(text))
    if any(c != written for c, written in signs.items()):
        pieces = [signs.get(c, c) for c in text]
        origins = [index for index, piece in enumerate(pieces) for _ in piece]
        text = "".join(pieces)
    if _CHANGED.search(text) is not None:
        text, origins = _break_up(text, origins)
    return _with_pauses(text, origins)


def _break_up(text: str, origins: range | list[int]) -> Respelling:
    pieces: list[str] = []
    kept: list[int] = []
    position = 0
    for change in _CHANGED.finditer(text):
        group = str(change.lastgroup)
        start, end = change.span(group)
        step = {"digits": _MAX_DIGITS, "long": _MAX_WORD}.get(group)
        pieces.append(text[position:start])
        kept.extend(origins[position:start])
        if step is None:
            pieces.append(" ")
            kept.append(origins[start])
        else:
            for cut in range(start, end, step):
                pieces.append(text[cut : min(cut + step, end)] + " ")
                kept.extend(origins[cut : min(cut + step, end)])
                kept.append(kept[-1])
        position = end
    return Respelling("".join([*pieces, text[position:]]), [*kept, *origins[position:]])


def _with_pauses(text: str, origins: range | list[int]) -> Respelling:
    """Put a comma behind a word wherever a clause would grow too long to be spoken to its end."""
    if len(text) * _SOUNDS_A_BURMESE_SIGN <= _MAX_CLAUSE:
        return Respelling(text, origins)
    cuts = [0]
    sounds = 0
    for token in re.finditer(r"\S+", text):
        spelled_out = len(token[0]) >= _MAX_WORD
        sounds += sum(_sounds(c, spelled_out) for c in token[0])
        if token[0].rstrip(_QUOTES)[-1:] in _PAUSES:
            sounds = 0
        elif sounds > _MAX_CLAUSE and token.end() < len(text):
            cuts.append(token.end())
            sounds = 0
    if len(cuts) == 1:
        return Respelling(text, origins)
    parts = [slice(start, end) for start, end in pairwise([*cuts, len(text)])]
    placed = [origin for part in parts for origin in [*origins[part], origins[part][-1]]]
    return Respelling(",".join(text[part] for part in parts), placed[:-1])


def _sounds(character: str, spelled_out: bool) -> int:
    if "\u1000" <= character <= "\u109f":
        return _SOUNDS_A_BURMESE_SIGN
    return _SOUNDS_A_SIGN if spelled_out or character.isdigit() or character > "\u2e80" else 1


def _in_digits(character: str) -> str:
    """Write a numeral of any script with 0–9: `٣` → 3, `①` → 1, `⅓` → 1/3, `Ⅳ` → IV."""
    decimal = unicodedata.decimal(character, None)
    if decimal is not None:
        return str(decimal)
    written = unicodedata.normalize("NFKC", character).replace("\u2044", "/")
    return written if len(written) == 1 else f" {written} "
