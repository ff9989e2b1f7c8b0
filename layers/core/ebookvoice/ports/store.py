"""The state machine in Postgres: every method is one statement, every transition guarded."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from ebookvoice.domain.account import User
from ebookvoice.domain.file import File
from ebookvoice.domain.job import Audiobook, Conversion, Failure, Job
from ebookvoice.domain.states import JobState
from ebookvoice.ports.queues import OutboxMessage


@dataclass(frozen=True, slots=True)
class ReadingTask:
    """A job that this worker may read the book of."""

    job_id: UUID
    user_id: UUID
    file_id: UUID
    key: str
    etag: str
    sha256: str
    filename: str
    title: str | None
    voice: str | None
    attempts: int


@dataclass(frozen=True, slots=True)
class PlannedChapter:
    """A chapter as it goes into the database; its number is its place in the list."""

    title: str
    characters: int
    segments: int


@dataclass(frozen=True, slots=True)
class PlannedSegment:
    """A segment as it goes into the database; `offset` and `length` are the bytes of its line in book.json."""

    id: UUID
    number: int
    chapter: int
    characters: int
    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class PlannedBook:
    """What reading a book has decided."""

    title: str
    authors: tuple[str, ...]
    language: str | None
    metadata: dict[str, Any]
    skipped: list[dict[str, Any]]
    voice: str
    book_key: str
    book_etag: str
    cover_key: str | None
    cover_type: str | None
    chapters: tuple[PlannedChapter, ...]
    segments: tuple[PlannedSegment, ...]


@dataclass(frozen=True, slots=True)
class SegmentTask:
    """A segment that this worker may speak."""

    segment_id: UUID
    job_id: UUID
    user_id: UUID
    number: int
    voice: str
    book_key: str
    book_etag: str
    offset: int
    length: int
    attempts: int


@dataclass(frozen=True, slots=True)
class SpokenSegment:
    """Where the official audio of a segment lies, and its length."""

    audio_key: str
    timings_key: str
    samples: int
    sample_rate: int


@dataclass(frozen=True, slots=True)
class CompletedSegment:
    """How many segments of its job are left, and whose job it is."""

    remaining: int
    user_id: UUID


@dataclass(frozen=True, slots=True)
class AssemblyTask:
    """A job whose segments are all done, for this worker to bind."""

    job_id: UUID
    user_id: UUID
    title: str
    authors: tuple[str, ...]
    language: str | None
    metadata: dict[str, Any]
    voice: str
    cover_key: str | None
    cover_type: str | None
    attempts: int


@dataclass(frozen=True, slots=True)
class FinishedChapter:
    """A chapter all of whose segments are done."""

    title: str
    samples: int


@dataclass(frozen=True, slots=True)
class Artifact:
    """A file made for the reader; sizes in bytes, SHA-256 in base64."""

    id: UUID
    key: str
    filename: str
    content_type: str
    size: int
    sha256: str
    etag: str


@dataclass(frozen=True, slots=True)
class SilentJob:
    """A job that should have been heard of: its worker let the lease run out, or nobody has come for it."""

    job_id: UUID
    user_id: UUID
    state: JobState
    attempts: int


@dataclass(frozen=True, slots=True)
class StalledSegment:
    """A segment whose worker let its lease run out."""

    segment_id: UUID
    job_id: UUID
    user_id: UUID
    attempts: int


class Accounts(Protocol):
    def add(self, user: User, password_hash: str) -> bool:
        """Create an account; False if the address is taken."""
        ...

    def by_email(self, email: str) -> tuple[User, str] | None:
        """Find an account and its password hash."""
        ...


class Credits(Protocol):
    def grant(self, user_id: UUID, amount: int) -> None:
        """Add credits, opening the account if need be."""
        ...

    def hold(self, user_id: UUID, job_id: UUID, amount: int) -> bool:
        """Set credits aside for a job; False if there are not enough."""
        ...

    def post(self, job_id: UUID) -> None:
        """Spend what was held; nothing if the hold is resolved."""
        ...

    def void(self, job_id: UUID) -> None:
        """Give back what was held; nothing if the hold is resolved."""
        ...


class Files(Protocol):
    def add(self, file: File) -> None:
        """Insert an upload that is awaited."""
        ...

    def find(self, file_id: UUID) -> File | None:
        """Find an upload by id, as far as the transaction's role may see it."""
        ...

    def by_key(self, key: str) -> File | None:
        """Find an upload by its object's key."""
        ...

    def pin(self, file_id: UUID, etag: str) -> bool:
        """Fix an awaited upload to the bytes that arrived: awaiting → uploaded."""
        ...

    def reject(self, file_id: UUID) -> str | None:
        """Turn an upload down for good unless another job still uses it; return its key if so."""
        ...

    def expire(self, file_id: UUID) -> bool:
        """Give up on bytes that never came: awaiting → expired."""
        ...

    def overdue(self, before: datetime, now: datetime, limit: int) -> list[File]:
        """Take up uploads that are awaited since before that time, those that nobody looked at longest first."""
        ...


