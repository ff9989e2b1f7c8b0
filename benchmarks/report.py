"""What a run has cost, beside the floor and the bars."""

from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks.floor import Floor
from local.accounting import Usage
from local.wire import Audiobook

FACTOR = 1.5
START_UP_S = 6.0
FUNCTION_BYTES = 300_000_000
"""The bars: wall time within so many times the floor plus a start-up; memory of one function process."""


@dataclass(frozen=True, slots=True)
class Run:
    """One conversion: seconds from nothing running to everything ended, and what every process used."""

    audiobook: Audiobook
    start_up_s: float
    wall_s: float
    usage: list[Usage]


@dataclass(frozen=True, slots=True)
class Verdict:
    """A run against its bars."""

    run: Run
    floor: Floor
    cores: int

    @property
    def floor_s(self) -> float:
        return self.floor.wall_s(self.cores)

    @property
    def allowed_s(self) -> float:
        return FACTOR * self.floor_s + START_UP_S

    @property
    def peak_bytes(self) -> int:
        return max(process.peak_rss for process in self.run.usage if process.name.endswith("Function"))

    @property
    def kept(self) -> bool:
        """Tell whether the run was both fast and small enough."""
        return self.run.wall_s <= self.allowed_s and self.peak_bytes <= FUNCTION_BYTES

    def lines(self) -> Iterator[str]:
        """Write the verdict for people."""
        run, book = self.run, self.run.audiobook
        length = book["duration_ms"] / 1000
        yield f"{book['title']}: {len(book['chapters'])} chapters, {length:,.0f} s of speech, {self.cores} cores"
        yield f"{'process':24} {'pid':>8} {'peak MB':>8} {'CPU s':>8}"
        for process in run.usage:
            yield f"{process.name:24} {process.pid:>8} {process.peak_rss / 1e6:8.1f} {process.cpu_seconds:8.2f}"
        yield f"wall time    {run.wall_s:8.2f} s, {run.start_up_s:.2f} s of it until the service answered"
        yield f"CPU time     {sum(process.cpu_seconds for process in run.usage):8.2f} s"
        yield f"speed        {length / run.wall_s:8.0f} × real time"
        parts = zip(("speech", "mastering", "encoding"), self.floor.parts_s, strict=True)
        work = " + ".join(f"{part} {seconds:.2f} s" for part, seconds in parts)
        yield f"floor        {self.floor_s:8.2f} s = ({work}) / {self.cores} cores"
        yield f"ratio        {run.wall_s / self.floor_s:8.2f}"
        yield f"time bar     {self.allowed_s:8.2f} s = {FACTOR} × floor + {START_UP_S:g} s"
        yield f"memory bar   {FUNCTION_BYTES / 1e6:8.0f} MB; largest function process {self.peak_bytes / 1e6:.0f} MB"
        yield "kept" if self.kept else "MISSED"
