"""Workers that share one database, as far as turns at a speech service go."""

from collections.abc import Callable, Iterator
from functools import cached_property

import pytest

from ebookvoice.adapters.system import SystemClock
from ebookvoice.domain.provider import Provider
from ebookvoice.ports.time import Clock
from ebookvoice.usecases.gates import StoreGate
from tests.fakes import FakeClock
from tests.world import FakeWorld

SERVICE = "edge"


class Worker(FakeWorld):
    """A process that asks a speech service; its clock stands still unless it sleeps; leases outlast its waits."""

    def __init__(self, database_url: str, **settings: object) -> None:
        super().__init__(database_url, **{"lease_seconds": 120, **settings})
        self.slept: list[float] = []

    def gate(self, ceiling: int = 4) -> StoreGate:
        """Make a gate whose waiting takes no time."""
        return StoreGate(self, SERVICE, ceiling, self.sleep, lambda: 0.5)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        assert isinstance(self.clock, FakeClock)
        self.clock.advance(seconds)

    def service(self) -> Provider:
        with self.store.as_service() as records:
            (provider,) = records.providers.all(self.clock.now())
        return provider


class HastyWorker(Worker):
    """One for whom time is real."""

    @cached_property
    def clock(self) -> Clock:  # type: ignore[override]
        return SystemClock()

    def hasty_gate(self, ceiling: int) -> StoreGate:
        """Make a gate whose waiting is real."""
        return StoreGate(self, SERVICE, ceiling)


@pytest.fixture
def database_url(new_database: Callable[[], str]) -> str:
    return new_database()


@pytest.fixture
def worker(database_url: str) -> Iterator[Worker]:
    worker = Worker(database_url)
    yield worker
    worker.store.close()


@pytest.fixture
def other(database_url: str, worker: Worker) -> Iterator[Worker]:
    """Another process, at the same time."""
    other = Worker(database_url)
    other.__dict__["clock"] = worker.clock
    yield other
    other.store.close()


@pytest.fixture
def watcher(database_url: str) -> Iterator[HastyWorker]:
    """Somebody who only looks."""
    watcher = HastyWorker(database_url)
    yield watcher
    watcher.store.close()
