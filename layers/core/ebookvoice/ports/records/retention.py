"""What has outlived its time. Every method takes a bounded batch and leaves rows alone that others have locked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from ebookvoice.domain.storage import Location


class Passing(StrEnum):
    """Tables whose rows have a time of their own to go."""

    SESSIONS = "sessions"
    CHALLENGES = "challenges"
    RATE_LIMITS = "rate_limits"
    IDEMPOTENCY_KEYS = "idempotency_keys"
    WEBHOOK_EVENTS = "webhook_events"


@dataclass(frozen=True, slots=True)
class EndedJob:
    """A job whose intermediates may go."""

    job_id: UUID
    user_id: UUID


@dataclass(frozen=True, slots=True)
class Departing:
    """An audiobook that goes soon."""

    user_id: UUID
    email: str
    title: str
    expires_at: datetime


class Retention(Protocol):
    def remove_due(self, now: datetime, limit: int) -> list[str]:
        """End files whose time is over and no running job needs, with what lies below them; owe their objects.

        Returns the keys that are to be removed.
        """
        ...

    def clear_jobs(self, finished_before: datetime, now: datetime, limit: int) -> list[EndedJob]:
        """Forget the segments of jobs that ended before that time; their intermediates are to be removed."""
        ...

    def purge_files(self, before: datetime, limit: int) -> int:
        """Delete rows of files that are gone since before that time and that no job refers to."""
        ...

    def purge(self, table: Passing, before: datetime, limit: int) -> int:
        """Delete rows whose time was over before that one."""
        ...

    def departing(self, before: datetime, now: datetime, limit: int) -> list[Departing]:
        """Take up audiobooks that go before that time and whose owners were not told; note that they are."""
        ...

    def running(self, job_ids: Sequence[UUID], finished_before: datetime) -> set[UUID]:
        """Tell which of the jobs have not ended before that time."""
        ...


@dataclass(frozen=True, slots=True)
class Claimed:
    """A row that says that an object is there; `size` in bytes, `pinned` once its bytes were seen."""

    id: UUID
    key: str
    size: int
    pinned: bool
    location: Location
    since: datetime


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

    def lose(self, file_id: UUID, now: datetime) -> bool:
        """Record that a file's object is gone and nobody knows why: → removed."""
        ...

    def resize(self, file_id: UUID, size: int) -> None:
        """Set a file's size right, in bytes."""
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
