"""files: what lies in the backup store.

`sync_tried_at` is when a copy was last tried; while somebody tries, it is the time to come when their lease ends.
"""

from datetime import datetime
from uuid import UUID

from ebookvoice.adapters.postgres.backup_moves import PostgresBackupMoves
from ebookvoice.adapters.postgres.backup_records import PostgresBackupRecords
from ebookvoice.adapters.postgres.backup_removals import PostgresBackupRemovals
from ebookvoice.adapters.postgres.file_rows import file_of
from ebookvoice.domain.file import File


class PostgresBackups(PostgresBackupMoves, PostgresBackupRecords, PostgresBackupRemovals):
    def waiting(self, began: datetime, now: datetime, until: datetime, limit: int) -> list[File]:
        """Lease files that are not backed up yet and that nobody has tried since `began`; the last tried come last.

        The removal of the copies that are about to be made is owed from now on, until they are on record. An uploaded
        picture is about to be replaced by what is shown of it.
        """
        rows = self._rows.all(
            """
            with leased as (
                update files set sync_tried_at = %(until)s
                where id in (
                    select id from files
                    where storage_location = 'primary' and state in ('uploaded', 'ready')
                        and (kind <> 'picture' or state = 'ready')
                        and (sync_tried_at is null or sync_tried_at < %(began)s)
                    order by sync_tried_at nulls first, created_at limit %(limit)s for update skip locked
                )
                returning *
            ), owed as (
                insert into backup_removals (key, owed_since) select key, %(now)s from leased order by key
                on conflict (key) do update set owed_since = excluded.owed_since
            )
            select * from leased
            """,
            {"began": began, "now": now, "until": until, "limit": limit},
        )
        return [file_of(row) for row in rows]

    def count_waiting(self) -> tuple[int, int]:
        """Count files that are not backed up yet, and their bytes."""
        row = self._rows.first(
            """
            select count(*) as files, coalesce(sum(size), 0)::bigint as bytes from files
            where storage_location = 'primary' and state in ('uploaded', 'ready')
                and (kind <> 'picture' or state = 'ready')
            """,
            {},
        )
        return (row["files"], row["bytes"]) if row else (0, 0)

    def extend(self, file_id: UUID, held: datetime, until: datetime) -> bool:
        """Extend a lease that was good until `held`; False if it is lost, or the file gone."""
        statement = """
            update files set sync_tried_at = %(until)s
            where id = %(id)s and sync_tried_at = %(held)s
                and storage_location = 'primary' and state in ('uploaded', 'ready')
        """
        return self._rows.run(statement, {"id": file_id, "held": held, "until": until}) == 1

    def tried(self, file_id: UUID, held: datetime, now: datetime) -> bool:
        """Give a lease back without a copy; False if it was lost, or the file is gone."""
        return self.extend(file_id, held, now)

    def copied(self, file: File, held: datetime, backup_etag: str, now: datetime) -> bool:
        """Record a verified copy: primary → both; False if the lease was lost, or the file changed or went."""
        rows = self._rows.all(
            """
            with copied as (
                update files
                set storage_location = 'both', synced_at = %(now)s, backup_etag = %(copy)s, sync_tried_at = null
                where id = %(id)s and key = %(key)s and etag = %(etag)s and sync_tried_at = %(held)s
                    and storage_location = 'primary' and state in ('uploaded', 'ready')
                returning key
            ), kept as (
                delete from backup_removals where key in (select key from copied)
            )
            select key from copied
            """,
            {"id": file.id, "key": file.key, "etag": file.etag, "held": held, "copy": backup_etag, "now": now},
        )
        return bool(rows)

    def overwritten(self, file: File, backup_etag: str) -> bool:
        """Record that another copy, which was verified as well, has taken the place of the one on record."""
        statement = """
            update files set backup_etag = %(etag)s
            where id = %(id)s and backup_etag = %(before)s and storage_location <> 'primary'
                and state in ('uploaded', 'ready')
        """
        return self._rows.run(statement, {"id": file.id, "before": file.backup_etag, "etag": backup_etag}) == 1

    def restored(self, file_id: UUID, etag: str) -> bool:
        """Record that the primary has the bytes again, under a new ETag: → both; False if the file is gone."""
        statement = """
            update files set storage_location = 'both', etag = %(etag)s
            where id = %(id)s and storage_location <> 'primary' and state in ('uploaded', 'ready')
        """
        return self._rows.run(statement, {"id": file_id, "etag": etag}) == 1

    def lost(self, file: File, now: datetime) -> bool:
        """Take a copy that is no good off the record: both → primary; False if the primary has no bytes to copy."""
        rows = self._rows.all(
            """
            with lost as (
                update files set storage_location = 'primary', synced_at = null, backup_etag = null
                where id = %(id)s and storage_location = 'both' and backup_etag = %(copy)s
                    and state in ('uploaded', 'ready')
                returning key
            ), owed as (
                insert into backup_removals (key, owed_since) select key, %(now)s from lost on conflict (key) do nothing
            )
            select key from lost
            """,
            {"id": file.id, "copy": file.backup_etag, "now": now},
        )
        return bool(rows)
