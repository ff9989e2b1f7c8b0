"""Small narrated books whose every word has its time."""

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

from ebookvoice.domain.book import Cover, Paragraph
from ebookvoice.ports.binding import Tags
from ebookvoice.ports.rendering import Edition
from functions.convert.audio.chapter import ChapterTimings
from functions.convert.audio.spans import Span
from functions.convert.speech.words import sentences, words

RATE = 24_000
PER_CHARACTER = RATE // 15
"""Samples: 15 characters a second, as people speak."""

PAUSE = RATE // 2
FRAME = 1_024


@dataclass(frozen=True)
class SpokenChapter:
    """Implements StoredChapter from memory; its audio is as many bytes as it says."""

    title: str
    text: tuple[Paragraph, ...]
    spoken: ChapterTimings
    sound: bytes = field(default=b"", repr=False)

    @property
    def audio_bytes(self) -> int:
        return len(self.sound)

    def paragraphs(self) -> Sequence[Paragraph]:
        return self.text

    def timings(self) -> bytes:
        return self.spoken.to_json()

    def audio(self) -> Iterator[bytes]:
        for start in range(0, len(self.sound), 1_000):
            yield self.sound[start : start + 1_000]


def spoken(title: str, *text: Paragraph | str, marked: bool = True, sound: bytes = b"") -> SpokenChapter:
    """Speak a chapter; without `marked`, no word of it is."""
    paragraphs = tuple(Paragraph(each) if isinstance(each, str) else each for each in text)
    at, heard, said = PAUSE, list[Span](), list[Span]()
    for number, paragraph in enumerate(paragraphs):
        if any(map(str.isalnum, paragraph.text)):
            for start, end in sentences(paragraph.text):
                length = len(paragraph.text[start:end].rstrip())
                heard.append(Span(at + start * PER_CHARACTER, (end - start) * PER_CHARACTER, number, start, length))
            for start, end in words(paragraph.text) if marked else ():
                said.append(Span(at + start * PER_CHARACTER, (end - start) * PER_CHARACTER, number, start, end - start))
            at += len(paragraph.text) * PER_CHARACTER
        at += PAUSE
    characters = sum(len(paragraph.text) for paragraph in paragraphs)
    packets = array("I", [200] * -(-at // FRAME))
    timings = ChapterTimings(RATE, b"\x13\x08", 0, packets, characters, tuple(heard), tuple(said))
    return SpokenChapter(title, paragraphs, timings, sound)


def edition(*chapters: SpokenChapter, cover: Cover | None = None, **tags: str) -> Edition:
    """Make an audiobook of chapters."""
    told = Tags(**{"title": "A Book", "authors": ("An Author",), "narrator": "A Voice", "language": "en", **tags})  # type: ignore[arg-type]
    made_at = datetime(2026, 11, 21, 12, 30, 8, tzinfo=UTC)
    return Edition(UUID("0b5c5b5e-6f0e-4c9a-9c39-6a1a0c2b9e11"), made_at, told, chapters, cover)
