"""files: objects that the store does not have any more."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from ebookvoice.adapters.postgres.rows import Rows


class PostgresLosses:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def miss(self, file_id: UUID, now: datetime) -> None:
        """Note that the store does not have a file's object, unless that is known."""
        statement = "update files set missing_since = %(now)s where id = %(id)s and missing_since is null"
        self._rows.run(statement, {"id": file_id, "now": now})

    def found(self, file_ids: Sequence[UUID]) -> None:
        """Note that the store has the objects again."""
        self._rows.run("update files set missing_since = null where id = any(%(ids)s::uuid[])", {"ids": list(file_ids)})

    def count_missing(self) -> tuple[int, int]:
        """Count files whose objects are missing, and all whose objects the primary alone should have."""
        row = self._rows.first(
            """
            select count(*) filter (where missing_since is not null) as missing, count(*) as rows from files
            where state in ('uploaded', 'ready') and storage_location = 'primary'
            """,
            {},
        )
        return (row["missing"], row["rows"]) if row else (0, 0)

    def lose(self, file_id: UUID, before: datetime, now: datetime) -> bool:
        """Record that a file's object is gone since before that time and nobody knows why: → removed.

        What lies below it goes with it, and its objects and copies are owed.
        """
        rows = self._rows.all(
            """
            with lost as (
                update files set state = 'removed', removed_at = %(now)s, pinned_at = null
                where id = %(id)s and state in ('uploaded', 'ready') and storage_location = 'primary'
                    and missing_since <= %(before)s
                returning id
            ), below as (
                update files f set state = 'removed', removed_at = %(now)s from lost
                where f.parent_id = lost.id and f.state in ('uploaded', 'ready')
                returning f.key, f.storage_location
            ), owed as (
                insert into trash (prefix, exact, created_at) select key, true, %(now)s from below
                on conflict (prefix) do update set created_at = excluded.created_at
            ), copies as (
                insert into backup_removals (key, owed_since)
                select key, %(now)s from below where storage_location <> 'primary' on conflict (key) do nothing
            )
            select id from lost
            """,
            {"id": file_id, "before": before, "now": now},
        )
        return bool(rows)

    def resize(self, file_id: UUID, etag: str, size: int) -> bool:
        """Set the size (bytes) of a file right that has these bytes, and no copy that says otherwise."""
        statement = """
            update files set size = %(size)s
            where id = %(id)s and etag = %(etag)s and storage_location = 'primary' and state in ('uploaded', 'ready')
        """
        return self._rows.run(statement, {"id": file_id, "etag": etag, "size": size}) == 1
