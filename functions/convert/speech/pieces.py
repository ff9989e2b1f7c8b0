"""Cut a paragraph into pieces that one request of the speech service may carry."""

import re
from collections.abc import Iterator
from xml.sax.saxutils import escape

from functions.convert.speech.words import Span, sentences

MAX_BYTES = 4_095
"""The service takes at most 4,096 bytes of UTF-8 after XML escaping, and the client cuts blindly beyond that."""

_WORD = re.compile(r"\s*\S+|\s+$")


def pieces(text: str, limit: int = MAX_BYTES) -> list[Span]:
    """Cut at sentence ends where possible, else between words, inside a word only if it alone is over the limit.

    Together the pieces are the whole text; each is at most `limit` bytes once escaped.
    """
    packed: list[Span] = []
    filled = limit
    for start, end in _fitting(text, limit):
        size = _size(text[start:end])
        if filled + size > limit:
            packed.append(Span(start, end))
            filled = size
        else:
            packed[-1] = Span(packed[-1].start, end)
            filled += size
    return packed


def _fitting(text: str, limit: int) -> Iterator[Span]:
    """Yield sentences, the words of those that are over the limit, and the characters of words that are."""
    for sentence in sentences(text):
        if _size(text[sentence.start : sentence.end]) <= limit:
            yield sentence
            continue
        for word in _WORD.finditer(text, *sentence):
            if _size(word[0]) <= limit:
                yield Span(*word.span())
            else:
                yield from (Span(index, index + 1) for index in range(*word.span()))


def _size(text: str) -> int:
    return len(escape(text).encode())
