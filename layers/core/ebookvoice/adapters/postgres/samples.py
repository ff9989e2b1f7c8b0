"""samples: how voices sound, spoken before anybody pays for it."""

from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from ebookvoice.adapters.postgres.directions import direction_of, row_of
from ebookvoice.adapters.postgres.rows import Rows
from ebookvoice.domain.job import Failure
from ebookvoice.domain.storage import Location
from ebookvoice.ports.records.samples import (
    KeptSample,
    SampledBook,
    SampleState,
    SampleTask,
    SilentSample,
    SpokenSample,
    WantedSample,
)


class PostgresSamples:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def find(self, digest: str, now: datetime) -> KeptSample | None:
        """Find a sample whose time is not over."""
        statement = """
            select * from samples where digest = %(digest)s and (expires_at is null or expires_at > %(now)s)
        """
        row = self._rows.first(statement, {"digest": digest, "now": now})
        if row is None:
            return None
        spoken = SpokenSample(row["spoken_by"], row["key"], row["size"], row["duration_ms"]) if row["key"] else None
        failure = Failure(row["code"], row["message"]) if row["code"] else None
        return KeptSample(SampleState(row["state"]), spoken, failure)

    def request(
        self,
        sample_id: UUID,
        wanted: WantedSample,
        now: datetime,
        expires_at: datetime | None,
        refused_before: datetime,
    ) -> bool:
        """Ask for a sample: → requested, under a new id; False if there is nothing to do."""
        statement = """
            insert into samples as s (
                id, digest, user_id, file_id, voice, direction, state, heard_at, requested_at, expires_at
            )
            values (
                %(id)s, %(digest)s, %(user)s, %(file)s, %(voice)s, %(direction)s, 'requested', %(now)s, %(now)s,
                %(expires_at)s
            )
            on conflict (digest) do update
            set id = excluded.id, state = 'requested', code = null, message = null, spoken_by = null, key = null,
                size = null, duration_ms = null, attempt = null, attempts = 0, lease_until = null,
                heard_at = excluded.heard_at, requested_at = excluded.requested_at, expires_at = excluded.expires_at
            where s.expires_at <= %(now)s or (s.state = 'refused' and s.heard_at <= %(refused_before)s)
        """
        parameters = {
            "id": sample_id,
            "digest": wanted.digest,
            "user": wanted.user_id,
            "file": wanted.file_id,
            "voice": wanted.voice,
            "direction": Jsonb(row_of(wanted.direction)),
            "now": now,
            "expires_at": expires_at,
            "refused_before": refused_before,
        }
        return self._rows.run(statement, parameters) == 1

    def claim(self, sample_id: UUID, attempt: UUID, now: datetime, until: datetime) -> SampleTask | None:
        """Lease a requested sample, unless another worker holds it or its book is gone."""
        row = self._rows.first(
            """
            update samples s
            set attempt = %(attempt)s, attempts = s.attempts + 1, lease_until = %(until)s, heard_at = %(now)s
            from samples named left join files f on f.id = named.file_id
            where s.id = %(id)s and named.id = s.id and s.state = 'requested'
                and (s.lease_until is null or s.lease_until < %(now)s)
                and (s.file_id is null or f.state = 'uploaded')
            returning s.id, s.user_id, s.voice, s.direction, s.attempts,
                f.key, f.etag, f.sha256, f.filename, f.storage_location as location, f.backup_etag
            """,
            {"id": sample_id, "attempt": attempt, "now": now, "until": until},
        )
        return _task(row) if row else None

    def extend(self, sample_id: UUID, attempt: UUID, until: datetime) -> bool:
        """Extend the lease; False if it is lost."""
        statement = """
            update samples set lease_until = %(until)s
            where id = %(id)s and attempt = %(attempt)s and state = 'requested'
        """
        return self._rows.run(statement, {"id": sample_id, "attempt": attempt, "until": until}) == 1

    def release(self, sample_id: UUID, attempt: UUID) -> None:
        """Let the lease end, so that a retry need not wait for it."""
        statement = """
            update samples set lease_until = null
            where id = %(id)s and attempt = %(attempt)s and state = 'requested'
        """
        self._rows.run(statement, {"id": sample_id, "attempt": attempt})

    def complete(self, sample_id: UUID, attempt: UUID, spoken: SpokenSample, now: datetime) -> bool:
        """Make the audio official: requested → ready; False if the attempt is stale."""
        statement = """
            update samples
            set state = 'ready', spoken_by = %(spoken_by)s, key = %(key)s, size = %(size)s,
                duration_ms = %(duration_ms)s, lease_until = null, heard_at = %(now)s
            where id = %(id)s and attempt = %(attempt)s and state = 'requested'
        """
        parameters = {**asdict(spoken), "id": sample_id, "attempt": attempt, "now": now}
        return self._rows.run(statement, parameters) == 1

    def refuse(self, sample_id: UUID, failure: Failure, now: datetime, attempt: UUID | None = None) -> bool:
        """Record why there will be none: requested → refused; False if the attempt is stale."""
        statement = """
            update samples
            set state = 'refused', code = %(code)s, message = %(message)s, lease_until = null, heard_at = %(now)s
            where id = %(id)s and state = 'requested' and (
                attempt = %(attempt)s
                or (%(attempt)s::uuid is null and (lease_until is null or lease_until < %(now)s))
            )
        """
        parameters = {**asdict(failure), "id": sample_id, "now": now, "attempt": attempt}
        return self._rows.run(statement, parameters) == 1

    def silent(self, now: datetime, before: datetime, limit: int) -> list[SilentSample]:
        """Take back samples whose lease has run out, and take up those unheard of since before that time."""
        rows = self._rows.all(
            """
            update samples set lease_until = null, heard_at = %(now)s
            where id in (
                select id from samples
                where state = 'requested' and (lease_until < %(now)s or (lease_until is null and heard_at < %(before)s))
                order by heard_at limit %(limit)s for update skip locked
            )
            returning id, user_id, attempts
            """,
            {"now": now, "before": before, "limit": limit},
        )
        return [SilentSample(**row) for row in rows]

    def remove_due(self, now: datetime, limit: int) -> list[tuple[UUID | None, UUID]]:
        """Forget samples whose time is over or whose book is gone; return whose they were and their ids."""
        rows = self._rows.all(
            """
            delete from samples where id in (
                select s.id from samples s left join files f on f.id = s.file_id
                where s.expires_at <= %(now)s or (s.file_id is not null and f.state <> 'uploaded')
                limit %(limit)s for update of s skip locked
            )
            returning user_id, id
            """,
            {"now": now, "limit": limit},
        )
        return [(row["user_id"], row["id"]) for row in rows]


def _task(row: dict[str, Any]) -> SampleTask:
    book = None
    if row["key"]:
        location = Location(row["location"])
        book = SampledBook(row["key"], row["etag"], row["sha256"], row["filename"], location, row["backup_etag"])
    direction = direction_of(row["direction"])
    return SampleTask(row["id"], row["user_id"], row["voice"], direction, row["attempts"], book)
