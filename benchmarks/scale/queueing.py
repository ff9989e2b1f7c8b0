"""SQS standard queues as they are documented to be fair, and Lambda's pollers with a cap on what runs at once."""

from collections import Counter, defaultdict, deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any
from uuid import UUID

from benchmarks.scale.simulation import SimulatedClock, Simulation
from ebookvoice.domain.states import Queue
from ebookvoice.ports.queues import OutboxMessage
from tests.fakes import FakeQueues

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
    """Messages of groups. Quiet groups come before noisy ones, and of those the one with the fewest messages in flight;
    otherwise the oldest message comes first.

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
        group = min(self.waiting, key=lambda group: self._turn(group, total, time))
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

    def _turn(self, group: str, total: int, time: float) -> tuple[bool, int, int]:
        """Tell how a group stands in line; the least comes first."""
        noisy = self.fair and self._noisy(group, total, time)
        return noisy, self.in_flight[group] if noisy else 0, self.waiting[group][0].order

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
            try:
                self._work(message.body)
            except Exception as error:
                error.add_note(f"message: {message.body}")
                raise
            self.queue.done(message, self._simulation.now, self._simulation.now - began)
            self._busy -= 1
            self._dispatch()

        self._simulation.spawn(after, self._name, process)


class SimulatedQueues(FakeQueues):
    """Implements Queues: hands messages to the pollers, when they are due."""

    def __init__(self, simulation: Simulation, pollers: Mapping[Queue, Pollers]) -> None:
        super().__init__()
        self._simulation = simulation
        self._clock = SimulatedClock(simulation)
        self._pollers = pollers
        self._order = count()
        self.sent = 0

    def send(self, messages: Sequence[OutboxMessage]) -> list[UUID]:
        for message in messages:
            delay = (message.due_at - self._clock.now()).total_seconds() if message.due_at else 0.0
            self._later(max(0.0, delay), message)
        self.sent += len(messages)
        return [message.id for message in messages]

    def _later(self, delay: float, message: OutboxMessage) -> None:
        queued = Message(message.body, message.group, next(self._order))
        self._simulation.call(delay, lambda: self._pollers[message.queue].put(queued))
