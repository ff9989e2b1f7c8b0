"""chapters: mastered one by one, and the counter that tells when all of them are."""

from dataclasses import asdict
from datetime import datetime
from typing import Any, LiteralString
from uuid import UUID

from psycopg.types.json import Jsonb

from ebookvoice.adapters.postgres.artifacts import columns_of
from ebookvoice.adapters.postgres.directions import direction_of
from ebookvoice.adapters.postgres.job_rows import formats_of
from ebookvoice.adapters.postgres.mastered_chapters import PostgresMasteredChapters
from ebookvoice.ports.records.chapters import ChapterTask, OfficialChapter, SilentChapter

_COMPLETE: LiteralString = """
    with done as (
        update chapters c
        set state = 'done', lease_until = null, audio = %(audio)s, timings_key = %(timings)s,
            samples = %(samples)s, loudness = %(loudness)s, peak = %(peak)s, gain = %(gain)s,
            characters_spoken = %(spoken)s, substituted = %(substituted)s, substitutions = %(substitutions)s
        from jobs j
        where c.job_id = %(job)s and c.number = %(number)s and c.attempt = %(attempt)s
            and c.state = 'mastering' and j.id = c.job_id and j.state = 'synthesizing'
        returning c.job_id, c.number
    ), job as (
        update jobs j
        set chapters_remaining = j.chapters_remaining - 1, sample_rate = %(rate)s, heard_at = %(now)s,
            state = case when j.chapters_remaining = 1 then 'assembling' else j.state end
        from done where j.id = done.job_id and j.state = 'synthesizing'
        returning j.id, j.user_id, j.chapters_remaining, j.correlation_id
    ), message as (
        insert into outbox (id, queue, body, message_group)
        select %(message)s, 'assembly', jsonb_strip_nulls(jsonb_build_object(
            'job_id', id, 'queue', 'assembly', 'correlation_id', correlation_id
        )), user_id
        from job where chapters_remaining = 0
    ), kept as (
        insert into files
            (id, user_id, job_id, kind, format, chapter, key, filename, content_type, size, sha256, etag,
            state, created_at, uploaded_at)
        select a.id, job.user_id, job.id, 'artifact', a.format, %(number)s, a.key, a.filename, a.content_type,
            a.size, a.sha256, a.etag, 'uploaded', %(now)s, %(now)s
        from job, unnest(
            %(ids)s::uuid[], %(formats)s::text[], %(keys)s::text[], %(filenames)s::text[], %(types)s::text[],
            %(sizes)s::bigint[], %(digests)s::text[], %(etags)s::text[]
        ) a (id, format, key, filename, content_type, size, sha256, etag)
    )
    select chapters_remaining from job
"""


