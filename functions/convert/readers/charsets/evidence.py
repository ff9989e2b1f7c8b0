"""What speaks for an encoding of a text and what against it, once the text is decoded with it."""

import re
import unicodedata
from collections import Counter
from functools import lru_cache
from typing import NamedTuple

from functions.convert.readers.charsets.letters import ALPHABETS, CHARACTERS, PIECES
from functions.convert.readers.charsets.words import WORDS

_WORD = re.compile(r"[^\W\d_]+")
_SIGN = re.compile(r"[^\x00-\x7f]")
_QUOTES = frozenset("“”„‟‘’‚‛«»‹›")
_AMOUNTS = frozenset("£€¢¥°§½¼¾")
_ODD = frozenset("¤¦¬¨¯¸´¹¶")
_PAUSES = frozenset("–—―…")

_KNOWN = 3
_NATIVE = 0.5
_FOREIGN = 1
_FITTING = 0.5
_STRANGE = 4
"""What known words, letters of their language and signs in their place count for, and what others count against."""

_ALPHABETIC = frozenset({"LATIN", "GREEK", "CYRILLIC", "HEBREW", "ARABIC"})
"""Scripts in which no numeral touches a letter."""

_EASTERN = frozenset({"CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "HANGUL", "IDEOGRAPHIC", "FULLWIDTH"})


class Evidence(NamedTuple):
    """How a decoded sample reads in the language that it fits best.

    `known` words and `native` letters of that language, `foreign` letters, signs that are `fitting` or `strange` where
    they stand, of `total` that are not ASCII.
    """

    known: int
    native: int
    foreign: int
    fitting: int
    strange: int
    total: int

    @property
    def value(self) -> float:
        """Weigh it all, per sign that is not ASCII."""
        letters = _NATIVE * self.native - _FOREIGN * self.foreign
        return (_KNOWN * self.known + letters + _FITTING * self.fitting - _STRANGE * self.strange) / max(1, self.total)


def weigh(text: str) -> Evidence:
    """Weigh a decoded sample."""
    text = unicodedata.normalize("NFC", text)
    words = Counter(word for word in _WORD.findall(text) if not word.isascii())
    characters = Counter(_SIGN.findall(text))
    known, native, foreign = _weigh_language(text, words, characters)
    fitting, strange = _weigh_signs(text)
    strange += sum(count for word, count in words.items() if _is_strange(word))
    return Evidence(known, native, foreign, fitting, strange, characters.total())


def _weigh_language(text: str, spelled: Counter[str], characters: Counter[str]) -> tuple[int, int, int]:
    """Count known words, native and foreign letters in the language that most of them speak for."""
    lowered = Counter[str]()
    for word, count in spelled.items():
        lowered[word.lower()] += count
    letters = Counter[str]()
    for character, count in characters.items():
        if character.isalpha():
            letters[character.lower()] += count
    total = letters.total()
    found = [(_sum(characters, often), 0, 0) for often in CHARACTERS.values()]
    for language, alphabet in ALPHABETS.items():
        native = _sum(letters, alphabet)
        words = sum(map(text.count, PIECES[language])) if language in PIECES else _sum(lowered, WORDS[language])
        found.append((words, native, total - native))
    return max(found, key=lambda each: _KNOWN * each[0] + _NATIVE * each[1] - _FOREIGN * each[2])


def _sum(counts: Counter[str], keys: frozenset[str]) -> int:
    return sum(counts[key] for key in keys & counts.keys())


def _weigh_signs(text: str) -> tuple[int, int]:
    """Count the signs other than letters that stand where they belong, and those that don't."""
    fitting = strange = 0
    for match in _SIGN.finditer(text):
        sign = match[0]
        before, after = text[match.start() - 1 : match.start()] or " ", text[match.end() : match.end() + 1] or " "
        if sign.isalpha():
            verdict = -1 if (before.isdigit() or after.isdigit()) and _script(sign) in _ALPHABETIC else 0
        else:
            verdict = _judge(sign, before, after)
        fitting += verdict > 0
        strange += verdict < 0
    return fitting, strange


def _judge(sign: str, before: str, after: str) -> int:
    """Tell whether a sign stands where it belongs (1), where it can't (-1), or anywhere (0)."""
    within = before.isalpha() and after.isalpha()
    category = unicodedata.category(sign)
    if sign in _QUOTES:
        return (1 if sign == "’" else -1) if within else int(before.isalnum() != after.isalnum())
    if sign in _AMOUNTS:
        return 1 if before.isdigit() or after.isdigit() else -1 if before.isalpha() or after.isalpha() else 0
    if sign in _ODD:
        return -1
    if sign in _PAUSES or category == "Po":
        return 0 if within else 1
    if category == "Zs":
        return 0
    if category[0] == "M":
        return 0 if _joins(sign, before) else -1
    if _script(sign) in _EASTERN:
        return 1 if _script(before) in _EASTERN or _script(after) in _EASTERN else -1
    if category in ("Cc", "Co", "Cn", "Cf") or sign == "\ufffd":
        return 0 if sign in "\u00ad\u200b\u200c\u200d\u200e\u200f" else -1
    return -1 if before.isalpha() or after.isalpha() else 0


def _joins(mark: str, before: str) -> bool:
    """Tell whether a mark goes with the letter or the mark before it."""
    script = _script(mark)
    return unicodedata.category(before)[0] in "LM" and script in ("COMBINING", _script(before))


@lru_cache(maxsize=65_536)
def _is_strange(word: str) -> bool:
    """Tell whether no word is spelled like that: letters of two scripts, or a capital behind a small letter."""
    scripts = {_script(letter) for letter in word}
    if len(scripts) > 1 and not scripts <= _EASTERN:
        return True
    if scripts & {"HALFWIDTH", "FEMININE", "MASCULINE", "MICRO"}:
        return len(word) > 1
    return any(a.islower() and b.isupper() and not (a + b).isascii() for a, b in zip(word, word[1:], strict=False))


@lru_cache(maxsize=65_536)
def _script(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0]
