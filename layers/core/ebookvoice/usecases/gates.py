"""Turns at a speech service, which all workers take from one row of the database."""

import logging
import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from ebookvoice.domain.errors import ProviderBusyError, UnavailableError
from ebookvoice.domain.provider import Provider, ProviderState, Rules, Verdict
from ebookvoice.ports.limiting import Turn
from ebookvoice.ports.store import Records
from ebookvoice.usecases import lease
from ebookvoice.usecases.world import World

LONGEST_WAIT_S = 30.0
"""How long a request waits for its turn; a worker whose work is put off is free for other work."""

COMES_BACK_S = 15.0
"""When to come back after a wait in vain."""

PAUSES_S = (0.1, 1.0)
"""The first pause between two looks, and the longest; each is half as long again as the one before."""

logger = logging.getLogger(__name__)


def gate_of(world: World, engine: str) -> "StoreGate | None":
    """Make the gate of an engine's service; None if the engine has no limit."""
    ceiling = world.settings.ceilings.get(engine)
    return StoreGate(world, engine, ceiling) if ceiling else None


class Report:
    """Implements Turn: remembers the last word about a request."""

    def __init__(self) -> None:
        self.verdict = Verdict.FAILED

    def report(self, verdict: Verdict) -> None:
        """Say how the request went."""
        self.verdict = verdict


@dataclass(frozen=True, slots=True)
class Ticket:
    """A turn that was taken, and the epoch of the service in which its request begins."""

    holder: UUID
    epoch: int


class StoreGate:
    """Implements Gate for one service. Safe to share between threads.

    A turn is a lease that is kept while its request lasts: those of a killed worker are free again soon. `sleep` takes
    seconds, `dice` makes numbers from 0 to 1.
    """

    def __init__(
        self,
        world: World,
        name: str,
        ceiling: int,
        sleep: Callable[[float], None] = time.sleep,
        dice: Callable[[], float] = random.random,
    ) -> None:
        self._world = world
        self._name = name
        self._ceiling = ceiling
        self._sleep = sleep
        self._dice = dice
        settings = world.settings
        window = timedelta(seconds=settings.provider_fault_seconds)
        self._rules = Rules(faults=settings.provider_faults, fault_window=window)

    @contextmanager
    def turn(self) -> Iterator[Turn]:
        """Wait for a turn and hold it for one request; see Gate. Raises UnavailableError without the database."""
        ticket = self._wait()
        report = Report()
        try:
            with lease.beating(lambda: self._extend(ticket), lambda _: None, self._world.settings.lease_seconds):
                yield report
        finally:
            self._give_back(ticket, report.verdict)

    def _wait(self) -> Ticket:
        waited, (pause, longest) = 0.0, PAUSES_S
        while (ticket := self._enter()) is None:
            if waited >= LONGEST_WAIT_S:
                raise ProviderBusyError(self._name, COMES_BACK_S)
            jittered = pause * (0.5 + self._dice())
            self._sleep(jittered)
            waited, pause = waited + jittered, min(pause * 1.5, longest)
        return ticket

    def _enter(self) -> Ticket | None:
        """Take a turn; None if all are taken. Raises ProviderBusyError while the service cools off."""
        holder, now = self._world.ids.new(), self._world.clock.now()
        with self._world.store.as_service() as records:
            epoch = records.providers.take(self._name, self._ceiling, holder, now, lease.lease_end(self._world))
            if epoch is not None:
                return Ticket(holder, epoch)
            provider = records.providers.lock(self._name, now)
            if provider is not None and provider.may_probe(now):
                return self._probe(records, provider, holder, now)
        if provider is not None and provider.opened_until is not None:
            wait = provider.opened_until - now
            raise ProviderBusyError(self._name, max(wait.total_seconds(), PAUSES_S[1]))
        return None

    def _probe(self, records: Records, provider: Provider, holder: UUID, now: datetime) -> Ticket:
        probed = provider.probed()
        records.providers.record(probed, holder, now, lease.lease_end(self._world))
        logger.info("provider is probed", extra={"provider": self._name})
        return Ticket(holder, probed.epoch)

    def _extend(self, ticket: Ticket) -> bool:
        with self._world.store.as_service() as records:
            return records.providers.extend(self._name, ticket.holder, lease.lease_end(self._world))

    def _give_back(self, ticket: Ticket, verdict: Verdict) -> None:
        """Record how the request went, and free its turn; without the database, the turn's lease runs out."""
        now = self._world.clock.now()
        try:
            with self._world.store.as_service() as records:
                fine = verdict is Verdict.FINE
                if fine and records.providers.praise(self._name, ticket.holder, ticket.epoch):
                    return
                before = records.providers.lock(self._name, now)
                if before is None:
                    return
                after = before.after(verdict, ticket.epoch, now, self._rules, self._dice())
                records.providers.record(after, ticket.holder, now, None)
        except UnavailableError:
            logger.warning("turn is left to its lease", exc_info=True, extra={"provider": self._name})
        else:
            _tell(before, after)


def _tell(before: Provider, after: Provider) -> None:
    """Log what an operator wants to know of a service."""
    known = {"provider": after.name, "allowed": after.allowed, "cool_offs": after.cool_offs}
    if after.state is ProviderState.OPEN and before.state is not ProviderState.OPEN:
        logger.warning("provider cools off", extra={**known, "until": str(after.opened_until)})
    elif after.state is ProviderState.CLOSED and before.state is not ProviderState.CLOSED:
        logger.warning("provider works again", extra=known)
    elif after.allowed < before.allowed:
        logger.warning("provider is asked less", extra=known)
