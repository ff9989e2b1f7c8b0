"""What is written in the stores, so that each is known again."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Mark:
    """What a store has to say of itself; `written` once it is known to have been written there."""

    id: UUID
    written: bool


class StoreMarks(Protocol):
    def find(self, store: str) -> Mark | None:
        """Find the mark of a store; None if it was never chosen."""
        ...

    def choose(self, store: str) -> Mark:
        """Choose the mark of a store, unless there is one."""
        ...

    def written(self, store: str, now: datetime) -> None:
        """Note that the mark lies in the store."""
        ...

    def sample(self, limit: int) -> list[tuple[str, int]]:
        """List keys and sizes (bytes) of some files that the primary has."""
        ...
