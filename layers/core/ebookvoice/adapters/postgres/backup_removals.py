"""backup_removals: copies whose originals are gone, or that are not on record yet."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from ebookvoice.adapters.postgres.rows import Rows


class PostgresBackupRemovals:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def owe_removal(self, user_id: UUID, now: datetime) -> None:
        """Owe the removal of all copies of an account that is about to be erased."""
        statement = """
            insert into backup_removals (key, owed_since)
            select key, %(now)s from files where user_id = %(user)s and storage_location <> 'primary' order by key
            on conflict (key) do nothing
        """
        self._rows.run(statement, {"user": user_id, "now": now})

    def owe_left_behind(self, now: datetime) -> int:
        """Owe the removal of copies whose files ended in whatever way and owe none yet; return how many."""
        statement = """
            insert into backup_removals (key, owed_since)
            select key, %(now)s from files
            where storage_location <> 'primary' and state not in ('uploaded', 'ready') order by key
            on conflict (key) do nothing
        """
        return self._rows.run(statement, {"now": now})

    def removals(self, before: datetime, after: str, limit: int) -> list[str]:
        """Lock copies whose originals went before that time, and list their keys in order, behind `after`.

        What has the key of a file that is alive is a copy under way.
        """
        rows = self._rows.all(
            """
            select r.key from backup_removals r
            where r.owed_since <= %(before)s and r.key > %(after)s and not exists (
                select from files f where f.key = r.key and f.state in ('uploaded', 'ready')
            )
            order by r.key limit %(limit)s for update of r skip locked
            """,
            {"before": before, "after": after, "limit": limit},
        )
        return [row["key"] for row in rows]

    def count_removals(self, before: datetime) -> tuple[int, int]:
        """Count the copies that are to be removed, and all copies."""
        row = self._rows.first(
            """
            select count(*) filter (where r.owed_since <= %(before)s) as due, count(*) + (
                select count(*) from files where storage_location <> 'primary' and state in ('uploaded', 'ready')
            ) as copies
            from backup_removals r
            where not exists (select from files f where f.key = r.key and f.state in ('uploaded', 'ready'))
            """,
            {"before": before},
        )
        return (row["due"], row["copies"]) if row else (0, 0)

    def removed(self, keys: Sequence[str]) -> None:
        """Forget copies that were removed."""
        self._rows.run(
            """
            with forgotten as (delete from backup_removals where key = any(%(keys)s::text[]))
            update files set storage_location = 'primary', synced_at = null, backup_etag = null
            where key = any(%(keys)s::text[]) and storage_location <> 'primary' and state not in ('uploaded', 'ready')
            """,
            {"keys": list(keys)},
        )
