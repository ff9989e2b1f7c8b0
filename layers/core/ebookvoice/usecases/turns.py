"""Turns at a speech service, which all workers take from one row of the database: a transaction each."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from ebookvoice.domain.errors import ProviderBusyError, UnavailableError
from ebookvoice.domain.provider import Provider, ProviderState, Rules, Verdict
from ebookvoice.ports.metering import Meter, Metric
from ebookvoice.ports.store import Records
from ebookvoice.usecases import lease
from ebookvoice.usecases.world import World

SOON_S = 1.0
"""When to come back, at the earliest, to a service that has cooled off."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Ticket:
    """A turn that was taken, and the epoch of the service in which its request begins."""

    holder: UUID
    epoch: int


class Turns:
    """The turns of one service, `ceiling` at most; `dice` makes numbers from 0 to 1."""

    def __init__(self, world: World, name: str, ceiling: int, dice: Callable[[], float]) -> None:
        self._world = world
        self._name = name
        self._ceiling = ceiling
        self._dice = dice
        window = timedelta(seconds=world.settings.provider_fault_seconds)
        self._rules = Rules(faults=world.settings.provider_faults, fault_window=window)

    def take(self) -> Ticket | None:
        """Take a turn; None if all are taken. Raises ProviderBusyError while the service cools off."""
        holder, now = self._world.ids.new(), self._world.clock.now()
        with self._world.store.as_service() as records:
            epoch = records.providers.take(self._name, self._ceiling, holder, now, lease.lease_end(self._world))
            if epoch is not None:
                return Ticket(holder, epoch)
            provider = records.providers.lock(self._name, now)
            if provider is not None and provider.may_probe(now):
                return self._probe(records, provider, holder)
        if provider is not None and provider.opened_until is not None:
            wait = provider.opened_until - now
            raise ProviderBusyError(self._name, max(wait.total_seconds(), SOON_S))
        return None

    def full(self) -> bool:
        """Tell whether all turns are taken, without keeping those waiting who give theirs back."""
        now = self._world.clock.now()
        with self._world.store.as_service() as records:
            provider = records.providers.find(self._name, now)
        return provider is not None and provider.full

    def extend(self, ticket: Ticket) -> bool:
        """Extend the lease of a turn; False if it is lost."""
        with self._world.store.as_service() as records:
            return records.providers.extend(self._name, ticket.holder, lease.lease_end(self._world))

    def give_back(self, ticket: Ticket, verdict: Verdict, wish_s: float = 0.0) -> None:
        """Record how the request went, and free its turn; without the database, the turn's lease runs out."""
        now, wish = self._world.clock.now(), timedelta(seconds=wish_s)
        try:
            with self._world.store.as_service() as records:
                fine = verdict is Verdict.FINE
                if fine and records.providers.praise(self._name, ticket.holder, ticket.epoch):
                    return
                before = records.providers.lock(self._name, now)
                if before is None:
                    return
                after = before.after(verdict, ticket.epoch, now, self._rules, self._dice(), wish)
                records.providers.record(after, ticket.holder, now, None)
        except UnavailableError:
            logger.warning("turn is left to its lease", exc_info=True, extra={"provider": self._name})
        else:
            _tell(self._world.meter, before, after)

    def _probe(self, records: Records, provider: Provider, holder: UUID) -> Ticket:
        probed = provider.probed()
        records.providers.record(probed, holder, self._world.clock.now(), lease.lease_end(self._world))
        logger.info("provider is probed", extra={"provider": self._name})
        return Ticket(holder, probed.epoch)


def _tell(meter: Meter, before: Provider, after: Provider) -> None:
    """Log and count what an operator wants to know of a service."""
    known = {"provider": after.name, "allowed": after.allowed, "cool_offs": after.cool_offs}
    if after.state is ProviderState.OPEN and before.state is not ProviderState.OPEN:
        meter.add(Metric.PROVIDER_COOL_OFFS, provider=after.name)
        logger.warning("provider cools off", extra={**known, "until": str(after.opened_until)})
    elif after.state is ProviderState.CLOSED and before.state is not ProviderState.CLOSED:
        meter.add(Metric.PROVIDER_RECOVERIES, provider=after.name)
        logger.warning("provider works again", extra=known)
    elif after.allowed < before.allowed:
        meter.add(Metric.PROVIDER_HALVINGS, provider=after.name)
        logger.warning("provider is asked less", extra=known)
