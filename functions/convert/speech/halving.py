"""Cut a text in two near its middle, so that each part has something to say."""

import re
from collections.abc import Iterable

from ebookvoice.domain.sentences import sentence_ends
from functions.convert.speech.words import Span, sentences

_BETWEEN_WORDS = re.compile(r"\s+|(?<=[\u2012-\u2015\u2026、，；：])")


def between_sentences(text: str) -> tuple[Span, Span] | None:
    """Cut at the end of a sentence; None if there is only one."""
    return _halves(text, sentence_ends(text))


def between_words(text: str) -> tuple[Span, Span] | None:
    """Cut between two words, in scripts without spaces between two clauses; None if there is only one."""
    return _halves(text, (gap.end() for gap in _BETWEEN_WORDS.finditer(text)))


def in_its_sentence(text: str, part: Span, before: int = 80) -> str:
    """Quote the sentence that a part of the text is in, from at most `before` characters ahead of the part on."""
    sentence = next((s for s in sentences(text) if part.start < s.end), part)
    return text[max(sentence.start, part.start - before) : max(sentence.end, part.end)].strip()


def _halves(text: str, cuts: Iterable[int]) -> tuple[Span, Span] | None:
    spoken = [index for index, character in enumerate(text) if character.isalnum()]
    inner = [cut for cut in cuts if spoken and spoken[0] < cut <= spoken[-1]]
    if not inner:
        return None
    cut = min(inner, key=lambda place: abs(2 * place - len(text)))
    return Span(0, cut), Span(cut, len(text))
