"""The words and sentences of a text, as an ear counts them."""

import re
import unicodedata
from itertools import pairwise
from typing import NamedTuple

_RUN = re.compile(r"[^\s\u2012-\u2015\u2026\u200b\u2060\ufeff]+")
"""Dashes, ellipses and zero-width spaces part words as white space does."""
_SENTENCE_END = re.compile(r"[.!?\u2026][\"'\u2019\u201d\u00bb)\]]*\s+|[。！？][」』”’）]*\s*")
_TITLES = frozenset(
    ("capt", "col", "dr", "esq", "gen", "hon", "lt", "messrs", "mlle", "mme", "mr", "mrs", "ms", "no", "prof", "rev")
    + ("sgt", "st", "vol", "vs")
)
"""Words whose full stop does not end a sentence."""


class Span(NamedTuple):
    """Characters `start … end` of a text."""

    start: int
    end: int


def words(text: str) -> list[Span]:
    """Find the words: runs that hold a letter or digit, without the punctuation around them."""
    found = []
    for run in _RUN.finditer(text):
        start, end = run.span()
        while start < end and not _spoken(text[start]):
            start += 1
        while end > start and not _spoken(text[end - 1]):
            end -= 1
        if any(map(str.isalnum, text[start:end])):
            found.append(Span(start, end))
    return found


def sentences(text: str) -> list[Span]:
    """Cut the text into sentences; together they are the whole text, each with the white space after it."""
    cuts = [end.end() for end in _SENTENCE_END.finditer(text) if _ends_sentence(text, end)]
    return [Span(start, end) for start, end in pairwise(sorted({0, *cuts, len(text)}))]


def _spoken(character: str) -> bool:
    """Tell whether it belongs to a word's sound: letters, digits and the marks that combine with them."""
    return unicodedata.category(character)[0] in "LNM"


def _ends_sentence(text: str, end: re.Match[str]) -> bool:
    if end[0][0] in "。！？":
        return True
    if text[end.end() : end.end() + 1].islower():
        return False
    if end[0].rstrip() != ".":
        return True
    last = re.search(r"\w*$", text[: end.start()])
    word = last[0] if last else ""
    return word.lower() not in _TITLES and not (len(word) == 1 and word.isupper() and word != "I")
