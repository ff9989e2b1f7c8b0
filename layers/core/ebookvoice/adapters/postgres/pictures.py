"""files: pictures, their thumbnails and what is published of them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from ebookvoice.adapters.postgres.file_rows import file_of
from ebookvoice.adapters.postgres.rows import Rows
from ebookvoice.domain.file import File
from ebookvoice.domain.job import Failure
from ebookvoice.ports.records.pictures import Rendition


class PostgresPictures:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def prepared(self, file_id: UUID, picture: Rendition, thumbnail: Rendition, now: datetime) -> bool:
        """Put the encoded picture in the place of the upload: uploaded → ready; False if somebody else did.

        A backup of the upload is none of the picture.
        """
        inserted = self._rows.run(
            """
            with upload as (
                select id, key, storage_location from files
                where id = %(id)s and kind = 'picture' and state = 'uploaded' for update
            ), owed as (
                insert into backup_removals (key, owed_since)
                select key, %(now)s from upload where storage_location <> 'primary' on conflict (key) do nothing
            ), picture as (
                update files f set state = 'ready', key = %(key)s, content_type = %(type)s, size = %(size)s,
                    sha256 = %(sha256)s, md5 = null, etag = %(etag)s, width = %(width)s, height = %(height)s,
                    upload_id = null, part_size = null, looked_at = null,
                    storage_location = 'primary', synced_at = null, backup_etag = null, sync_tried_at = null
                from upload u where f.id = u.id
                returning f.id, f.user_id, f.filename, f.expires_at
            )
            insert into files
                (id, user_id, parent_id, kind, state, key, filename, content_type, size, sha256, etag, width, height,
                created_at, uploaded_at, expires_at)
            select %(t_id)s, user_id, id, 'thumbnail', 'ready', %(t_key)s, filename, %(t_type)s, %(t_size)s,
                %(t_sha256)s, %(t_etag)s, %(t_width)s, %(t_height)s, %(now)s, %(now)s, expires_at
            from picture
            """,
            {
                **_named(picture),
                **{f"t_{name}": value for name, value in _named(thumbnail).items()},
                "id": file_id,
                "now": now,
            },
        )
        return inserted == 1

    def refuse(self, file_id: UUID, failure: Failure, now: datetime) -> bool:
        """Turn a picture down: uploaded → rejected."""
        rows = self._rows.all(
            """
            with refused as (
                update files
                set state = 'rejected', failure_code = %(code)s, failure_message = %(message)s, expires_at = null
                where id = %(id)s and kind = 'picture' and state = 'uploaded'
                returning key, storage_location
            ), owed as (
                insert into backup_removals (key, owed_since)
                select key, %(now)s from refused where storage_location <> 'primary' on conflict (key) do nothing
            )
            select key from refused
            """,
            {"id": file_id, "code": failure.code, "message": failure.message, "now": now},
        )
        return bool(rows)

    def unprepared(self, before: datetime, now: datetime, limit: int) -> list[File]:
        """Take up pictures that were uploaded before that time and are still not ready."""
        rows = self._rows.all(
            """
            update files set looked_at = %(now)s
            where id in (
                select id from files
                where kind = 'picture' and state = 'uploaded' and uploaded_at < %(before)s
                    and (looked_at is null or looked_at < %(before)s)
                order by looked_at nulls first, created_at limit %(limit)s for update skip locked
            )
            returning *
            """,
            {"before": before, "now": now, "limit": limit},
        )
        return [file_of(row) for row in rows]

    def below(self, file_ids: list[UUID]) -> list[File]:
        """List the thumbnails and publications of pictures, as far as the transaction's role may see them."""
        statement = "select * from files where parent_id = any(%(ids)s::uuid[]) and state = 'ready'"
        return [file_of(row) for row in self._rows.all(statement, {"ids": file_ids})]

    def publish(self, file_id: UUID, copy: Rendition, now: datetime) -> bool:
        """Add a publication to a ready picture; False if it has one or is not ready.

        The lock comes first: who waits for it sees the publication that was added meanwhile.
        """
        self._rows.run("select from files where id = %(id)s for update", {"id": file_id})
        added = self._rows.run(
            """
            insert into files
                (id, user_id, parent_id, kind, state, key, filename, content_type, size, sha256, etag, width, height,
                created_at, uploaded_at, expires_at)
            select %(c_id)s, f.user_id, f.id, 'publication', 'ready', %(c_key)s, f.filename, %(c_type)s, %(c_size)s,
                %(c_sha256)s, %(c_etag)s, %(c_width)s, %(c_height)s, %(now)s, %(now)s, f.expires_at
            from files f
            where f.id = %(id)s and f.kind = 'picture' and f.state = 'ready' and not exists (
                select from files p where p.parent_id = f.id and p.kind = 'publication' and p.state = 'ready'
            )
            """,
            {**{f"c_{name}": value for name, value in _named(copy).items()}, "id": file_id, "now": now},
        )
        return added == 1

    def withdraw(self, file_id: UUID, now: datetime) -> list[File]:
        """Take a picture's publications back; return them, their objects are to be removed."""
        rows = self._rows.all(
            """
            with withdrawn as (
                update files set state = 'deleted', removed_at = %(now)s, expires_at = null
                where parent_id = %(id)s and kind = 'publication' and state = 'ready'
                returning *
            ), owed as (
                insert into backup_removals (key, owed_since)
                select key, %(now)s from withdrawn where storage_location <> 'primary' on conflict (key) do nothing
            )
            select * from withdrawn
            """,
            {"id": file_id, "now": now},
        )
        return [file_of(row) for row in rows]


def _named(rendition: Rendition) -> dict[str, Any]:
    return {
        "id": rendition.id,
        "key": rendition.key,
        "type": rendition.content_type,
        "size": rendition.size,
        "sha256": rendition.sha256,
        "etag": rendition.etag,
        "width": rendition.width,
        "height": rendition.height,
    }
