"""Jobs, as the use cases move them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, Protocol
from uuid import UUID

from ebookvoice.domain.job import Conversion, Failure, Job
from ebookvoice.domain.states import JobState
from ebookvoice.ports.records.assemblies import Artifact, AssemblyTask
from ebookvoice.ports.records.readings import PlannedBook, ReadingTask


@dataclass(frozen=True, slots=True)
class SilentJob:
    """A job that should have been heard of: its worker let the lease run out, or nobody has come for it."""

    job_id: UUID
    user_id: UUID
    state: JobState
    attempts: int
    correlation_id: str | None = None


class QueuedJob(NamedTuple):
    """A job whose book has come, and the request that asked for it."""

    job_id: UUID
    user_id: UUID
    correlation_id: str | None = None


class Jobs(Protocol):
    def add(self, job_id: UUID, user_id: UUID, file_id: UUID, conversion: Conversion, now: datetime) -> bool:
        """Insert a job: queued if the file's bytes are pinned, else awaiting them; False if the file can't be used."""
        ...

    def cancel(self, job_id: UUID, now: datetime) -> bool:
        """End a job that has not ended at its owner's wish: → cancelled."""
        ...

    def find(self, job_id: UUID, now: datetime) -> Job | None:
        """Find a job with its progress, as far as the transaction's role may see it."""
        ...

    def queue_all_of(self, file_id: UUID, now: datetime) -> list[QueuedJob]:
        """Move the file's waiting jobs on: awaiting_upload → queued."""
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

    def complete(self, task: AssemblyTask, attempt: UUID, artifacts: Sequence[Artifact], now: datetime) -> bool:
        """Record the audiobook: assembling → completed; False if the attempt is stale.

        The first artifact is the one that its owner sees among their files; the others, and those of the chapters,
        come below it.
        """
        ...

    def extend(self, job_id: UUID, attempt: UUID, until: datetime) -> bool:
        """Extend the lease; False if it is lost."""
        ...

    def release(self, job_id: UUID, attempt: UUID) -> None:
        """Let the lease end, so that a retry need not wait for it."""
        ...

    def fail(
        self, job_id: UUID, failure: Failure, now: datetime, unheld_in: Sequence[JobState] = ()
    ) -> tuple[UUID, UUID] | None:
        """End a job that has not ended: → failed; return (user, file), or None if it had ended.

        With `unheld_in`, only a job in one of those states that no worker holds.
        """
        ...

    def silent(self, now: datetime, before: datetime, long_before: datetime, limit: int) -> list[SilentJob]:
        """Take back jobs whose lease has run out, and take up those that wait, unheard of since before that time.

        A job none of whose segments was spoken yet counts only if it is unheard of since long before; one that somebody
        speaks or masters a part of does not count.
        """
        ...
