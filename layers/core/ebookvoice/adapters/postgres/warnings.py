"""files: audiobooks that go soon, and whose owners are told."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from ebookvoice.adapters.postgres.rows import Rows
from ebookvoice.ports.records.retention import Departing


class PostgresWarnings:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def departing(self, before: datetime, now: datetime) -> list[Departing]:
        """Take up audiobooks of one owner that go before that time and that they were not told of; note that they are.

        The owner comes whose audiobook goes first.
        """
        rows = self._rows.all(
            """
            with owner as (
                select user_id from files
                where expires_at > %(now)s and expires_at <= %(before)s and state in ('uploaded', 'ready')
                    and kind = 'artifact' and parent_id is null and warned_at is null
                    and (warn_after is null or warn_after <= %(now)s)
                order by expires_at limit 1 for update skip locked
            ), told as (
                update files f set warned_at = %(now)s from owner
                where f.user_id = owner.user_id
                    and f.expires_at > %(now)s and f.expires_at <= %(before)s and f.state in ('uploaded', 'ready')
                    and f.kind = 'artifact' and f.parent_id is null and f.warned_at is null
                    and (f.warn_after is null or f.warn_after <= %(now)s)
                returning f.id, f.user_id, f.job_id, f.expires_at, f.filename
            )
            select told.id, told.user_id, u.email, coalesce(j.title, told.filename) as title, told.expires_at
            from told join users u on u.id = told.user_id left join jobs j on j.id = told.job_id
            order by told.expires_at
            """,
            {"before": before, "now": now},
        )
        return [Departing(**row) for row in rows]

    def untold(self, file_ids: Sequence[UUID], again: datetime) -> None:
        """Note that the mail was not sent, and when to try again."""
        statement = "update files set warned_at = null, warn_after = %(again)s where id = any(%(ids)s::uuid[])"
        self._rows.run(statement, {"ids": list(file_ids), "again": again})
