"""segments, jobs: work that waits for a speech service."""

from datetime import datetime
from uuid import UUID

from ebookvoice.adapters.postgres.rows import Rows
from ebookvoice.domain.job import Waiting


class PostgresWaits:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def put_off(self, segment_id: UUID, attempt: UUID, waiting: Waiting, until: datetime) -> bool:
        """Give a segment back as if the attempt had not been, not to be claimed before that time; its job waits.

        False if somebody else has the segment, or the job has ended. The job counts as heard of until then.
        """
        put_off = self._rows.run(
            """
            with segment as (
                update segments set state = 'pending', lease_until = null, attempts = attempts - 1,
                    put_off_until = %(until)s
                where id = %(id)s and attempt = %(attempt)s and state = 'speaking'
                returning job_id
            )
            update jobs j set
                waiting_for = %(provider)s, waiting_since = coalesce(j.waiting_since, %(since)s),
                waiting_until = %(back)s, heard_at = greatest(j.heard_at, %(until)s)
            from segment where j.id = segment.job_id and j.state = 'synthesizing'
            """,
            {
                "id": segment_id,
                "attempt": attempt,
                "provider": waiting.provider,
                "since": waiting.since,
                "back": waiting.until,
                "until": until,
            },
        )
        return put_off == 1

    def longest(self, before: datetime) -> UUID | None:
        """Lock the job that has waited longest, since before that time."""
        row = self._rows.first(
            """
            select id from jobs where waiting_since < %(before)s and state = 'synthesizing'
            order by waiting_since limit 1 for update skip locked
            """,
            {"before": before},
        )
        return row["id"] if row else None