class PostgresChapters(PostgresMasteredChapters):
    def claim(self, job_id: UUID, number: int, attempt: UUID, now: datetime, until: datetime) -> ChapterTask | None:
        """Lease a chapter all of whose segments are spoken: waiting → mastering, or one whose lease has run out."""
        row = self._rows.first(
            """
            update chapters c
            set state = 'mastering', attempt = %(attempt)s, attempts = c.attempts + 1, lease_until = %(until)s,
                heard_at = %(now)s
            from jobs j, (
                select min(text_offset) as start, max(text_offset + text_length) as "end" from segments
                where job_id = %(job)s and chapter = %(number)s
            ) t
            where c.job_id = %(job)s and c.number = %(number)s and c.remaining = 0
                and j.id = c.job_id and j.state = 'synthesizing'
                and (c.state = 'waiting' or (c.state = 'mastering' and c.lease_until < %(now)s))
            returning c.job_id, c.user_id, c.number, c.title as chapter_title, c.characters, c.attempts,
                (select count(*) from chapters n where n.job_id = c.job_id) as chapters,
                j.title, j.authors, j.language, j.metadata, j.voice, j.cover_key, j.cover_type, j.book_key,
                j.book_etag, j.direction, j.formats, t.start as text_offset, t."end" - t.start as text_length,
                greatest(j.created_at, (select f.uploaded_at from files f where f.id = j.file_id)) as ready_at
            """,
            {"job": job_id, "number": number, "attempt": attempt, "now": now, "until": until},
        )
        if row is None:
            return None
        typed = {"direction": direction_of(row["direction"]), "formats": formats_of(row["formats"])}
        return ChapterTask(**{**row, **typed, "authors": tuple(row["authors"])})

    def extend(self, job_id: UUID, attempt: UUID, until: datetime) -> bool:
        """Extend the lease that the attempt has on a chapter of the job; False if it is lost."""
        statement = """
            update chapters c set lease_until = %(until)s from jobs j
            where c.job_id = %(job)s and c.attempt = %(attempt)s and c.state = 'mastering'
                and j.id = c.job_id and j.state = 'synthesizing'
        """
        return self._rows.run(statement, {"job": job_id, "attempt": attempt, "until": until}) == 1

    def release(self, job_id: UUID, attempt: UUID) -> None:
        """Give the chapter back: mastering → waiting."""
        statement = """
            update chapters set state = 'waiting', lease_until = null
            where job_id = %(job)s and attempt = %(attempt)s and state = 'mastering'
        """
        self._rows.run(statement, {"job": job_id, "attempt": attempt})

    def complete(
        self, task: ChapterTask, attempt: UUID, mastered: OfficialChapter, message_id: UUID, now: datetime
    ) -> int | None:
        """Make this attempt's audio the official one and count it; the last one writes the assembly message.

        Return how many chapters of the job are left; None if the attempt is stale or the job has ended.
        One statement: guard, counter, outbox row and the row of the artifact stand or fall together.
        """
        row = self._rows.first(
            _COMPLETE,
            {
                **columns_of([mastered.artifact] if mastered.artifact else []),
                **_account_of(mastered),
                "job": task.job_id,
                "number": task.number,
                "attempt": attempt,
                "message": message_id,
                "now": now,
            },
        )
        return row["chapters_remaining"] if row else None

    def in_good_hands(self, job_id: UUID, number: int, now: datetime) -> bool:
        """Tell whether a chapter has its official audio, or a worker whose lease is good."""
        statement = """
            select from chapters
            where job_id = %(job)s and number = %(number)s
                and (state = 'done' or (state = 'mastering' and lease_until >= %(now)s))
        """
        return self._rows.first(statement, {"job": job_id, "number": number, "now": now}) is not None

    def silent(self, now: datetime, before: datetime, limit: int) -> list[SilentChapter]:
        """Take back chapters whose lease has run out, and take up those that wait, unheard of since before a time."""
        rows = self._rows.all(
            """
            with taken_up as (
                update chapters set state = 'waiting', lease_until = null, heard_at = %(now)s
                where (job_id, number) in (
                    select c.job_id, c.number from chapters c join jobs j on j.id = c.job_id
                    where j.state = 'synthesizing' and (
                        (c.state = 'mastering' and c.lease_until < %(now)s)
                        or (c.state = 'waiting' and c.remaining = 0 and c.heard_at < %(before)s)
                    )
                    order by c.heard_at limit %(limit)s for update of c skip locked
                )
                returning job_id, user_id, number, attempts
            )
            select t.*, j.correlation_id from taken_up t join jobs j on j.id = t.job_id order by t.job_id, t.number
            """,
            {"now": now, "before": before, "limit": limit},
        )
        return [SilentChapter(**row) for row in rows]


def _account_of(mastered: OfficialChapter) -> dict[str, Any]:
    return {
        "audio": Jsonb({codec: asdict(stored) for codec, stored in mastered.audio.items()}),
        "timings": mastered.timings_key,
        "samples": mastered.samples,
        "rate": mastered.sample_rate,
        "loudness": mastered.loudness,
        "peak": mastered.peak,
        "gain": mastered.gain,
        "spoken": mastered.characters_spoken,
        "substituted": mastered.substituted,
        "substitutions": Jsonb([asdict(passage) for passage in mastered.substitutions]),
    }
