"""Simulated time: processes that run one at a time, in threads, and sleep without waiting."""

import heapq
import itertools
import threading
from collections.abc import Callable, Sequence
from contextvars import copy_context
from datetime import UTC, datetime, timedelta
from functools import partial

EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
STUCK_S = 120.0
"""Of real time: a process that neither sleeps nor ends for so long waits for something that never comes."""


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

    def together(self, name: str, processes: Sequence[Callable[[], None]]) -> None:
        """Run processes side by side, and wait for all of them, in a process. Raises what one of them has raised."""
        woken, left, errors = threading.Semaphore(0), len(processes), list[Exception]()

        def part(process: Callable[[], None]) -> None:
            nonlocal left
            try:
                process()
            except Exception as error:  # raised again below
                errors.append(error)
            left -= 1
            if left == 0:
                self.call(0, lambda: self._resume(woken))

        for process in processes:
            self.spawn(0, name, partial(copy_context().run, part, process))
        self._idle.release()
        woken.acquire()
        if errors:
            raise errors[0]

    def run(self, until: float = float("inf")) -> None:
        """Run until nothing is due, or until a time. Raises what a process has raised; TimeoutError for a stuck one."""
        while self._due and self._due[0][0] <= until:
            self.now, _, what = heapq.heappop(self._due)
            what()
            if self._error is not None:
                raise self._error

    def _start(self, name: str, process: Callable[[], None]) -> None:
        threading.Thread(target=self._body, args=(name, process), name=name, daemon=True).start()
        self._await_idle()

    def _resume(self, woken: threading.Semaphore) -> None:
        woken.release()
        self._await_idle()

    def _await_idle(self) -> None:
        if not self._idle.acquire(timeout=STUCK_S):
            running = [thread.name for thread in threading.enumerate()]
            raise TimeoutError(f"nothing has happened for {STUCK_S:.0f} s; running are {running}")

    def _body(self, name: str, process: Callable[[], None]) -> None:
        try:
            process()
        except BaseException as error:  # raised again by run
            error.add_note(f"in {name}, {self.now:.1f} s after the start")
            self._error = error
        finally:
            self._idle.release()


class SimulatedClock:
    """Implements Clock by a simulation's time."""

    def __init__(self, simulation: Simulation) -> None:
        self._simulation = simulation

    def now(self) -> datetime:
        return EPOCH + timedelta(seconds=self._simulation.now)
