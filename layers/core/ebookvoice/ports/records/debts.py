"""What a committed transaction still owes the world."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from ebookvoice.ports.queues import OutboxMessage


class Outbox(Protocol):
    def add(self, messages: Sequence[OutboxMessage]) -> None:
        """Owe messages, as part of the transaction that makes them true."""
        ...

    def oldest(self, before: datetime, limit: int) -> list[OutboxMessage]:
        """Lock messages that are still owed, and were due before that time."""
        ...

    def owes(self, since: datetime) -> bool:
        """Tell whether a message is owed that was due at that time, or before."""
        ...

    def sent(self, ids: Sequence[UUID]) -> None:
        """Forget messages that the queue took."""
        ...


class Trash(Protocol):
    def add(self, prefix: str, since: datetime) -> None:
        """Owe the removal of every object whose key starts with the prefix, now or from some time on."""
        ...

    def add_exact(self, keys: Sequence[str], since: datetime) -> None:
        """Owe the removal of single objects."""
        ...

    def oldest(self, now: datetime, limit: int) -> list[str]:
        """List prefixes whose objects are to be removed by now, those that nobody has emptied for longest first."""
        ...

    def emptied(self, prefix: str, now: datetime) -> None:
        """Note that the objects were removed; others may still come."""
        ...

    def oldest_exact(self, now: datetime, limit: int) -> list[str]:
        """List single objects that are to be removed by now."""
        ...

    def forget_exact(self, keys: Sequence[str]) -> list[str]:
        """Forget single objects that were removed; return those that were still owed."""
        ...

    def forget(self, prefix: str, before: datetime) -> None:
        """Forget a prefix that was given up before that time; nobody writes below it any more."""
        ...
