"""Chapters to write files of, and what those files say when a player opens them."""

import io
from array import array
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import av
import av.logging

from ebookvoice.domain.book import Cover
from ebookvoice.ports.binding import Tags
from ebookvoice.ports.mastering import Label
from functions.convert.audio.writing import ChapterWriter
from tests.unit.audio.pictures import picture

TAGS = Tags(
    title="Der grüne Turm",
    authors=("Ada Anders", "Béla Bartos"),
    narrator="Sweep",
    language="de-AT",
    publisher="Turmverlag",
    published="1901-02-03",
    description="Ein Turm.\nMit Treppen.",
    series="Türme",
    series_part="2",
    isbn="9783161484100",
)
COVER = Cover(picture("mjpeg", 700, 700), "image/jpeg")
LABEL = Label(TAGS, "Überfahrt — 第一章", 3, 12, COVER)
BARE = Label(Tags("Untold", (), "Sweep"), "One", 1, 1)


@dataclass
class Heard:
    """What a player hears and sees of a file, and what FFmpeg complained about."""

    sample_rate: int
    samples: "array[float]" = field(default_factory=lambda: array("f"))
    tags: dict[str, str] = field(default_factory=dict)
    pictures: list[tuple[str, int, int]] = field(default_factory=list)
    chapters: list[Any] = field(default_factory=list)
    complaints: list[Any] = field(default_factory=list)


def write(writer: ChapterWriter, pcm: bytes, step: int = 9_000) -> None:
    """Give a writer PCM in pieces, and finish its file."""
    for start in range(0, len(pcm), step):
        writer.write(pcm[start : start + step])
    writer.close()


def play(file: Path | bytes) -> Heard:
    """Open a file and decode all of it."""
    source = io.BytesIO(file) if isinstance(file, bytes) else str(file)
    with av.logging.Capture() as complaints, av.open(source, "r") as f:
        audio = f.streams.audio[0]
        heard = Heard(audio.sample_rate, tags={**f.metadata, **audio.metadata}, chapters=list(f.chapters()))
        heard.pictures = [(v.codec_context.name, v.width, v.height) for v in f.streams.video]
        for frame in f.decode(audio):
            heard.samples.frombytes(bytes(frame.planes[0])[: frame.samples * 4])
    heard.complaints = complaints
    return heard
