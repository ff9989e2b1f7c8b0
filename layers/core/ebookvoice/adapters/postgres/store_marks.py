"""store_marks: what is written in the stores, so that each is known again."""

from datetime import datetime

from ebookvoice.adapters.postgres.rows import Rows
from ebookvoice.ports.records.marks import Mark


class PostgresStoreMarks:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def find(self, store: str) -> Mark | None:
        """Find the mark of a store; None if it was never chosen."""
        statement = "select id, written_at is not null as written from store_marks where store = %(store)s"
        row = self._rows.first(statement, {"store": store})
        return Mark(**row) if row else None

    def choose(self, store: str) -> Mark:
        """Choose the mark of a store, unless there is one."""
        [row] = self._rows.all(
            """
            insert into store_marks (store) values (%(store)s)
            on conflict (store) do update set store = excluded.store
            returning id, written_at is not null as written
            """,
            {"store": store},
        )
        return Mark(**row)

    def written(self, store: str, now: datetime) -> None:
        """Note that the mark lies in the store."""
        statement = "update store_marks set written_at = %(now)s where store = %(store)s"
        self._rows.run(statement, {"store": store, "now": now})

    def sample(self, limit: int) -> list[tuple[str, int]]:
        """List keys and sizes (bytes) of some files that the primary has."""
        rows = self._rows.all(
            """
            select key, size from files where state in ('uploaded', 'ready') and storage_location <> 'backup'
            order by key collate "C" limit %(limit)s
            """,
            {"limit": limit},
        )
        return [(row["key"], row["size"]) for row in rows]
