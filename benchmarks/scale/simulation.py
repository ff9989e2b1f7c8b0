"""Simulated time: processes that run one at a time, in threads, and sleep without waiting."""

import heapq
import itertools
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

EPOCH = datetime(2026, 1, 1, tzinfo=UTC)


class Simulation:
    """Runs whatever is due next; `now` is in seconds. Nothing happens at the same time, so every run is the same."""

    def __init__(self) -> None:
        self.now = 0.0
        self._due: list[tuple[float, int, Callable[[], None]]] = []
        self._order = itertools.count()
        self._idle = threading.Semaphore(0)
        self._error: BaseException | None = None

    def call(self, after: float, what: Callable[[], None]) -> None:
        """Have something done at a later time that takes no time itself."""
        heapq.heappush(self._due, (self.now + after, next(self._order), what))

    def spawn(self, after: float, name: str, process: Callable[[], None]) -> None:
        """Begin a process at a later time; it may sleep."""
        self.call(after, lambda: self._start(name, process))

    def sleep(self, seconds: float) -> None:
        """Let simulated time go by, in a process."""
        woken = threading.Semaphore(0)
        self.call(seconds, lambda: self._resume(woken))
        self._idle.release()
        woken.acquire()

    def run(self, until: float = float("inf")) -> None:
        """Run until nothing is due, or until a time. Raises what a process has raised."""
        while self._due and self._due[0][0] <= until:
            self.now, _, what = heapq.heappop(self._due)
            what()
            if self._error is not None:
                raise self._error

    def _start(self, name: str, process: Callable[[], None]) -> None:
        threading.Thread(target=self._body, args=(process,), name=name, daemon=True).start()
        self._idle.acquire()

    def _resume(self, woken: threading.Semaphore) -> None:
        woken.release()
        self._idle.acquire()

    def _body(self, process: Callable[[], None]) -> None:
        try:
            process()
        except BaseException as error:  # raised again by run
            self._error = error
        finally:
            self._idle.release()


class SimulatedClock:
    """Implements Clock by a simulation's time."""

    def __init__(self, simulation: Simulation) -> None:
        self._simulation = simulation

    def now(self) -> datetime:
        return EPOCH + timedelta(seconds=self._simulation.now)
