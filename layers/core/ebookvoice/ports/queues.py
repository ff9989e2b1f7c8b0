"""Queues that only carry ids."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from ebookvoice.domain.states import Queue


@dataclass(frozen=True, slots=True)
class OutboxMessage:
    """A message that a committed transaction owes to a queue; `group` is the fair queue's message group (the user).

    `due_at`: it is not to be received before.
    """

    id: UUID
    queue: Queue
    body: dict[str, Any]
    group: str
    due_at: datetime | None = None


class Queues(Protocol):
    """Sends to the service's queues."""

    def send(self, messages: Sequence[OutboxMessage]) -> list[UUID]:
        """Send in batches; return the ids of those that the queue took. What is due later is sent with a delay."""
        ...

    def hide(self, queue: Queue, receipt: str, seconds: int) -> None:
        """Keep a received message invisible for that many seconds from now."""
        ...