class Jobs(Protocol):
    def add(self, job_id: UUID, user_id: UUID, file_id: UUID, conversion: Conversion, now: datetime) -> JobState | None:
        """Insert a job: queued if the file's bytes are pinned, else awaiting them; None if the file can't be used."""
        ...

    def cancel(self, job_id: UUID, now: datetime) -> bool:
        """End a job that has not ended at its owner's wish: → cancelled."""
        ...

    def find(self, job_id: UUID, now: datetime) -> Job | None:
        """Find a job with its progress, as far as the transaction's role may see it."""
        ...

    def queue_all_of(self, file_id: UUID) -> list[tuple[UUID, UUID]]:
        """Move the file's waiting jobs on: awaiting_upload → queued; return (job, user) of each."""
        ...

    def waiting_for(self, file_id: UUID) -> list[UUID]:
        """List the jobs that wait for the file's bytes."""
        ...

    def claim_reading(self, job_id: UUID, attempt: UUID, now: datetime, until: datetime) -> ReadingTask | None:
        """Lease the job for reading: queued → reading, or reading whose lease has run out."""
        ...

    def plan(self, task: ReadingTask, attempt: UUID, plan: PlannedBook, now: datetime) -> bool:
        """Record the plan: reading → synthesizing, with chapters and segments; False if the attempt is stale."""
        ...

    def claim_assembling(self, job_id: UUID, attempt: UUID, now: datetime, until: datetime) -> AssemblyTask | None:
        """Lease the job for assembly, unless another worker holds it."""
        ...

    def complete(self, task: AssemblyTask, attempt: UUID, artifact: Artifact, now: datetime) -> bool:
        """Record the audiobook: assembling → completed; False if the attempt is stale."""
        ...

    def extend(self, job_id: UUID, attempt: UUID, until: datetime) -> bool:
        """Extend the lease; False if it is lost."""
        ...

    def release(self, job_id: UUID, attempt: UUID) -> None:
        """Let the lease end, so that a retry need not wait for it."""
        ...

    def fail(self, job_id: UUID, failure: Failure, now: datetime) -> tuple[UUID, UUID] | None:
        """End a job that has not ended: → failed; return (user, file), or None if it had ended."""
        ...

    def silent(self, now: datetime, before: datetime, long_before: datetime, limit: int) -> list[SilentJob]:
        """Take back jobs whose lease has run out, and take up those that wait, unheard of since before that time.

        A job none of whose segments was spoken yet counts only if it is unheard of since long before.
        """
        ...


class Segments(Protocol):
    def is_done(self, segment_id: UUID) -> bool:
        """Tell whether a segment has its official audio."""
        ...

    def claim(self, segment_id: UUID, attempt: UUID, now: datetime, until: datetime) -> SegmentTask | None:
        """Lease a segment: pending → speaking, or speaking whose lease has run out."""
        ...

    def extend(self, segment_id: UUID, attempt: UUID, until: datetime) -> bool:
        """Extend the lease; False if it is lost."""
        ...

    def release(self, segment_id: UUID, attempt: UUID) -> None:
        """Give the segment back: speaking → pending."""
        ...

    def complete(
        self, segment_id: UUID, attempt: UUID, spoken: SpokenSegment, message_id: UUID, now: datetime
    ) -> CompletedSegment | None:
        """Make this attempt's audio the official one and count it; the last one writes the assembly message.

        One statement: guard, both counters and the outbox row stand or fall together.
        """
        ...

    def of_job(self, job_id: UUID) -> list[SpokenSegment]:
        """List the official audio of a job in order."""
        ...

    def pending_of(self, job_id: UUID) -> list[UUID]:
        """List the segments of a job that nobody works on."""
        ...

    def chapters_of(self, job_id: UUID) -> list[FinishedChapter]:
        """List the chapters of a job in order."""
        ...

    def stalled(self, now: datetime, limit: int) -> list[StalledSegment]:
        """Take back segments whose lease has run out: speaking → pending."""
        ...


class Outbox(Protocol):
    def add(self, messages: Sequence[OutboxMessage]) -> None:
        """Owe messages, as part of the transaction that makes them true."""
        ...

    def oldest(self, before: datetime, limit: int) -> list[OutboxMessage]:
        """Lock messages that are still owed since before that time."""
        ...

    def sent(self, ids: Sequence[UUID]) -> None:
        """Forget messages that the queue took."""
        ...


class Trash(Protocol):
    def add(self, prefix: str) -> None:
        """Owe the removal of every object whose key starts with the prefix."""
        ...

    def oldest(self, limit: int) -> list[str]:
        """List prefixes whose objects are to be removed."""
        ...

    def emptied(self, prefix: str) -> None:
        """Forget a prefix whose objects are gone."""
        ...


class Audiobooks(Protocol):
    def find(self, job_id: UUID) -> tuple[Audiobook, str] | None:
        """Find a finished audiobook and its object's key, as far as the transaction's role may see it."""
        ...


class Records(Protocol):
    """The repositories, bound to one open transaction."""

    accounts: Accounts
    credits: Credits
    files: Files
    jobs: Jobs
    segments: Segments
    outbox: Outbox
    trash: Trash
    audiobooks: Audiobooks


class Store(Protocol):
    """Opens short transactions: committed when the block ends, rolled back when it raises."""

    def as_user(self, user_id: UUID) -> AbstractContextManager[Records]:
        """Act as the user, under row-level security."""
        ...

    def as_service(self) -> AbstractContextManager[Records]:
        """Act as the service."""
        ...

    def reachable(self) -> bool:
        """Tell whether the database answers."""
        ...
