"""What was narrated of a book and when: how it gets to the process that looks for it in the original."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple, Self

from ebookvoice.ports.rendering import Edition
from functions.convert.audio.chapter import NarratedChapter
from functions.convert.texts.narrated import narrated
from functions.convert.texts.original.letters import letters
from functions.convert.texts.sentences import sentences


class Told(NamedTuple):
    """A narrated paragraph: the numbers of its sentences' first letters, and when these begin in their chapter.

    Chapters count from 1; times are in seconds.
    """

    chapter: int
    text: str
    letters: tuple[int, ...]
    seconds: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Narration:
    """All narrated paragraphs in order, how long each chapter is in seconds, who reads, and when that was asked for."""

    narrator: str
    made_at: datetime
    told: list[Told]
    chapters: list[float]

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read what `write_narration` wrote."""
        told, chapters = list[Told](), list[float]()
        with path.open(encoding="utf-8", errors="surrogatepass") as file:
            narrator, made_at = json.loads(next(file))
            for number, line in enumerate(file, 1):
                seconds, rows = json.loads(line)
                chapters.append(seconds)
                told += [Told(number, text, tuple(starts), tuple(begins)) for text, starts, begins in rows]
        return cls(narrator, datetime.fromisoformat(made_at), told, chapters)


def write_narration(edition: Edition, path: Path) -> None:
    """Write a line for each chapter, one in memory at a time.

    Raises TimingsUnreadableError, and BindingError where text and timings differ.
    """
    with path.open("w", encoding="utf-8", errors="surrogatepass") as file:
        file.write(_line([edition.tags.narrator, edition.made_at.isoformat()]))
        for chapter in narrated(edition):
            rate = chapter.timings.sample_rate
            file.write(_line([chapter.timings.samples / rate, list(_rows(chapter, rate))]))


def _line(content: list[object]) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n"


def _rows(chapter: NarratedChapter, rate: int) -> Iterator[tuple[str, list[int], list[float]]]:
    for number, spoken in sentences(chapter):
        if spoken:
            counts = (len(letters(sentence.text)) for sentence in spoken[:-1])
            begins = [sentence.start / rate for sentence in spoken]
            yield chapter.paragraphs[number].text, list(accumulate(counts, initial=0)), begins
