"""segments, and the counters that their completion moves."""

from datetime import datetime
from typing import Any
from uuid import UUID

from ebookvoice.adapters.postgres.directions import direction_of
from ebookvoice.adapters.postgres.rows import Rows
from ebookvoice.ports.records.segments import SegmentTask, SpokenSegment, StalledSegment


class PostgresSegments:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def claim(self, segment_id: UUID, attempt: UUID, now: datetime, until: datetime) -> SegmentTask | None:
        """Lease a segment: pending → speaking, or speaking whose lease has run out."""
        row = self._rows.first(
            """
            update segments s
            set state = 'speaking', attempt = %(attempt)s, attempts = s.attempts + 1, lease_until = %(until)s,
                put_off_until = null
            from jobs j, segments before
            where s.id = %(id)s and before.id = s.id and j.id = s.job_id and j.state = 'synthesizing'
                and (
                    (s.state = 'pending' and (s.put_off_until is null or s.put_off_until <= %(now)s))
                    or (s.state = 'speaking' and s.lease_until < %(now)s)
                )
            returning s.id as segment_id, s.job_id, s.user_id, s.chapter, s.number, j.voice, j.direction, j.book_key,
                j.book_etag, s.text_offset as "offset", s.text_length as length, s.attempts,
                before.attempt is not null as resumed, s.characters
            """,
            {"id": segment_id, "attempt": attempt, "now": now, "until": until},
        )
        return SegmentTask(**{**row, "direction": direction_of(row["direction"])}) if row else None

    def extend(self, segment_id: UUID, attempt: UUID, until: datetime) -> bool:
        """Extend the lease; False if it is lost."""
        statement = """
            update segments s set lease_until = %(until)s from jobs j
            where s.id = %(id)s and s.attempt = %(attempt)s and s.state = 'speaking'
                and j.id = s.job_id and j.state = 'synthesizing'
        """
        return self._rows.run(statement, {"id": segment_id, "attempt": attempt, "until": until}) == 1

    def release(self, segment_id: UUID, attempt: UUID) -> None:
        """Give the segment back: speaking → pending."""
        statement = """
            update segments set state = 'pending', lease_until = null
            where id = %(id)s and attempt = %(attempt)s and state = 'speaking'
        """
        self._rows.run(statement, {"id": segment_id, "attempt": attempt})

    def complete(
        self, segment_id: UUID, attempt: UUID, spoken: SpokenSegment, message_id: UUID, now: datetime
    ) -> int | None:
        """Make this attempt's audio the official one and count it; the last one of a chapter calls for its mastering.

        Return how many segments of the chapter are left; None if the attempt is stale or the job has ended.
        One statement: guard, both counters and the outbox row stand or fall together.
        """
        row = self._rows.first(
            """
            with done as (
                update segments s
                set state = 'done', lease_until = null, audio_key = %(audio)s, timings_key = %(timings)s,
                    samples = %(samples)s, sample_rate = %(rate)s
                from jobs j
                where s.id = %(id)s and s.attempt = %(attempt)s and s.state = 'speaking'
                    and j.id = s.job_id and j.state = 'synthesizing'
                returning s.job_id, s.chapter, s.characters, s.samples, s.sample_rate
            ), chapter as (
                update chapters c
                set remaining = c.remaining - 1, characters_done = c.characters_done + done.characters,
                    samples = c.samples + done.samples, heard_at = %(now)s
                from done where c.job_id = done.job_id and c.number = done.chapter
                returning c.number, c.remaining
            ), job as (
                update jobs j
                set remaining = j.remaining - 1, characters_done = j.characters_done + done.characters,
                    sample_rate = done.sample_rate, heard_at = %(now)s,
                    waiting_for = null, waiting_since = null, waiting_until = null
                from done where j.id = done.job_id and j.state = 'synthesizing'
                returning j.id, j.user_id, j.correlation_id
            ), message as (
                insert into outbox (id, queue, body, message_group)
                select %(message)s, 'chapters', jsonb_strip_nulls(jsonb_build_object(
                    'job_id', job.id, 'chapter', chapter.number, 'queue', 'chapters',
                    'correlation_id', job.correlation_id
                )), job.user_id
                from job, chapter where chapter.remaining = 0
            )
            select chapter.remaining from job, chapter
            """,
            {
                "id": segment_id,
                "attempt": attempt,
                "audio": spoken.audio_key,
                "timings": spoken.timings_key,
                "samples": spoken.samples,
                "rate": spoken.sample_rate,
                "message": message_id,
                "now": now,
            },
        )
        return row["remaining"] if row else None

    def in_good_hands(self, segment_id: UUID, now: datetime) -> bool:
        """Tell whether a segment has its official audio, a worker whose lease is good, or a message on its way."""
        statement = """
            select from segments
            where id = %(id)s and (
                state = 'done' or (state = 'speaking' and lease_until >= %(now)s)
                or (state = 'pending' and put_off_until > %(now)s)
            )
        """
        return self._rows.first(statement, {"id": segment_id, "now": now}) is not None

    def of_chapter(self, job_id: UUID, chapter: int) -> list[SpokenSegment]:
        """List the official audio of a chapter in order."""
        rows = self._rows.all(
            """
            select audio_key, timings_key, samples, sample_rate from segments
            where job_id = %(job)s and chapter = %(chapter)s and state = 'done' order by number
            """,
            {"job": job_id, "chapter": chapter},
        )
        return [SpokenSegment(**row) for row in rows]

    def pending_of(self, job_id: UUID, limit: int) -> list[UUID]:
        """List the first segments of a job that nobody works on."""
        statement = """
            select id from segments where job_id = %(job)s and state = 'pending' order by number limit %(limit)s
        """
        return [row["id"] for row in self._rows.all(statement, {"job": job_id, "limit": limit})]

    def stalled(self, now: datetime, limit: int) -> list[StalledSegment]:
        """Take back segments whose lease has run out: speaking → pending."""
        rows: list[dict[str, Any]] = self._rows.all(
            """
            with taken_back as (
                update segments set state = 'pending', lease_until = null
                where id in (
                    select id from segments where state = 'speaking' and lease_until < %(now)s
                    order by lease_until limit %(limit)s for update skip locked
                )
                returning id as segment_id, job_id, user_id, attempts
            )
            select t.*, j.correlation_id from taken_back t
            join jobs j on j.id = t.job_id and j.state = 'synthesizing'
            """,
            {"now": now, "limit": limit},
        )
        return [StalledSegment(**row) for row in rows]
