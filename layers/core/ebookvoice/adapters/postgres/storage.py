"""storage: the counters of an account, kept by triggers on files."""

from uuid import UUID

from ebookvoice.adapters.postgres.rows import Rows
from ebookvoice.domain.storage import UsageClass


class PostgresStorage:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def reserve(self, user_id: UUID, size: int, quota: int) -> bool:
        """Lock the account's counter if `size` more bytes fit into its quota; False if they don't.

        The first statement makes the row, so that the very first uploads of an account wait for each other, too.
        """
        named = {"user": user_id, "size": size, "quota": quota}
        self._rows.run("insert into storage (user_id) values (%(user)s) on conflict do nothing", named)
        statement = """
            update storage set kept_bytes = kept_bytes where user_id = %(user)s and kept_bytes + %(size)s <= %(quota)s
        """
        return self._rows.run(statement, named) == 1

    def counted(self, user_id: UUID) -> tuple[int, int]:
        """Read the account's counters: bytes that count against the quota, and bytes on loan."""
        row = self._rows.first("select kept_bytes, lent_bytes from storage where user_id = %(user)s", {"user": user_id})
        return (row["kept_bytes"], row["lent_bytes"]) if row else (0, 0)

    def classes(self, user_id: UUID) -> list[UsageClass]:
        """Add up the account's files by class: uploads, pictures, audiobooks, pinned."""
        rows = self._rows.all(
            """
            select case when kind = 'book' then 'uploads'
                    when kind <> 'artifact' then 'pictures'
                    when pinned_at is null then 'audiobooks' else 'pinned' end as name,
                count(*) filter (where parent_id is null and chapter is null) as files, sum(size)::bigint as size
            from files where user_id = %(user)s and state in ('awaiting', 'uploaded', 'ready')
            group by 1 order by 1
            """,
            {"user": user_id},
        )
        return [UsageClass(**row) for row in rows]
