"""What the functions do with their time, as simulated: reading, speaking, mastering and binding each take a while."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from uuid import uuid4

from benchmarks.scale.simulation import Simulation
from ebookvoice.domain.book import Book, Cover
from ebookvoice.domain.direction import Direction
from ebookvoice.domain.formats import ChapterCodec
from ebookvoice.domain.provider import Verdict
from ebookvoice.domain.segment import Segment
from ebookvoice.domain.speech import Voice
from ebookvoice.ports.assembling import Workshop
from ebookvoice.ports.binding import ChapterMark, StoredSegment, Tags
from ebookvoice.ports.limiting import Gate
from ebookvoice.ports.mastering import Label, MasteredChapter
from ebookvoice.ports.narrating import Drafts, Narration
from tests.fakes import FakeBinder, FakeJoiner, FakeMaster, FakePacker, FakeScribe

Sleep = Callable[[float], None]

RATE = 22_050
REQUESTS = 3
"""Requests to a speech service for a segment: one for each of its paragraphs, at once, as there are lanes for four."""


class SlowReader:
    """Implements BookReader: takes its time, and finds the same book in every upload."""

    def __init__(self, book: Book, seconds: float, sleep: Sleep) -> None:
        self._book = book
        self._seconds = seconds
        self._sleep = sleep

    def read(self, path: Path, filename: str) -> Book:  # noqa: ARG002
        self._sleep(self._seconds)
        return self._book


class SlowNarrator:
    """Implements Narrator: speaks nothing, for as long as speaking takes. No two texts are the same to it.

    With gates, it asks a service: each request waits for its turn at one of its own, as if every worker spoke one line
    at a time. `most` is how many were there at once.
    """

    def __init__(self, per_character: float, simulation: Simulation, gates: Callable[[], Gate] | None) -> None:
        self._per_character = per_character
        self._simulation = simulation
        self._gates = gates
        self._inside = 0
        self.most = 0

    def digest(self, segment: Segment, voice: Voice, direction: Direction) -> str:  # noqa: ARG002
        return uuid4().hex

    def narrate(
        self,
        segment: Segment,
        voice: Voice,  # noqa: ARG002
        direction: Direction,  # noqa: ARG002
        directory: Path,
        drafts: Drafts,  # noqa: ARG002
    ) -> Narration:
        seconds = segment.characters * self._per_character
        if self._gates is None:
            self._simulation.sleep(seconds)
        else:
            self._simulation.together("lane", [partial(self._ask, self._gates, seconds / REQUESTS)] * REQUESTS)
        audio, timings = directory / "segment.flac", directory / "segment.json"
        audio.write_bytes(b"fLaC")
        timings.write_text(json.dumps({"characters": segment.characters}))
        return Narration(audio, timings, segment.characters, RATE)

    def _ask(self, gates: Callable[[], Gate], seconds: float) -> None:
        with gates().turn() as turn:
            self._inside += 1
            self.most = max(self.most, self._inside)
            self._simulation.sleep(seconds)
            self._inside -= 1
            turn.report(Verdict.FINE)


class SlowMaster(FakeMaster):
    """Implements ChapterMaster."""

    def __init__(self, per_character: float, sleep: Sleep) -> None:
        super().__init__()
        self._per_character = per_character
        self._sleep = sleep

    def master(
        self,
        segments: Sequence[StoredSegment],
        label: Label,
        direction: Direction,
        codecs: Sequence[ChapterCodec],
        directory: Path,
    ) -> MasteredChapter:
        characters = sum(json.loads(segment.timings())["characters"] for segment in segments)
        self._sleep(characters * self._per_character)
        self.labels.clear()
        return super().master(segments, label, direction, codecs, directory)


class SlowBinder(FakeBinder):
    """Implements Binder."""

    def __init__(self, seconds: float, sleep: Sleep) -> None:
        self._seconds = seconds
        self._sleep = sleep

    def bind(
        self, tags: Tags, cover: Cover | None, chapters: Iterable[ChapterMark], parts: Iterable[StoredSegment]
    ) -> Iterator[bytes]:
        self._sleep(self._seconds)
        return super().bind(tags, cover, chapters, parts)


def slow_workshop(seconds: float, sleep: Sleep) -> Workshop:
    """Make a workshop that takes its time for the M4B."""
    return Workshop(SlowBinder(seconds, sleep), FakePacker, FakeJoiner, FakeScribe)
