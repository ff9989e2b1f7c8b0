"""SQS standard queues as they are documented to be fair, and Lambda's pollers with a cap on what runs at once."""

from collections import Counter, defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from benchmarks.scale.simulation import Simulation

NOISY_SHARE, NOISY_MESSAGES = 0.10, 30
"""A group is noisy with more than that share of what is in flight and at least so many messages of its own there, or
with more than that share of the recent processing time (SQS developer guide, "How Amazon SQS fair queues work")."""

RECENT_S = 60.0
"""What is recent; the guide gives no number."""

DELIVERY_S = 0.05
"""From a message that lies there to the function that has it."""


@dataclass(slots=True)
class Message:
    """A message's body, whose it is, and its place in the order of arrival."""

    body: dict[str, Any]
    group: str
    order: int


@dataclass(slots=True)
class FairQueue:
    """Messages of groups. Quiet groups come before noisy ones, older messages before younger ones.

    Without `fair` the oldest message comes first, whosever it is.
    """

    fair: bool = True
    waiting: dict[str, deque[Message]] = field(default_factory=dict)
    in_flight: Counter[str] = field(default_factory=Counter)
    recent: deque[tuple[float, str, float]] = field(default_factory=deque)
    spent: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))

    def put(self, message: Message) -> None:
        """Take a message in."""
        self.waiting.setdefault(message.group, deque()).append(message)

    def take(self, now: float) -> Message | None:
        """Hand out the next message; None if there is none."""
        if not self.waiting:
            return None
        self._forget(now)
        total, time = self.in_flight.total(), sum(self.spent.values())
        heads = ((self.fair and self._noisy(group, total, time), own[0].order) for group, own in self.waiting.items())
        _, order = min(heads)
        group = next(group for group, own in self.waiting.items() if own[0].order == order)
        message = self.waiting[group].popleft()
        if not self.waiting[group]:
            del self.waiting[group]
        self.in_flight[group] += 1
        return message

    def done(self, message: Message, now: float, seconds: float) -> None:
        """Delete a message that was worked on for so long."""
        self.in_flight[message.group] -= 1
        self.recent.append((now, message.group, seconds))
        self.spent[message.group] += seconds

    def _noisy(self, group: str, total: int, time: float) -> bool:
        own = self.in_flight[group]
        many = own >= NOISY_MESSAGES and own > NOISY_SHARE * total
        return many or self.spent[group] > NOISY_SHARE * time > 0

    def _forget(self, now: float) -> None:
        while self.recent and self.recent[0][0] < now - RECENT_S:
            _, group, seconds = self.recent.popleft()
            self.spent[group] -= seconds


class Pollers:
    """An event source mapping: at most `cap` invocations at once, each in an environment that was cold once."""

    def __init__(
        self, simulation: Simulation, name: str, queue: FairQueue, cap: int, init: float, work: Callable[[Any], None]
    ) -> None:
        self.queue = queue
        self.environments = 0
        self.invocations = 0
        self._simulation = simulation
        self._name = name
        self._cap = cap
        self._init = init
        self._work = work
        self._busy = 0

    def put(self, message: Message) -> None:
        """Take word of a message."""
        self.queue.put(message)
        self._dispatch()

    def _dispatch(self) -> None:
        while self._busy < self._cap and (message := self.queue.take(self._simulation.now)):
            self._busy += 1
            cold = self._busy > self.environments
            self.environments = max(self.environments, self._busy)
            self._invoke(message, DELIVERY_S + (self._init if cold else 0.0))

    def _invoke(self, message: Message, after: float) -> None:
        def process() -> None:
            began = self._simulation.now
            self.invocations += 1
            self._work(message.body)
            self.queue.done(message, self._simulation.now, self._simulation.now - began)
            self._busy -= 1
            self._dispatch()

        self._simulation.spawn(after, self._name, process)
