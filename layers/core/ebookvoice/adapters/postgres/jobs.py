"""jobs, chapters: one guarded UPDATE per transition."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from psycopg.types.json import Jsonb

from ebookvoice.adapters.postgres import choices, directions
from ebookvoice.adapters.postgres.assemblies import PostgresAssemblies
from ebookvoice.adapters.postgres.job_rows import chapter_of, job_of
from ebookvoice.adapters.postgres.plans import record_plan
from ebookvoice.domain import correlation
from ebookvoice.domain.job import Conversion, Failure, Job
from ebookvoice.domain.states import JobState
from ebookvoice.domain.storage import Location
from ebookvoice.ports.records.jobs import QueuedJob, SilentJob
from ebookvoice.ports.records.readings import PlannedBook, ReadingTask


class PostgresJobs(PostgresAssemblies):
    def add(self, job_id: UUID, user_id: UUID, file_id: UUID, conversion: Conversion, now: datetime) -> bool:
        """Insert a job: queued if the file's bytes are pinned, else awaiting them; False if the file can't be used.

        It remembers the request that is being served. The lock on the file keeps its pinning from slipping in between.
        """
        added = self._rows.run(
            """
            insert into jobs
                (id, user_id, file_id, state, voice, requested_title, cover_file_id, choice, direction, formats,
                correlation_id, created_at, heard_at)
            select %(id)s, f.user_id, f.id, case f.state when 'uploaded' then 'queued' else 'awaiting_upload' end,
                %(voice)s, %(title)s, %(cover)s, %(choice)s, %(direction)s, %(formats)s::text[], %(correlation)s,
                %(now)s, %(now)s
            from files f
            where f.id = %(file)s and f.user_id = %(user)s and f.kind = 'book' and f.state in ('awaiting', 'uploaded')
            for update of f
            """,
            {
                "id": job_id,
                "user": user_id,
                "file": file_id,
                "voice": conversion.voice,
                "title": conversion.title,
                "cover": conversion.cover_file_id,
                "choice": Jsonb(choices.row_of(conversion.choice)),
                "direction": Jsonb(directions.row_of(conversion.direction)),
                "formats": [str(format_) for format_ in conversion.formats],
                "correlation": correlation.current(),
                "now": now,
            },
        )
        return added == 1

    def find(self, job_id: UUID, now: datetime) -> Job | None:
        """Find a job with its progress, as far as the transaction's role may see it."""
        row = self._rows.first("select * from jobs where id = %(id)s", {"id": job_id})
        if row is None:
            return None
        chapters = self._rows.all("select * from chapters where job_id = %(id)s order by number", {"id": job_id})
        return job_of(row, tuple(chapter_of(chapter, row["sample_rate"]) for chapter in chapters), now)

    def queue_all_of(self, file_id: UUID, now: datetime) -> list[QueuedJob]:
        """Move the file's waiting jobs on: awaiting_upload → queued."""
        statement = """
            update jobs set state = 'queued', heard_at = %(now)s where file_id = %(file)s and state = 'awaiting_upload'
            returning id as job_id, user_id, correlation_id
        """
        return [QueuedJob(**row) for row in self._rows.all(statement, {"file": file_id, "now": now})]

    def waiting_for(self, file_id: UUID) -> list[UUID]:
        """List the jobs that wait for the file's bytes."""
        statement = "select id from jobs where file_id = %(file)s and state = 'awaiting_upload'"
        return [row["id"] for row in self._rows.all(statement, {"file": file_id})]

    def claim_reading(self, job_id: UUID, attempt: UUID, now: datetime, until: datetime) -> ReadingTask | None:
        """Lease the job for reading: queued → reading, or reading whose lease has run out."""
        row = self._rows.first(
            """
            update jobs j
            set state = 'reading', attempt = %(attempt)s, attempts = j.attempts + 1, lease_until = %(until)s,
                heard_at = %(now)s
            from files f
            where j.id = %(id)s and f.id = j.file_id and (
                j.state = 'queued' or (j.state = 'reading' and (j.lease_until is null or j.lease_until < %(now)s))
            )
            returning j.id as job_id, j.user_id, f.key, f.etag, f.sha256, f.filename,
                j.requested_title as title, j.voice, j.attempts, j.cover_file_id, j.choice,
                j.direction, f.storage_location as location, f.backup_etag
            """,
            {"id": job_id, "attempt": attempt, "now": now, "until": until},
        )
        if row is None:
            return None
        choice, direction = choices.choice_of(row["choice"]), directions.direction_of(row["direction"])
        location = Location(row["location"])
        return ReadingTask(**{**row, "location": location, "choice": choice, "direction": direction})

    def plan(self, task: ReadingTask, attempt: UUID, plan: PlannedBook, now: datetime) -> bool:
        """Record the plan: reading → synthesizing, with chapters and segments; False if the attempt is stale."""
        return record_plan(self._rows, task, attempt, plan, now)

    def extend(self, job_id: UUID, attempt: UUID, until: datetime) -> bool:
        """Extend the lease; False if it is lost."""
        statement = """
            update jobs set lease_until = %(until)s
            where id = %(id)s and attempt = %(attempt)s and state in ('reading', 'assembling')
        """
        return self._rows.run(statement, {"id": job_id, "attempt": attempt, "until": until}) == 1

    def release(self, job_id: UUID, attempt: UUID) -> None:
        """Let the lease end, so that a retry need not wait for it."""
        statement = """
            update jobs set lease_until = null
            where id = %(id)s and attempt = %(attempt)s and state in ('reading', 'assembling')
        """
        self._rows.run(statement, {"id": job_id, "attempt": attempt})

    def cancel(self, job_id: UUID, now: datetime) -> bool:
        """End a job that has not ended at its owner's wish: → cancelled."""
        statement = """
            update jobs set state = 'cancelled', finished_at = %(now)s, lease_until = null
            where id = %(id)s and state not in ('completed', 'failed', 'cancelled')
        """
        return self._rows.run(statement, {"id": job_id, "now": now}) == 1

    def fail(
        self, job_id: UUID, failure: Failure, now: datetime, unheld_in: Sequence[JobState] = ()
    ) -> tuple[UUID, UUID] | None:
        """End a job that has not ended: → failed; return (user, file), or None if it had ended.

        With `unheld_in`, only a job in one of those states that no worker holds.
        """
        row = self._rows.first(
            """
            update jobs
            set state = 'failed', failure_code = %(code)s, failure_message = %(message)s, finished_at = %(now)s,
                lease_until = null
            where id = %(id)s and state not in ('completed', 'failed', 'cancelled') and (
                cardinality(%(states)s::text[]) = 0
                or (state = any(%(states)s::text[]) and (lease_until is null or lease_until < %(now)s))
            )
            returning user_id, file_id
            """,
            {
                "id": job_id,
                "code": failure.code,
                "message": failure.message,
                "now": now,
                "states": [str(state) for state in unheld_in],
            },
        )
        return (row["user_id"], row["file_id"]) if row else None

    def silent(self, now: datetime, before: datetime, long_before: datetime, limit: int) -> list[SilentJob]:
        """Take back jobs whose lease has run out, and take up those that wait, unheard of since before that time.

        A job none of whose segments was spoken yet counts only if it is unheard of since long before; one that somebody
        speaks or masters a part of does not count.
        """
        rows = self._rows.all(
            """
            update jobs set lease_until = null, heard_at = %(now)s
            where id in (
                select id from jobs
                where state in ('queued', 'reading', 'synthesizing', 'assembling')
                    and not exists (select from segments s where s.job_id = jobs.id and s.state = 'speaking')
                    and not exists (select from chapters c where c.job_id = jobs.id and c.state = 'mastering')
                    and (
                        lease_until < %(now)s
                        or (lease_until is null and heard_at < %(long_before)s)
                        or (lease_until is null and heard_at < %(before)s and not (
                            state = 'synthesizing' and characters_done = 0
                        ))
                    )
                order by heard_at limit %(limit)s for update skip locked
            )
            returning id as job_id, user_id, state, attempts, correlation_id
            """,
            {"now": now, "before": before, "long_before": long_before, "limit": limit},
        )
        return [SilentJob(**{**row, "state": JobState(row["state"])}) for row in rows]
