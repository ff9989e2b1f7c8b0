"""Where sentences end."""

import re
from collections.abc import Iterator

_END = re.compile(r"[.!?\u2026][\"'\u2019\u201d\u00bb)\]]*+\s+|[。！？][」』”’）]*+\s*+")

_TITLES = frozenset(
    ("capt", "col", "dr", "esq", "gen", "hon", "lt", "messrs", "mlle", "mme", "mr", "mrs", "ms", "no", "prof", "rev")
    + ("sgt", "st", "vol", "vs")
)
"""Words whose full stop does not end a sentence."""

_WORD = re.compile(r"\w*$")
_LONGEST_WORD = 12
"""Characters to look back for one of them: time stays linear, whatever the text."""


def sentence_ends(text: str) -> Iterator[int]:
    """Find where the sentences of a text end, in order; the white space after a sentence belongs to it.

    The end of the text is the last one.
    """
    yield from (end.end() for end in _END.finditer(text) if end.end() < len(text) and _ends_sentence(text, end))
    if text:
        yield len(text)


def _ends_sentence(text: str, end: re.Match[str]) -> bool:
    if end[0][0] in "。！？":
        return True
    if text[end.end()].islower():
        return False
    if end[0].rstrip() != ".":
        return True
    last = _WORD.search(text[max(0, end.start() - _LONGEST_WORD) : end.start()])
    word = last[0] if last else ""
    return word.lower() not in _TITLES and not (len(word) == 1 and word.isupper() and word != "I")
