"""What a run with a remote voice has cost, beside the plain way and the bars."""

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from benchmarks.edge_floor import PlainRun
from benchmarks.report import FUNCTION_BYTES
from local.accounting import Usage
from local.wire import Audiobook

SHARE = 0.8
"""The bar: wall time from upload to finished M4B, as a part of the plain way's."""
BIN_S = 5


@dataclass(frozen=True, slots=True)
class Record:
    """What the service says of one side: when its connections were open, what it has spoken, what that cost it."""

    spans: Sequence[tuple[float, float]]
    recited: Counter[str]
    peak: int
    cpu_seconds: float

    @classmethod
    def of(cls, told: dict[str, Any]) -> "Record":
        """Read the stand-in's record."""
        recited = Counter(text for _, text, *_ in told["recited"])
        return cls([(start, end) for start, end in told["spans"]], recited, told["peak"], told["cpu_seconds"])

    @property
    def speaking_s(self) -> float:
        """Return the time from the first request to the end of the last one."""
        return max(end for _, end in self.spans) - min(start for start, _ in self.spans)

    @property
    def busy(self) -> list[float]:
        """Count the open connections, on average over each BIN_S seconds from the first request on."""
        first = min(start for start, _ in self.spans)
        starts = [first + BIN_S * number for number in range(math.ceil(self.speaking_s / BIN_S))]
        return [
            sum(max(0.0, min(end, left + BIN_S) - max(start, left)) for start, end in self.spans) / BIN_S
            for left in starts
        ]


@dataclass(frozen=True, slots=True)
class RemoteRun:
    """One conversion: when it entered each state, in seconds from the upload on, and what every process used."""

    audiobook: Audiobook
    entered: dict[str, float]
    usage: list[Usage]
    record: Record

    @property
    def wall_s(self) -> float:
        return self.entered["completed"]


@dataclass(frozen=True, slots=True)
class RemoteVerdict:
    """A run against the plain way, which was asked for the same texts."""

    run: RemoteRun
    plain: PlainRun
    plain_record: Record
    connections: int

    @property
    def ratio(self) -> float:
        return self.run.wall_s / self.plain.wall_s

    @property
    def peak_bytes(self) -> int:
        return max(process.peak_rss for process in self.run.usage)

    @property
    def whole(self) -> bool:
        """Tell whether the service has spoken every text, and none but these, to both sides."""
        return self.run.record.recited == self.plain_record.recited

    @property
    def kept(self) -> bool:
        """Tell whether the run was whole, modest, fast and small."""
        modest = self.run.record.peak <= self.connections
        return self.whole and modest and self.ratio <= SHARE and self.peak_bytes <= FUNCTION_BYTES

    def lines(self) -> Iterator[str]:
        """Write the verdict for people."""
        run, plain, book = self.run, self.plain, self.run.audiobook
        characters = sum(chapter["characters"] for chapter in book["chapters"])
        yield (
            f"{book['title']}: {len(book['chapters'])} chapters, {characters:,} characters, "
            f"{book['duration_ms'] / 1000:,.0f} s of speech, {run.record.recited.total()} requests"
        )
        yield f"{'process':24} {'pid':>8} {'peak MB':>8} {'CPU s':>8}"
        for process in run.usage:
            yield f"{process.name:24} {process.pid:>8} {process.peak_rss / 1e6:8.1f} {process.cpu_seconds:8.2f}"
        yield f"CPU time     {sum(process.cpu_seconds for process in run.usage):8.2f} s; plain {plain.cpu_s:.2f} s"
        yield f"stand-in     {run.record.cpu_seconds:8.2f} s of CPU; plain {self.plain_record.cpu_seconds:.2f} s"
        yield f"connections  {run.record.peak:8} at most; plain {self.plain_record.peak}"
        yield f"speaking     {run.record.speaking_s:8.2f} s; plain {self.plain_record.speaking_s:.2f} s"
        yield f"open, each {BIN_S} s  {_row(run.record.busy)}"
        yield f"           plain {_row(self.plain_record.busy)}"
        entered = sorted(run.entered.items(), key=itemgetter(1))
        yield "states       " + ", ".join(f"{state} {seconds:.1f} s" for state, seconds in entered)
        yield f"wall time    {run.wall_s:8.2f} s"
        yield f"plain        {plain.wall_s:8.2f} s = speech {plain.speech_s:.2f} s + encoding {plain.encoding_s:.2f} s"
        yield f"ratio        {self.ratio:8.2f}, at most {SHARE}"
        yield f"memory bar   {FUNCTION_BYTES / 1e6:8.0f} MB; largest process {self.peak_bytes / 1e6:.0f} MB"
        yield "every text was spoken once" if self.whole else "NOT THE SAME TEXTS"
        yield "kept" if self.kept else "MISSED"


def _row(values: Sequence[float]) -> str:
    return " ".join(f"{value:4.1f}" for value in values)
