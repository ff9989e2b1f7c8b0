"""Marks for sentences, from those of their words."""

from ebookvoice.domain.speech import Mark, MarkKind
from functions.convert.speech.words import sentences


def with_sentences(text: str, words: list[Mark]) -> tuple[Mark, ...]:
    """Add a mark for each sentence that has a word, where the first of them sounds; all marks in order of time."""
    marks = list(words)
    position = 0
    for start, end in sentences(text):
        while position < len(words) and words[position].offset < start:
            position += 1
        if position < len(words) and words[position].offset < end:
            marks.append(Mark(MarkKind.SENTENCE, start, len(text[start:end].rstrip()), words[position].start))
    return tuple(sorted(marks, key=lambda mark: (mark.start, mark.offset, mark.kind)))
