"""Rows, objects, counters and ledgers, held against each other."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from ebookvoice.domain.storage import Location


@dataclass(frozen=True, slots=True)
class Claimed:
    """A row that says that an object is there; `size` in bytes, `pinned` once its bytes were seen.

    `missing_since` is when the object was first missed, if it was.
    """

    id: UUID
    key: str
    size: int
    etag: str | None
    pinned: bool
    location: Location
    since: datetime
    missing_since: datetime | None


@dataclass(frozen=True, slots=True)
class Correction:
    """A counter that did not agree with the files; bytes."""

    user_id: UUID
    kept_before: int
    kept: int
    lent_before: int
    lent: int


class Reconciliation(Protocol):
    """Going round everything, slice by slice; `after` and what comes back say where a slice ends (None: the round)."""

    def claimed(self, prefix: str, after: str, last: str | None, limit: int) -> list[Claimed]:
        """List the first rows of live objects below a prefix, from behind one key up to another (None: to the end).

        In the order of the keys' bytes, as stores list them.
        """
        ...

    def miss(self, file_id: UUID, now: datetime) -> None:
        """Note that the store does not have a file's object, unless that is known."""
        ...

    def found(self, file_ids: Sequence[UUID]) -> None:
        """Note that the store has the objects again."""
        ...

    def count_missing(self) -> tuple[int, int]:
        """Count files whose objects are missing, and all whose objects the primary alone should have."""
        ...

    def lose(self, file_id: UUID, before: datetime, now: datetime) -> bool:
        """Record that a file's object is gone since before that time and nobody knows why: → removed.

        What lies below a picture goes with it, and its objects and copies are owed.
        """
        ...

    def resize(self, file_id: UUID, etag: str, size: int) -> bool:
        """Set the size (bytes) of a file right that has these bytes, and no copy that says otherwise."""
        ...

    def note_strays(self, prefix: str, after: str, last: str | None, keys: Sequence[str], now: datetime) -> None:
        """Note which objects of a slice no row speaks for; what was noted before and is none any more is forgotten."""
        ...

    def due_strays(self, keys: Sequence[str], before: datetime) -> list[str]:
        """Pick those that were noted before that time."""
        ...

    def count_strays(self) -> tuple[int, int]:
        """Count objects that no row speaks for, and rows that speak for objects."""
        ...

    def forget_strays(self, keys: Sequence[str]) -> None:
        """Forget objects that were removed."""
        ...

    def recount(self, after: str, limit: int) -> tuple[list[Correction], str | None]:
        """Set counters that don't agree with the files right; return what was corrected."""
        ...

    def unbalanced(self, after: str, limit: int) -> tuple[list[UUID], str | None]:
        """List accounts whose ledger does not add up to their balance."""
        ...

    def position(self, name: str) -> str:
        """Tell how far a round has come; empty at its beginning."""
        ...

    def remember(self, name: str, position: str | None, now: datetime) -> None:
        """Note how far a round has come."""
        ...
