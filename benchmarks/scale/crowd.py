"""Who comes when, and what came of them."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Self

from benchmarks.scale.counting import Invocation
from benchmarks.scale.service import Service
from benchmarks.scale.setting import Setting
from ebookvoice.domain.states import Queue

SEED = 7
APART_S = 0.1
"""Between two books of the one who brings very many."""

SMALL, SMALL_APART_S = 10, 60.0
"""Users with one book each, who come evenly over the time that all the other books take, and never two at once."""

SHARE = 0.5
"""Of what the caps allow, the part that readers take; beside them there is room for others."""

GRACE = 4.0
"""How many times as long as its books should take a run may go on."""


@dataclass(frozen=True, slots=True)
class Crowd:
    """One user with so many books, readers with one to three books each, and small users with one book."""

    name: str
    books: int = 0
    readers: int = 0

    def come(self, service: Service) -> float:
        """Have everybody come in their time, and tell how long all of it should take (seconds)."""
        dice, pace = random.Random(SEED), service.setting.pace  # noqa: S311 – only has to repeat
        whale = service.join("whale", self.books + 1)
        for number in range(self.books):
            service.ask("whale", whale, number * APART_S)
        brought = [dice.randint(1, 3) for _ in range(self.readers)]
        lasts = sum(brought) * pace / SHARE
        for number, books in enumerate(brought):
            reader = service.join(f"reader{number}", books + 1)
            for _ in range(books):
                service.ask("reader", reader, dice.uniform(0, lasts))
        drain = max(lasts, self.books * pace)
        small = max(1, min(SMALL, int(drain / SMALL_APART_S)))
        for number in range(small):
            service.ask("small", service.join(f"small{number}", 2), drain * (number + 0.5) / small)
        return (self.books + sum(brought) + small) * pace / SHARE


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a crowd. Times in seconds, for each small user to the first chapter and to the end.

    `statements` are for a segment that was spoken, `a_book` for a whole book, sweeps and messages in vain included;
    `vain` counts invocations that found their work done; `environments` hold a connection to the pooler each.
    """

    name: str
    jobs: int
    unfinished: tuple[str, ...]
    wrong_ledgers: int
    segments: int
    first_chapters: tuple[float, ...]
    whole_books: tuple[float, ...]
    readers: float | None
    lasted: float
    statements: float
    drift: float
    a_book: float
    invocations: int
    vain: int
    environments: int
    transactions: float
    statement_ms: float
    database_rate: float
    asked_at_once: int
    speaking: int

    @classmethod
    def of(cls, name: str, service: Service) -> Self:
        """Sum up a service whose simulation is over."""
        journeys, store = service.journeys, service.store
        small = [journey.waited for journey in journeys.of("small")]
        others = [journey.waited[1] for journey in journeys.of("reader")]
        lasted = max(journey.complete or 0.0 for journey in journeys.by_job.values())
        spoken = [one for one in store.invocations if one.function == Queue.SEGMENTS and one.useful]
        counts = [_mean(tenth) for tenth in _ends(spoken)]
        return cls(
            name=name,
            jobs=journeys.expected,
            unfinished=tuple(journeys.unfinished()),
            wrong_ledgers=journeys.wrong_ledgers(service.settings.job_credits),
            segments=len(spoken),
            first_chapters=tuple(first for first, _ in small),
            whole_books=tuple(whole for _, whole in small),
            readers=median(others) if others else None,
            lasted=lasted,
            statements=_mean(spoken),
            drift=abs(counts[1] / counts[0] - 1) if spoken else 0.0,
            a_book=sum(one.statements for one in store.invocations) / journeys.expected,
            invocations=len(store.invocations),
            vain=sum(not one.useful for one in store.invocations),
            environments=1 + sum(pollers.environments for pollers in service.pollers.values()),
            transactions=store.transactions / max(1.0, lasted),
            statement_ms=1000 * store.seconds / store.statements,
            database_rate=store.transactions / store.seconds,
            asked_at_once=service.narrator.most,
            speaking=service.pollers[Queue.SEGMENTS].environments,
        )


def live(crowd: Crowd, database: str, setting: Setting, directory: Path) -> Outcome:
    """Let everybody come, and wait until the last book has ended, or for much longer than it should take."""
    random.seed(SEED)
    service = Service(database, setting, directory)
    expected = crowd.come(service)
    service.run(GRACE * expected + 3_600)
    outcome = Outcome.of(crowd.name, service)
    service.store.close()
    return outcome


def _ends(spoken: list[Invocation]) -> Iterator[list[Invocation]]:
    """Cut off the first and the last tenth."""
    tenth = max(1, len(spoken) // 10)
    yield spoken[:tenth]
    yield spoken[-tenth:]


def _mean(invocations: list[Invocation]) -> float:
    return sum(one.statements for one in invocations) / max(1, len(invocations))
