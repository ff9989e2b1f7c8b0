"""Gates: a request waits for its turn at a speech service, holds it, and says how it went."""

import random
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from ebookvoice.domain.errors import ProviderBusyError
from ebookvoice.domain.provider import Verdict
from ebookvoice.ports.limiting import Turn
from ebookvoice.usecases import lease
from ebookvoice.usecases.turns import Ticket, Turns
from ebookvoice.usecases.world import World

LONGEST_WAIT_S = 30.0
"""How long a request waits for its turn; a worker whose work is put off is free for other work."""

COMES_BACK_S = 15.0
"""When to come back after a wait in vain."""

PAUSES_S = (0.05, 0.5)
"""The first pause between two looks, and the longest; each is half as long again as the one before."""


def gate_of(world: World, engine: str) -> "StoreGate | None":
    """Make the gate of an engine's service; None if the engine has no limit."""
    ceiling = world.settings.ceilings.get(engine)
    return StoreGate(world, engine, ceiling) if ceiling else None


class Report:
    """Implements Turn: remembers the last word about a request."""

    def __init__(self) -> None:
        self.verdict = Verdict.FAILED
        self.wish_s = 0.0

    def report(self, verdict: Verdict, wish_s: float = 0.0) -> None:
        """Say how the request went."""
        self.verdict, self.wish_s = verdict, wish_s


class StoreGate:
    """Implements Gate for one service. Safe to share between threads.

    A turn is a lease that is kept while its request lasts: those of a killed worker are free again soon. `sleep` takes
    seconds (None: until then, or until a turn comes free in this process), `dice` makes numbers from 0 to 1.
    """

    def __init__(
        self,
        world: World,
        name: str,
        ceiling: int,
        sleep: Callable[[float], None] | None = None,
        dice: Callable[[], float] = random.random,
    ) -> None:
        self._world = world
        self._name = name
        self._turns = Turns(world, name, ceiling, dice)
        self._freed = threading.Event()
        self._scout = threading.Lock()
        self._sleep = sleep or self._doze
        self._dice = dice

    @contextmanager
    def turn(self) -> Iterator[Turn]:
        """Wait for a turn and hold it for one request; see Gate. Raises UnavailableError without the database."""
        ticket, report = self._wait(), Report()
        try:
            with lease.beating(lambda: self._turns.extend(ticket), lambda _: None, self._world.settings.lease_seconds):
                yield report
        finally:
            self._turns.give_back(ticket, report.verdict, report.wish_s)
            self._freed.set()

    def _wait(self) -> Ticket:
        """Wait for a turn; one of those who wait in this process looks for it, the others wait for that one."""
        until = self._world.clock.now() + timedelta(seconds=LONGEST_WAIT_S)
        if not self._scout.acquire(timeout=LONGEST_WAIT_S):
            raise ProviderBusyError(self._name, COMES_BACK_S)
        try:
            return self._found(until)
        finally:
            self._scout.release()

    def _found(self, until: datetime) -> Ticket:
        pause, longest = PAUSES_S
        ticket = self._turns.take()
        while ticket is None:
            if self._world.clock.now() >= until:
                raise ProviderBusyError(self._name, COMES_BACK_S)
            self._sleep(pause * (0.5 + self._dice()))
            pause = min(pause * 1.5, longest)
            ticket = None if self._turns.full() else self._turns.take()
        return ticket

    def _doze(self, seconds: float) -> None:
        self._freed.wait(seconds)
        self._freed.clear()
