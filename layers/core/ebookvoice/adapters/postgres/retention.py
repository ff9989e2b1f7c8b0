"""What has outlived its time, in batches that don't wait for each other."""

from collections.abc import Sequence
from datetime import datetime
from typing import LiteralString
from uuid import UUID

from ebookvoice.adapters.postgres.warnings import PostgresWarnings
from ebookvoice.ports.records.retention import EndedJob, Passing

# An array of places is looked up row by row; a join would read all of a large table for each batch.
_PASSING: dict[Passing, LiteralString] = {
    Passing.SESSIONS: """
        delete from sessions where ctid = any(array(
            select ctid from sessions where expires_at <= %(before)s
            order by expires_at limit %(limit)s for update skip locked
        ))
    """,
    Passing.CHALLENGES: """
        delete from challenges where ctid = any(array(
            select ctid from challenges where expires_at <= %(before)s
            order by expires_at limit %(limit)s for update skip locked
        ))
    """,
    Passing.RATE_LIMITS: """
        delete from rate_limits where ctid = any(array(
            select ctid from rate_limits where expires_at <= %(before)s
            order by expires_at limit %(limit)s for update skip locked
        ))
    """,
    Passing.IDEMPOTENCY_KEYS: """
        delete from idempotency_keys where ctid = any(array(
            select ctid from idempotency_keys where expires_at <= %(before)s
            order by expires_at limit %(limit)s for update skip locked
        ))
    """,
    Passing.WEBHOOK_EVENTS: """
        delete from webhook_events where ctid = any(array(
            select ctid from webhook_events where received_at <= %(before)s
            order by received_at limit %(limit)s for update skip locked
        ))
    """,
}


class PostgresRetention(PostgresWarnings):
    def remove_due(self, now: datetime, limit: int) -> list[str]:
        """End files whose time is over and no running job needs, with what lies below them; owe their objects.

        The locks come first: whoever adds a job to a file holds its row meanwhile, and is seen by the second statement.
        """
        due = self._rows.all(
            """
            select id from files where expires_at <= %(now)s and state in ('uploaded', 'ready')
            order by expires_at limit %(limit)s for update skip locked
            """,
            {"now": now, "limit": limit},
        )
        free = self._rows.all(
            """
            select f.id from files f where f.id = any(%(ids)s::uuid[]) and not exists (
                select from jobs j where j.file_id = f.id and j.state not in ('completed', 'failed', 'cancelled')
            ) and not exists (
                select from jobs j where j.cover_file_id = any(array[f.id, f.parent_id])
                    and j.state not in ('completed', 'failed', 'cancelled')
            )
            """,
            {"ids": [row["id"] for row in due]},
        )
        rows = self._rows.all(
            """
            with gone as (
                update files f set state = 'removed', removed_at = %(now)s
                where (f.id = any(%(ids)s::uuid[]) or f.parent_id = any(%(ids)s::uuid[]))
                    and f.state in ('uploaded', 'ready')
                returning f.key, f.storage_location
            ), owed as (
                insert into trash (prefix, exact, created_at) select key, true, %(now)s from gone
                on conflict (prefix) do update set created_at = excluded.created_at
            ), copies as (
                insert into backup_removals (key, owed_since)
                select key, %(now)s from gone where storage_location <> 'primary' on conflict (key) do nothing
            )
            select key from gone
            """,
            {"ids": [row["id"] for row in free], "now": now},
        )
        return [row["key"] for row in rows]

    def clear_jobs(self, finished_before: datetime, now: datetime, limit: int) -> list[EndedJob]:
        """Forget the segments of jobs that ended before that time, and where their chapters lay.

        Their intermediates are to be removed.
        """
        rows = self._rows.all(
            """
            update jobs set cleared_at = %(now)s where id in (
                select id from jobs where finished_at <= %(before)s and cleared_at is null
                order by finished_at limit %(limit)s for update skip locked
            )
            returning id as job_id, user_id
            """,
            {"before": finished_before, "now": now, "limit": limit},
        )
        ids = [row["job_id"] for row in rows]
        self._rows.run("delete from segments where job_id = any(%(ids)s::uuid[])", {"ids": ids})
        statement = """
            update chapters set audio = '{}', timings_key = null, heard_at = null where job_id = any(%(ids)s::uuid[])
        """
        self._rows.run(statement, {"ids": ids})
        return [EndedJob(**row) for row in rows]

    def purge_files(self, before: datetime, now: datetime, limit: int) -> int:
        """Delete rows of files that are gone since before that time and that no job refers to; return how many.

        What still lies below one goes with it, and its objects and copies are owed.
        """
        rows = self._rows.all(
            """
            with due as materialized (
                select id from files f
                where f.state in ('rejected', 'expired', 'removed', 'deleted')
                    and coalesce(f.removed_at, f.created_at) <= %(before)s
                    and not exists (select from jobs j where j.file_id = f.id)
                order by coalesce(f.removed_at, f.created_at) limit %(limit)s for update skip locked
            ), ids as materialized (
                select id, true as due from due
                union select c.id, false from files c where c.parent_id = any(array(select id from due))
            ), gone as (
                delete from files where id = any(array(select id from ids))
                returning id, key, state, storage_location
            ), owed as (
                insert into trash (prefix, exact, created_at)
                select key, true, %(now)s from gone where state in ('uploaded', 'ready')
                on conflict (prefix) do update set created_at = excluded.created_at
            ), copies as (
                insert into backup_removals (key, owed_since)
                select key, %(now)s from gone where storage_location <> 'primary' on conflict (key) do nothing
            )
            select id from due
            """,
            {"before": before, "now": now, "limit": limit},
        )
        return len(rows)

    def purge(self, table: Passing, before: datetime, limit: int) -> int:
        """Delete rows whose time was over before that one."""
        return self._rows.run(_PASSING[table], {"before": before, "limit": limit})

    def running(self, job_ids: Sequence[UUID], finished_before: datetime) -> set[UUID]:
        """Tell which of the jobs have not ended before that time."""
        statement = """
            select id from jobs
            where id = any(%(ids)s::uuid[]) and (finished_at is null or finished_at > %(before)s)
        """
        rows = self._rows.all(statement, {"ids": list(job_ids), "before": finished_before})
        return {row["id"] for row in rows}
