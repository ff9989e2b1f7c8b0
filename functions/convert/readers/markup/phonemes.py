"""How passages are pronounced by their markup: `ssml:ph`, kept as characters while a text is put together."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from lxml import etree

from ebookvoice.domain.book import NoteMark, Saying

OPEN, CLOSE = "\ufdd5", "\ufdd6"
"""Stand for the beginning and the end of what is pronounced; noncharacters, so that no text can hold them."""

DEFAULT_ALPHABET = "ipa"

_SSML = "{http://www.w3.org/2001/10/synthesis}"
_SIGNS = re.compile(f"[{OPEN}{CLOSE}]")


class Phonemes(NamedTuple):
    """A pronunciation, and the alphabet that it is written in."""

    spoken: str
    alphabet: str


def phonemes_of(element: etree._Element, alphabet: str) -> Phonemes | None:
    """Read how an element's text is pronounced (EPUB 3 Text-to-Speech Enhancements 1.0, `ssml:ph`)."""
    spoken = " ".join((element.get(f"{_SSML}ph") or element.get("ssml:ph") or "").split())
    return Phonemes(spoken, alphabet) if spoken else None


def alphabet_of(element: etree._Element) -> str | None:
    """Read the alphabet that an element declares for itself and all below it."""
    return (element.get(f"{_SSML}alphabet") or element.get("ssml:alphabet") or "").strip().lower() or None


def lift_sayings(
    text: str, marks: tuple[NoteMark, ...], phonemes: Sequence[Phonemes]
) -> tuple[str, tuple[NoteMark, ...], tuple[Saying, ...]]:
    """Take the signs out of a tidy text, and tell what is pronounced how; of two within each other the outer one."""
    signs = [match.start() for match in _SIGNS.finditer(text)]
    sayings: list[Saying] = []
    opened: list[int] = []
    following = iter(phonemes)
    said = Phonemes("", "")
    for removed, place in enumerate(signs):
        if text[place] == OPEN:
            pronounced = next(following)
            said = said if opened else pronounced
            opened.append(place - removed)
        elif opened and (start := opened.pop()) < place - removed and not opened:
            sayings.append(Saying(start, place - removed, *said))
    shifted = (NoteMark(mark.position - bisect_left(signs, mark.position), mark.key) for mark in marks)
    return _SIGNS.sub("", text), tuple(shifted), tuple(sayings)


def close_in(text: str) -> str:
    """Let the white space at the ends of what is pronounced lie outside of it; for tidy texts."""
    text = text.replace(f"{OPEN} ", f" {OPEN}").replace(f" {CLOSE}", f"{CLOSE} ")
    return " ".join(text.split())
