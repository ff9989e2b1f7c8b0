"""What came of the crowds, against the bars, and what breaks first when there are more of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median
from typing import Self

from benchmarks.scale.quotas import POOLER_CLIENTS, Demand
from benchmarks.scale.service import Invocation, Service
from ebookvoice.domain.states import Queue

PATIENCE = 5.0
"""The bar: how many times as long as alone somebody with one book may take in the crowd, first chapter and all."""

DRIFT = 0.02
"""The bar: by what part the statements for a segment may differ between the first tenth of them and the last."""


@dataclass(frozen=True, slots=True)
class Crowd:
    """One run. Times in seconds: of the small user to the first chapter and to the end, of everybody to the last book.

    `drift` compares the statements of the last tenth of segments with the first; `speaking` is how many requests the
    speech service had at once; `stale` counts messages that came twice.
    """

    name: str
    jobs: int
    complete: int
    segments: int
    first_chapter: float
    finished: float
    readers: float
    all_done: float
    statements: float
    drift: float
    statement_ms: float
    stale: int
    messages: int
    environments: int
    transactions: float
    database_rate: float
    asked_at_once: int
    ceiling: int | None
    spoken_at_once: int

    @classmethod
    def of(cls, name: str, service: Service) -> Self:
        """Sum up a service whose simulation is over."""
        journeys, small = list(service.journeys.values()), _small(service)
        spoken = [one for one in service.invocations if one.function == Queue.SEGMENTS]
        tenth = max(1, len(spoken) // 10)
        first, last = _statements(spoken[:tenth]), _statements(spoken[-tenth:])
        ends = [journey.complete for journey in journeys if journey.complete is not None]
        others = [j.complete - j.asked for j in journeys if j.owner == "reader" and j.complete is not None]
        store = service.store
        return cls(
            name=name,
            jobs=len(journeys),
            complete=len(ends),
            segments=len(journeys) * service.setting.segments_a_book,
            first_chapter=small[0],
            finished=small[1],
            readers=median(others) if others else small[1],
            all_done=max(ends, default=0.0),
            statements=_statements(spoken),
            drift=abs(last / first - 1),
            statement_ms=1000 * store.seconds / max(1, store.statements),
            stale=service.outcomes.get("stale", 0),
            messages=service.queues.sent,
            environments=sum(pollers.environments for pollers in service.pollers.values()),
            transactions=store.transactions / max(1.0, max(ends, default=1.0)),
            database_rate=store.transactions / store.seconds,
            asked_at_once=service.narrator.most,
            ceiling=service.setting.ceiling,
            spoken_at_once=service.pollers[Queue.SEGMENTS].environments,
        )


@dataclass(frozen=True, slots=True)
class Verdict:
    """The four runs against the bars."""

    alone: Crowd
    fair: Crowd
    unfair: Crowd
    limited: Crowd

    @property
    def demand(self) -> Demand:
        """Tell what the fair crowd takes at once; every environment holds one connection to the pooler."""
        crowd = self.fair
        return Demand(crowd.environments, crowd.environments, crowd.spoken_at_once, crowd.transactions)

    def bars(self) -> Iterator[tuple[str, bool]]:
        """List the bars, and whether each is kept."""
        crowds, fair, alone = (self.alone, self.fair, self.unfair, self.limited), self.fair, self.alone
        yield "every job was completed", all(crowd.complete == crowd.jobs for crowd in crowds)
        in_time = fair.first_chapter <= PATIENCE * alone.first_chapter and fair.finished <= PATIENCE * alone.finished
        yield f"one book in the fair crowd takes at most {PATIENCE:g} × what it takes alone", in_time
        yield f"statements for a segment differ by at most {DRIFT:.0%} from first to last", fair.drift <= DRIFT
        yield (
            "the service never had more requests than it allows",
            self.limited.asked_at_once <= (self.limited.ceiling or 0),
        )
        yield f"at most {POOLER_CLIENTS} connections to the pooler", self.demand.connections <= POOLER_CLIENTS

    @property
    def kept(self) -> bool:
        """Tell whether all bars are kept."""
        return all(kept for _, kept in self.bars())

    def lines(self) -> Iterator[str]:
        """Write the verdict for people."""
        yield f"{'':21}{'jobs':>7}{'segments':>10}{'1st chapter':>13}{'whole book':>12}{'readers':>10}{'all':>10}"
        crowds = (self.alone, self.fair, self.unfair, self.limited)
        for crowd in crowds:
            times = (crowd.first_chapter, crowd.finished, crowd.readers, crowd.all_done)
            first, whole, readers, everything = (f"{seconds:,.0f} s" for seconds in times)
            end = f"{whole:>12}{readers:>10}{everything:>10}"
            yield f"{crowd.name:21}{crowd.jobs:>7,}{crowd.segments:>10,}{first:>13}{end}"
        yield ""
        head = f"{'statements a segment':>22}{'drift':>8}{'messages':>10}{'stale':>8}{'connections':>13}"
        yield f"{'':21}{head}{'tx a s':>8}"
        for crowd in crowds:
            yield (
                f"{crowd.name:21}{crowd.statements:>22.1f}{crowd.drift:>8.1%}{crowd.messages:>10,}{crowd.stale:>8,}"
                f"{crowd.environments:>13}{crowd.transactions:>8.1f}"
            )
        yield ""
        rate = f"{self.fair.database_rate:,.0f} transactions a second"
        yield f"database: {self.fair.statement_ms:.2f} ms a statement, {rate} on one connection"
        for factor in (1, 10, 100, 1_000):
            broken = "; ".join(self.demand.times(factor).broken(self.fair.database_rate)) or "nothing"
            yield f"{factor:>5,} ×  {broken}"
        yield ""
        for bar, kept in self.bars():
            yield f"{'kept' if kept else 'MISSED':8}{bar}"


def _small(service: Service) -> tuple[float, float]:
    journey = next(journey for journey in service.journeys.values() if journey.owner == "small")
    ends = (journey.first_chapter, journey.complete)
    first, complete = (end - journey.asked if end is not None else float("inf") for end in ends)
    return first, complete


def _statements(invocations: list[Invocation]) -> float:
    return sum(one.statements for one in invocations) / max(1, len(invocations))
