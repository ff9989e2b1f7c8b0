"""What has outlived its time. Every method takes a bounded batch and leaves rows alone that others have locked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID


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

    id: UUID
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

    def purge_files(self, before: datetime, now: datetime, limit: int) -> int:
        """Delete rows of files that are gone since before that time and that no job refers to; return how many.

        What still lies below a picture goes with it, and its objects and copies are owed.
        """
        ...

    def purge(self, table: Passing, before: datetime, limit: int) -> int:
        """Delete rows whose time was over before that one."""
        ...

    def departing(self, before: datetime, now: datetime) -> list[Departing]:
        """Take up audiobooks of one owner that go before that time and that they were not told of; note that they are.

        The owner comes whose audiobook goes first.
        """
        ...

    def untold(self, file_ids: Sequence[UUID], again: datetime) -> None:
        """Note that the mail was not sent, and when to try again."""
        ...

    def running(self, job_ids: Sequence[UUID], finished_before: datetime) -> set[UUID]:
        """Tell which of the jobs have not ended before that time."""
        ...
