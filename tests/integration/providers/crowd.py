"""Processes full of threads that all want to ask one service, and the service's own count of who is there."""

import random
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.context import SpawnProcess
from multiprocessing.sharedctypes import Synchronized

from ebookvoice.domain.errors import ProviderBusyError
from ebookvoice.domain.provider import Verdict
from tests.integration.providers.conftest import HastyWorker

CONTEXT = get_context("spawn")


@dataclass(frozen=True)
class Counts:
    """How many requests are at the service, how many were at most, how many were made, and how many sent away."""

    inside: "Synchronized[int]"
    most: "Synchronized[int]"
    made: "Synchronized[int]"
    sent_away: "Synchronized[int]"

    @classmethod
    def new(cls) -> "Counts":
        return cls(*(CONTEXT.Value("i", 0) for _ in range(4)))

    def enter(self) -> None:
        with self.inside.get_lock():
            self.inside.value += 1
            self.most.value = max(self.most.value, self.inside.value)
            self.made.value += 1

    def leave(self) -> None:
        with self.inside.get_lock():
            self.inside.value -= 1


@dataclass(frozen=True)
class Visit:
    """What each thread of a process does: so many requests, a share of which fails, each of about so many seconds."""

    database_url: str
    ceiling: int
    threads: int
    requests: int
    seconds: float
    failing: float = 0.0
    lease_seconds: int = 30


def visit(what: Visit, counts: Counts) -> None:
    """Be one process of the crowd."""
    worker = HastyWorker(what.database_url, lease_seconds=what.lease_seconds)
    gate = worker.hasty_gate(what.ceiling)

    def ask(_: int) -> None:
        for _ in range(what.requests):
            try:
                with gate.turn() as turn:
                    counts.enter()
                    time.sleep(what.seconds * random.uniform(0.5, 1.5))
                    counts.leave()
                    turn.report(Verdict.FAILED if random.random() < what.failing else Verdict.FINE)
            except ProviderBusyError:
                with counts.sent_away.get_lock():
                    counts.sent_away.value += 1

    with ThreadPoolExecutor(what.threads) as pool:
        list(pool.map(ask, range(what.threads)))
    worker.store.close()


def crowd(processes: int, what: Visit, counts: Counts) -> Sequence[SpawnProcess]:
    """Start processes that do the same."""
    started = [CONTEXT.Process(target=visit, args=(what, counts), daemon=True) for _ in range(processes)]
    for process in started:
        process.start()
    return started
