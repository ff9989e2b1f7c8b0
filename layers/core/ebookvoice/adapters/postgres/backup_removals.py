"""backup_removals: copies whose originals are gone, or that are not on record yet."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from ebookvoice.adapters.postgres.rows import Rows
from ebookvoice.ports.records.backups import Due

KEPT = timedelta(days=7)
"""How long it is remembered how many copies went."""


class PostgresBackupRemovals:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def erase(self, user_id: UUID, prefixes: Sequence[str], now: datetime) -> None:
        """Delete an account's files for good, and owe the removal of all copies below its prefixes.

        One statement tells what a file is and deletes it, so that nobody records a copy in between.
        """
        values = {"user": user_id, "prefixes": list(prefixes), "now": now}
        self._rows.run(
            """
            with gone as (
                delete from files where user_id = %(user)s returning key, storage_location
            )
            insert into backup_removals (key, owed_since, erased)
            select key, %(now)s, true from gone where storage_location <> 'primary' order by key
            on conflict (key) do update set erased = true
            """,
            values,
        )
        # Copies under way, and copies of what the account had deleted before.
        self._rows.run(
            """
            update backup_removals set erased = true
            where exists (select from unnest(%(prefixes)s::text[]) p (prefix) where starts_with(key, p.prefix))
            """,
            values,
        )

    def owe_left_behind(self, now: datetime) -> int:
        """Owe the removal of copies whose files ended in whatever way and owe none yet; return how many."""
        statement = """
            insert into backup_removals (key, owed_since)
            select key, %(now)s from files
            where storage_location <> 'primary' and state not in ('uploaded', 'ready') order by key
            on conflict (key) do nothing
        """
        return self._rows.run(statement, {"now": now})

    def owe_unclaimed(self, keys: Sequence[str], now: datetime) -> list[str]:
        """Owe the removal of those copies that no living file has, and that are not owed yet; return them."""
        rows = self._rows.all(
            """
            insert into backup_removals (key, owed_since)
            select key, %(now)s from unnest(%(keys)s::text[]) key
            where not exists (select from files f where f.key = key.key and f.state in ('uploaded', 'ready'))
            order by key
            on conflict (key) do nothing
            returning key
            """,
            {"keys": list(keys), "now": now},
        )
        return [row["key"] for row in rows]

    def removals(self, before: datetime, after: str, limit: int, *, erased: bool) -> list[str]:
        """List copies whose originals went before that time, in the order of their keys, behind `after`.

        Those of erased accounts, or the others. What has the key of a file that is alive is a copy under way.
        """
        rows = self._rows.all(
            """
            select r.key from backup_removals r
            where r.owed_since <= %(before)s and r.key > %(after)s and r.erased = %(erased)s and not exists (
                select from files f where f.key = r.key and f.state in ('uploaded', 'ready')
            )
            order by r.key limit %(limit)s
            """,
            {"before": before, "after": after, "erased": erased, "limit": limit},
        )
        return [row["key"] for row in rows]

    def count_removals(self, before: datetime, lately: datetime) -> Due:
        """Count the copies that are to be removed, those that were removed lately, and all copies."""
        row = self._rows.first(
            """
            select count(*) filter (where r.owed_since <= %(before)s and r.erased) as erased,
                count(*) filter (where r.owed_since <= %(before)s and not r.erased) as due,
                (select coalesce(sum(copies), 0)::bigint from copies_removed where removed_at > %(lately)s) as lately,
                count(*) + (
                    select count(*) from files where storage_location <> 'primary' and state in ('uploaded', 'ready')
                ) as copies
            from backup_removals r
            where not exists (select from files f where f.key = r.key and f.state in ('uploaded', 'ready'))
            """,
            {"before": before, "lately": lately},
        )
        return Due(**row) if row else Due(0, 0, 0, 0)

    def removed(self, keys: Sequence[str]) -> int:
        """Forget copies that were removed; return how many were still owed."""
        rows = self._rows.all(
            """
            with forgotten as (
                delete from backup_removals where key = any(%(keys)s::text[]) returning key
            ), unsynced as (
                update files set storage_location = 'primary', synced_at = null, backup_etag = null
                where key = any(%(keys)s::text[]) and storage_location <> 'primary'
                    and state not in ('uploaded', 'ready')
            )
            select key from forgotten
            """,
            {"keys": list(keys)},
        )
        return len(rows)

    def remember_removed(self, copies: int, now: datetime) -> None:
        """Remember for some days that so many copies went."""
        self._rows.run("delete from copies_removed where removed_at < %(before)s", {"before": now - KEPT})
        statement = "insert into copies_removed (removed_at, copies) values (%(now)s, %(copies)s)"
        self._rows.run(statement, {"now": now, "copies": copies})
