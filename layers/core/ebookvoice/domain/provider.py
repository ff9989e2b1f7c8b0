"""How much a speech service is asked at once: more while it answers, half when it is overloaded, nothing for a while
when it fails again and again."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Self

_NONE = timedelta()


class Verdict(StrEnum):
    """What a request says about its service: it works, it is asked too much, or it failed for another reason."""

    FINE = "fine"
    OVERLOADED = "overloaded"
    FAILED = "failed"


class ProviderState(StrEnum):
    """A circuit breaker's: requests go through, none does, or one that is to show whether the service works again."""

    CLOSED = "closed"
    OPEN = "open"
    HALF_OPEN = "half_open"


@dataclass(frozen=True, slots=True)
class Rules:
    """`faults` in a row within `fault_window` open the breaker; each cool-off in a row lasts twice as long.

    From `burst` in a row on they are no accident any more: who is overloaded is asked less. A service that wants to be
    left alone for longer than `patience` opens it at once (Retry-After, RFC 9110, 10.2.3).
    """

    burst: int = 3
    faults: int = 10
    fault_window: timedelta = timedelta(minutes=5)
    raise_after: timedelta = timedelta(seconds=5)
    cool_off: timedelta = timedelta(seconds=30)
    longest_cool_off: timedelta = timedelta(minutes=10)
    patience: timedelta = timedelta(seconds=10)


@dataclass(frozen=True, slots=True)
class Provider:
    """A speech service as all workers know it; `held` counts the turns that are out, `allowed` is their limit.

    What a request says counts only if it began in this `epoch`: the requests of one burst slow the service down once,
    and those from before a cool-off say nothing of the time after it.
    """

    name: str
    ceiling: int
    allowed: int
    changed_at: datetime
    state: ProviderState = ProviderState.CLOSED
    epoch: int = 0
    fine: int = 0
    faults: int = 0
    faults_since: datetime | None = None
    cool_offs: int = 0
    opened_until: datetime | None = None
    held: int = 0

    @property
    def full(self) -> bool:
        """Tell whether the service works, but all of its turns are taken."""
        return self.state is ProviderState.CLOSED and self.held >= self.allowed

    def may_probe(self, now: datetime) -> bool:
        """Tell whether a request may find out if the service works again: the only one, and after the cool-off."""
        cooled = self.opened_until is None or self.opened_until <= now
        return self.state is not ProviderState.CLOSED and cooled and self.held == 0

    def probed(self) -> Self:
        """Return the service with a request on its way that finds out; one that died with its worker has no say."""
        return replace(self, state=ProviderState.HALF_OPEN, opened_until=None, epoch=self.epoch + 1)

    def after(
        self, verdict: Verdict, epoch: int, now: datetime, rules: Rules, dice: float, wish: timedelta = _NONE
    ) -> Self:
        """Return the service as it is after a request that began in that epoch; `dice` (0 to 1) spreads cool-offs.

        `wish` is for how long the service wants to be left alone.
        """
        if epoch != self.epoch:
            return self
        if self.state is not ProviderState.CLOSED:
            return self._closed(now) if verdict is Verdict.FINE else self._opened(now, rules, dice, wish)
        if verdict is Verdict.FINE:
            return self._praised(now, rules)
        blamed = self._blamed(now, rules)
        if verdict is Verdict.OVERLOADED and blamed.faults >= rules.burst:
            blamed = blamed._halved(now)
        enough = blamed.faults >= rules.faults or wish > rules.patience
        return blamed._opened(now, rules, dice, wish) if enough else blamed

    def _praised(self, now: datetime, rules: Rules) -> Self:
        """Count an answer; after as many as there are turns, and some time, there is one turn more."""
        counted = replace(self, fine=self.fine + 1, faults=0, faults_since=None)
        if counted.fine < self.allowed:
            return counted
        if now < self.changed_at + rules.raise_after:
            return replace(counted, fine=0)
        return replace(counted, allowed=min(self.allowed + 1, self.ceiling), fine=0, cool_offs=0, changed_at=now)

    def _halved(self, now: datetime) -> Self:
        return replace(self, allowed=max(1, self.allowed // 2), fine=0, epoch=self.epoch + 1, changed_at=now)

    def _blamed(self, now: datetime, rules: Rules) -> Self:
        """Count a fault."""
        since = self.faults_since
        if since is None or since + rules.fault_window < now:
            return replace(self, faults=1, faults_since=now)
        return replace(self, faults=self.faults + 1)

    def _opened(self, now: datetime, rules: Rules, dice: float, wish: timedelta) -> Self:
        usual = min(rules.cool_off * 2 ** min(self.cool_offs, 32), rules.longest_cool_off)
        return replace(
            self,
            state=ProviderState.OPEN,
            opened_until=now + max(usual * (0.9 + 0.2 * dice), wish),
            cool_offs=self.cool_offs + 1,
            epoch=self.epoch + 1,
            fine=0,
            faults=0,
            faults_since=None,
        )

    def _closed(self, now: datetime) -> Self:
        return replace(self._halved(now), state=ProviderState.CLOSED, opened_until=None)
