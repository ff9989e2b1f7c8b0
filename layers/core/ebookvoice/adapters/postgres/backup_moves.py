"""files: what may live in the backup store alone."""

from collections.abc import Sequence
from uuid import UUID

from ebookvoice.adapters.postgres.file_rows import file_of
from ebookvoice.adapters.postgres.rows import Rows
from ebookvoice.domain.file import File


class PostgresBackupMoves:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def emptied(self, keys: Sequence[str]) -> None:
        """Record that only the backup has these objects (any more): both → backup."""
        statement = """
            update files set storage_location = 'backup'
            where key = any(%(keys)s::text[]) and storage_location = 'both' and state in ('uploaded', 'ready')
        """
        self._rows.run(statement, {"keys": list(keys)})

    def movable(self, after: UUID | None, limit: int) -> list[File]:
        """List books and audiobooks that lie in both stores and that no running job needs, in the order of their ids.

        Pictures stay where they are: they are shown time and again. A chapter without an audiobook above it is of a
        running job.
        """
        rows = self._rows.all(
            """
            select * from files f
            where f.storage_location = 'both' and f.state = 'uploaded'
                and f.kind in ('book', 'artifact') and (f.chapter is null or f.parent_id is not null)
                and (%(after)s::uuid is null or f.id > %(after)s)
                and not exists (
                    select from jobs j where j.file_id = f.id and j.state not in ('completed', 'failed', 'cancelled')
                )
            order by f.id limit %(limit)s
            """,
            {"after": after, "limit": limit},
        )
        return [file_of(row) for row in rows]

    def count_movable(self) -> tuple[int, int]:
        """Count what `movable` lists, and its bytes."""
        row = self._rows.first(
            """
            select count(*) as files, coalesce(sum(size), 0)::bigint as bytes from files f
            where f.storage_location = 'both' and f.state = 'uploaded'
                and f.kind in ('book', 'artifact') and (f.chapter is null or f.parent_id is not null)
                and not exists (
                    select from jobs j where j.file_id = f.id and j.state not in ('completed', 'failed', 'cancelled')
                )
            """,
            {},
        )
        return (row["files"], row["bytes"]) if row else (0, 0)

    def moved(self, file_id: UUID) -> bool:
        """Record that only the backup has the bytes: both → backup; False if a running job needs the file.

        The lock comes first, as with those who add jobs.
        """
        self._rows.run("select from files where id = %(id)s for update", {"id": file_id})
        statement = """
            update files set storage_location = 'backup'
            where id = %(id)s and storage_location = 'both' and state = 'uploaded' and kind in ('book', 'artifact')
                and (chapter is null or parent_id is not null)
                and not exists (
                    select from jobs j where j.file_id = %(id)s and j.state not in ('completed', 'failed', 'cancelled')
                )
        """
        return self._rows.run(statement, {"id": file_id}) == 1
