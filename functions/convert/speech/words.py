"""The words and sentences of a text, as an ear counts them."""

import re
import unicodedata
from itertools import pairwise
from typing import NamedTuple

from ebookvoice.domain.sentences import sentence_ends

_RUN = re.compile(r"[^\s\u2012-\u2015\u2026\u200b\u2060\ufeff]+")
"""Dashes, ellipses and zero-width spaces part words as white space does."""


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
    return [Span(start, end) for start, end in pairwise([0, *sentence_ends(text)])]


def _spoken(character: str) -> bool:
    """Tell whether it belongs to a word's sound: letters, digits and the marks that combine with them."""
    return unicodedata.category(character)[0] in "LNM"
