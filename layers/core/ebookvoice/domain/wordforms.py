"""What a text is made of, for who looks words up in it."""

import re
import unicodedata

from ebookvoice.domain.scripts import UNSPACED

_FORM = re.compile(rf"[{UNSPACED}]|[^\W_{UNSPACED}]+|.", re.DOTALL)
_LETTER_OF_ITS_OWN = re.compile(rf"[{UNSPACED}]")
_APOSTROPHE = "'"
_JOINERS = frozenset("'-_·")
_IN_NUMBERS = frozenset(".,:")


def alike(text: str) -> str:
    """Write apostrophes and hyphens in one way each, character by character."""
    for written, plain in (("\u2019", "'"), ("\u02bc", "'"), ("\u2010", "-"), ("\u2011", "-")):
        text = text.replace(written, plain)
    return text


def forms(text: str) -> list[str]:
    """Cut a text into runs of letters and digits and single other characters, which together are all of it.

    Each letter of a script without spaces between words stands for itself.
    """
    return _FORM.findall(text)


def joined(text: str, position: int, *, closing: bool = False) -> bool:
    """Tell whether the characters before and at `position` of a text that is written `alike` belong to one word.

    Apostrophes, hyphens and the points within numbers join what is on both of their sides. `closing`: the ’s that may
    follow a word is none of it.
    """
    if not 0 < position < len(text):
        return False
    before, after = text[position - 1], text[position]
    if _sounds(before):
        return _joins_on(before, text[position : position + 3], closing)
    return _sounds(after) and position > 1 and _joins(text[position - 2], before, after)


def _joins_on(before: str, following: str, closing: bool) -> bool:
    after = following[0]
    if _sounds(after):
        return not (_LETTER_OF_ITS_OWN.match(before) or _LETTER_OF_ITS_OWN.match(after))
    if len(following) == 1 or not _joins(before, after, following[1]):
        return False
    possessive = after == _APOSTROPHE and following[1] in "sS" and not _sounds(following[2:])
    return not (closing and possessive)


def _joins(before: str, between: str, after: str) -> bool:
    if between in _IN_NUMBERS:
        return before.isdigit() and after.isdigit()
    return between in _JOINERS and _sounds(before) and _sounds(after)


def _sounds(character: str) -> bool:
    """Tell whether it belongs to a word's sound: letters, digits and the marks that combine with them."""
    return character.isalnum() or bool(character) and unicodedata.category(character)[0] == "M"
