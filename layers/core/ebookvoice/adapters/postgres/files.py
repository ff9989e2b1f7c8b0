"""files: uploads and what is made of them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from ebookvoice.adapters.postgres.rows import Rows
from ebookvoice.domain.file import File
from ebookvoice.domain.states import FileState


class PostgresFiles:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def add(self, file: File) -> None:
        """Insert an upload that is awaited."""
        self._rows.run(
            """
            insert into files (id, user_id, kind, key, filename, content_type, size, sha256, state, created_at)
            values (%(id)s, %(user)s, 'book', %(key)s, %(filename)s, %(type)s, %(size)s, %(sha256)s, 'awaiting',
                %(created)s)
            """,
            {
                "id": file.id,
                "user": file.user_id,
                "key": file.key,
                "filename": file.filename,
                "type": file.content_type,
                "size": file.size,
                "sha256": file.sha256,
                "created": file.created_at,
            },
        )

    def find(self, file_id: UUID) -> File | None:
        """Find an upload by id, as far as the transaction's role may see it."""
        row = self._rows.first("select * from files where id = %(id)s and kind = 'book'", {"id": file_id})
        return _file(row) if row else None

    def by_key(self, key: str) -> File | None:
        """Find an upload by its object's key."""
        row = self._rows.first("select * from files where key = %(key)s and kind = 'book'", {"key": key})
        return _file(row) if row else None

    def pin(self, file_id: UUID, etag: str) -> bool:
        """Fix an awaited upload to the bytes that arrived: awaiting → uploaded."""
        statement = "update files set state = 'uploaded', etag = %(etag)s where id = %(id)s and state = 'awaiting'"
        return self._rows.run(statement, {"id": file_id, "etag": etag}) == 1

    def reject(self, file_id: UUID) -> str | None:
        """Turn an upload down for good unless another job still uses it; return its key if so.

        The lock comes first: who waits for it sees the jobs that were added, and refused, meanwhile.
        """
        self._rows.run("select from files where id = %(id)s for update", {"id": file_id})
        row = self._rows.first(
            """
            update files f set state = 'rejected'
            where f.id = %(id)s and f.state in ('awaiting', 'uploaded') and not exists (
                select from jobs j where j.file_id = f.id and j.state <> 'failed' and j.state <> 'cancelled'
            )
            returning f.key
            """,
            {"id": file_id},
        )
        return row["key"] if row else None

    def expire(self, file_id: UUID) -> bool:
        """Give up on bytes that never came: awaiting → expired."""
        statement = "update files set state = 'expired' where id = %(id)s and state = 'awaiting'"
        return self._rows.run(statement, {"id": file_id}) == 1

    def overdue(self, before: datetime, now: datetime, limit: int) -> list[File]:
        """Take up uploads that are awaited since before that time, those that nobody looked at longest first."""
        rows = self._rows.all(
            """
            update files set looked_at = %(now)s
            where id in (
                select id from files where state = 'awaiting' and created_at < %(before)s
                order by looked_at nulls first, created_at limit %(limit)s for update skip locked
            )
            returning *
            """,
            {"before": before, "now": now, "limit": limit},
        )
        return [_file(row) for row in rows]


def _file(row: dict[str, Any]) -> File:
    return File(
        id=row["id"],
        user_id=row["user_id"],
        key=row["key"],
        filename=row["filename"],
        content_type=row["content_type"],
        size=row["size"],
        sha256=row["sha256"],
        state=FileState(row["state"]),
        etag=row["etag"],
        created_at=row["created_at"],
    )
