"""What is simulated: a book, how long its work takes, and how much of it may run at once."""

from dataclasses import dataclass
from typing import Self

from benchmarks.cost.deployment import read_deployment
from benchmarks.cost.model import Assumptions, Model, read_measured
from ebookvoice.domain.book import Book, Paragraph, Part
from ebookvoice.domain.states import Queue

FUNCTIONS = {
    Queue.UPLOADS: "IngestFunction",
    Queue.SEGMENTS: "SynthesizeFunction",
    Queue.CHAPTERS: "MasterFunction",
    Queue.ASSEMBLY: "AssembleFunction",
}

PARAGRAPH = 2_000
"""Characters of a paragraph; three of them fill a segment."""

SEGMENT = 3 * PARAGRAPH


@dataclass(frozen=True, slots=True)
class Setting:
    """Books (chapters × segments of 6,000 characters), caps by queue, seconds, and whether queues are fair.

    `ceiling` is the speech service's limit; without it the engine is in the function itself.
    """

    caps: dict[Queue, int]
    read_s: float
    speak_s_per_character: float
    master_s_per_character: float
    bind_s: float
    init_s: float
    chapters: int = 4
    segments: int = 3
    fair: bool = True
    ceiling: int | None = None

    @classmethod
    def measured(cls) -> Self:
        """Take the caps from the template, and times from what was measured for the model of costs."""
        deployment, measured = read_deployment(), read_measured()
        model = Model(measured, deployment, Assumptions())
        seconds = {
            queue: model.functions[name].seconds(deployment.memory[name])
            * model.functions[name].invocations
            / model.scale
            for queue, name in FUNCTIONS.items()
        }
        characters = measured["book"]["characters"]
        return cls(
            caps={queue: deployment.concurrency[name] for queue, name in FUNCTIONS.items()},
            read_s=seconds[Queue.UPLOADS],
            speak_s_per_character=seconds[Queue.SEGMENTS] / characters,
            master_s_per_character=seconds[Queue.CHAPTERS] / characters,
            bind_s=seconds[Queue.ASSEMBLY],
            init_s=model.functions["SynthesizeFunction"].init,
        )

    @property
    def segments_a_book(self) -> int:
        return self.chapters * self.segments

    @property
    def pace(self) -> float:
        """Seconds for a book where very many are waiting: what the slowest queue takes at its cap."""
        characters = self.segments_a_book * SEGMENT
        work = {
            Queue.UPLOADS: self.read_s,
            Queue.SEGMENTS: characters * self.speak_s_per_character,
            Queue.CHAPTERS: characters * self.master_s_per_character,
            Queue.ASSEMBLY: self.bind_s,
        }
        return max(seconds / self.caps[queue] for queue, seconds in work.items())

    def book(self) -> Book:
        """Write the book that everybody brings."""
        text = Paragraph("x" * PARAGRAPH)
        size = SEGMENT // PARAGRAPH * self.segments
        parts = tuple(Part(f"Chapter {n}", (text,) * size) for n in range(1, self.chapters + 1))
        return Book("A Book", ("An Author",), "en", parts)
