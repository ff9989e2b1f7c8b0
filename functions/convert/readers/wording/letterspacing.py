"""Words whose letters are set apart for looks: "T H E   E N D"."""

import re
import unicodedata

_LONGEST = 120
"""Characters: what is longer is not set like that."""

_SPACED = re.compile(r"\s*[^\W\d_](?:\s+[^\W\d_]){2,}\s*[.!?]?\s*")
_GAP = re.compile(r"\s{2,}")


def close_letters(text: str) -> str:
    """Join the letters of a line that consists of nothing but single capitals; wider gaps are between words.

    Not what may be meant letter by letter: the alphabet, a line of crosses, capitals without a vowel.
    """
    if len(text) > _LONGEST or not _SPACED.fullmatch(text):
        return text
    letters = [character for character in text if character.isalpha()]
    codes = [ord(letter) for letter in letters]
    follow = any(after - before == 1 for before, after in zip(codes, codes[1:], strict=False))
    if not "".join(letters).isupper() or len(set(letters)) == 1 or (follow and codes == sorted(codes)):
        return text
    if not any(unicodedata.normalize("NFD", letter)[0] in "AEIOUYАЕИОУЫЭЮЯΑΕΗΙΟΥΩ" for letter in letters):
        return text
    return " ".join("".join(word.split()) for word in _GAP.split(text.strip()))
