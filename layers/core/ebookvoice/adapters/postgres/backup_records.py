"""files: copies that are on record."""

from uuid import UUID

from ebookvoice.adapters.postgres.file_rows import file_of
from ebookvoice.adapters.postgres.rows import Rows
from ebookvoice.domain.file import File


class PostgresBackupRecords:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def on_record(self, file_id: UUID) -> File | None:
        """Find a live file that has a copy on record."""
        statement = """
            select * from files
            where id = %(id)s and storage_location <> 'primary' and state in ('uploaded', 'ready')
        """
        row = self._rows.first(statement, {"id": file_id})
        return file_of(row) if row else None

    def backed_up(self, after: UUID | None, limit: int) -> list[File]:
        """List files that have a backup, in the order of their ids."""
        rows = self._rows.all(
            """
            select * from files
            where storage_location <> 'primary' and state in ('uploaded', 'ready')
                and (%(after)s::uuid is null or id > %(after)s)
            order by id limit %(limit)s
            """,
            {"after": after, "limit": limit},
        )
        return [file_of(row) for row in rows]

    def sample(self, limit: int) -> list[File]:
        """Pick files that have a backup at random."""
        rows = self._rows.all(
            """
            select * from files where storage_location <> 'primary' and state in ('uploaded', 'ready')
            order by random() limit %(limit)s
            """,
            {"limit": limit},
        )
        return [file_of(row) for row in rows]
