"""files: uploads and what is made of them."""

from datetime import datetime
from uuid import UUID

from ebookvoice.adapters.postgres.file_rows import file_of
from ebookvoice.adapters.postgres.rows import Rows
from ebookvoice.domain.file import File
from ebookvoice.domain.job import Failure
from ebookvoice.ports.records.files import Selection


class PostgresFiles:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def add(self, file: File) -> None:
        """Insert an upload that is awaited."""
        self._rows.run(
            """
            insert into files
                (id, user_id, kind, key, filename, content_type, size, sha256, md5, upload_id, part_size, state,
                created_at)
            values (%(id)s, %(user)s, %(kind)s, %(key)s, %(filename)s, %(type)s, %(size)s, %(sha256)s, %(md5)s,
                %(upload)s, %(part)s, 'awaiting', %(created)s)
            """,
            {
                "id": file.id,
                "user": file.user_id,
                "key": file.key,
                "filename": file.filename,
                "type": file.content_type,
                "size": file.size,
                "sha256": file.sha256,
                "kind": file.kind,
                "md5": file.md5,
                "upload": file.upload_id,
                "part": file.part_size,
                "created": file.created_at,
            },
        )

    def find(self, file_id: UUID) -> File | None:
        """Find a book, picture or audiobook by id, as far as the transaction's role may see it."""
        row = self._rows.first(
            """
            select * from files
            where id = %(id)s and parent_id is null and chapter is null and state <> 'deleted'
            """,
            {"id": file_id},
        )
        return file_of(row) if row else None

    def by_key(self, key: str) -> File | None:
        """Find an upload by its object's key."""
        row = self._rows.first("select * from files where key = %(key)s and kind in ('book', 'picture')", {"key": key})
        return file_of(row) if row else None

    def page(self, selection: Selection, before: tuple[datetime, UUID] | None, limit: int) -> list[File]:
        """List books, pictures and audiobooks that the transaction's role may see, the newest first."""
        rows = self._rows.all(
            """
            select * from files
            where user_id = (select auth.uid()) and parent_id is null and chapter is null and state <> 'deleted'
                and (%(kind)s::text is null or kind = %(kind)s) and (%(state)s::text is null or state = %(state)s)
                and (%(location)s::text is null or storage_location = %(location)s)
                and (%(time)s::timestamptz is null or (created_at, id) < (%(time)s, %(id)s::uuid))
            order by created_at desc, id desc limit %(limit)s
            """,
            {
                "kind": selection.kind,
                "state": selection.state,
                "location": selection.location,
                "time": before[0] if before else None,
                "id": before[1] if before else None,
                "limit": limit,
            },
        )
        return [file_of(row) for row in rows]

    def pin(self, file_id: UUID, etag: str, now: datetime, expires_at: datetime | None) -> bool:
        """Fix an awaited upload to the bytes that arrived: awaiting → uploaded."""
        statement = """
            update files set state = 'uploaded', etag = %(etag)s, uploaded_at = %(now)s, expires_at = %(expires)s
            where id = %(id)s and state = 'awaiting'
        """
        return self._rows.run(statement, {"id": file_id, "etag": etag, "now": now, "expires": expires_at}) == 1

    def reject(self, file_id: UUID, failure: Failure | None = None) -> str | None:
        """Turn an upload down for good unless another job still uses it; return its key if so.

        The lock comes first: who waits for it sees the jobs that were added, and refused, meanwhile.
        """
        self._rows.run("select from files where id = %(id)s for update", {"id": file_id})
        row = self._rows.first(
            """
            update files f
            set state = 'rejected', failure_code = %(code)s, failure_message = %(message)s, expires_at = null
            where f.id = %(id)s and f.state in ('awaiting', 'uploaded') and not exists (
                select from jobs j where j.file_id = f.id and j.state <> 'failed' and j.state <> 'cancelled'
            )
            returning f.key
            """,
            {"id": file_id, **_told(failure)},
        )
        return row["key"] if row else None

    def expire(self, file_id: UUID, failure: Failure | None = None) -> bool:
        """Give up on bytes that never came: awaiting → expired."""
        statement = """
            update files set state = 'expired', failure_code = %(code)s, failure_message = %(message)s
            where id = %(id)s and state = 'awaiting'
        """
        return self._rows.run(statement, {"id": file_id, **_told(failure)}) == 1

    def delete(self, file_id: UUID, now: datetime) -> list[str] | None:
        """Delete a file that no running job uses, with what lies below it; return the keys of objects to remove.

        None if a running job uses it or it is gone. The lock comes first, as with those who add jobs.
        """
        self._rows.run("select from files where id = %(id)s for update", {"id": file_id})
        rows = self._rows.all(
            """
            with gone as (
                update files f set state = 'deleted', removed_at = %(now)s, pinned_at = null, expires_at = null
                where (f.id = %(id)s or f.parent_id = %(id)s)
                    and f.state in ('awaiting', 'uploaded', 'ready', 'rejected', 'expired', 'removed')
                    and not exists (
                        select from jobs j where (j.file_id = %(id)s or j.cover_file_id = %(id)s)
                            and j.state not in ('completed', 'failed', 'cancelled')
                    )
                returning f.key, f.storage_location
            ), owed as (
                insert into backup_removals (key, owed_since)
                select key, %(now)s from gone where storage_location <> 'primary' on conflict (key) do nothing
            )
            select key from gone
            """,
            {"id": file_id, "now": now},
        )
        return [row["key"] for row in rows] or None

    def keep(self, file_id: UUID, now: datetime) -> int:
        """Pin an audiobook with what is below it: it does not go by itself any more, and counts against the quota.

        Return its bytes; none if it is pinned already, or gone.
        """
        statement = """
            update files set pinned_at = %(now)s, expires_at = null, warned_at = null
            where (id = %(id)s or parent_id = %(id)s) and kind = 'artifact' and state = 'uploaded'
                and pinned_at is null
            returning size
        """
        return sum(row["size"] for row in self._rows.all(statement, {"id": file_id, "now": now}))

    def let_go(self, file_id: UUID, expires_at: datetime | None) -> bool:
        """Unpin an audiobook with what is below it: it goes at that time, if audiobooks go at all."""
        statement = """
            update files set pinned_at = null, expires_at = %(expires)s
            where (id = %(id)s or parent_id = %(id)s) and state = 'uploaded' and pinned_at is not null
        """
        return self._rows.run(statement, {"id": file_id, "expires": expires_at}) > 0

    def abandon(self, job_id: UUID, now: datetime) -> None:
        """Let the chapters go that a job has made which ends without an audiobook; their objects are the caller's."""
        self._rows.run(
            """
            with gone as (
                update files set state = 'deleted', removed_at = %(now)s
                where job_id = %(job)s and state = 'uploaded'
                returning key, storage_location
            )
            insert into backup_removals (key, owed_since)
            select key, %(now)s from gone where storage_location <> 'primary' on conflict (key) do nothing
            """,
            {"job": job_id, "now": now},
        )

    def hold_on(self, file_id: UUID) -> None:
        """Keep a file from being deleted before the transaction ends."""
        self._rows.all("select from files where id = %(id)s for key share", {"id": file_id})

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
        return [file_of(row) for row in rows]


def _told(failure: Failure | None) -> dict[str, str | None]:
    return {"code": failure.code if failure else None, "message": failure.message if failure else None}
