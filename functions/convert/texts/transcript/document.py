"""The transcript as JSON."""

import json
from collections.abc import Iterator
from typing import Any

from ebookvoice.ports.rendering import Edition
from functions.convert.audio.chapter import NarratedChapter
from functions.convert.texts.narrated import narrated
from functions.convert.texts.sentences import Sentence, sentences

FORMAT = 1


def transcript(edition: Edition) -> Iterator[bytes]:
    """Write the transcript, chapter by chapter; times in seconds of the book, to the millisecond.

    {"format", "title", "authors", "narrator", "language", "chapters": [{"number", "title", "start", "end",
    "paragraphs": [{"kind", "language", "sentences": [{"text", "start", "end", "words": [{"text", "start"}]}]}]}]}

    The texts of a paragraph's sentences are together its text. What was not spoken, such as “* * *”, has no times.
    """
    tags = edition.tags
    head = {
        "format": FORMAT,
        "title": tags.title,
        "authors": tags.authors,
        "narrator": tags.narrator,
        "language": tags.language,
    }
    yield _json(head)[:-1] + b',"chapters":['
    for chapter in narrated(edition):
        yield (b",\n" if chapter.number > 1 else b"\n") + _json(_chapter(chapter))
    yield b"\n]}\n"


def _chapter(chapter: NarratedChapter) -> dict[str, Any]:
    clock = _Clock(chapter)
    return {
        "number": chapter.number,
        "title": chapter.title,
        "start": clock.seconds(0),
        "end": clock.seconds(chapter.timings.samples),
        "paragraphs": [_paragraph(chapter, number, spoken, clock) for number, spoken in sentences(chapter)],
    }


def _paragraph(chapter: NarratedChapter, number: int, spoken: list[Sentence], clock: "_Clock") -> dict[str, Any]:
    paragraph = chapter.paragraphs[number]
    told = [_sentence(sentence, clock) for sentence in spoken]
    return {"kind": paragraph.kind, "language": paragraph.language, "sentences": told or [{"text": paragraph.text}]}


def _sentence(sentence: Sentence, clock: "_Clock") -> dict[str, Any]:
    words = (
        (sentence.text[span.offset - sentence.offset :][: span.length], clock.seconds(span.start))
        for span in sentence.words
    )
    return {
        "text": sentence.text,
        "start": clock.seconds(sentence.start),
        "end": clock.seconds(sentence.end),
        "words": [{"text": text, "start": start} for text, start in words],
    }


class _Clock:
    """Turns a chapter's samples into seconds of the book."""

    def __init__(self, chapter: NarratedChapter) -> None:
        self._start = chapter.start
        self._rate = chapter.timings.sample_rate

    def seconds(self, sample: int) -> float:
        return round((self._start + sample) / self._rate, 3)


def _json(content: object) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
