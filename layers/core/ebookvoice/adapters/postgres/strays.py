"""strays, cleanup_cursors: objects that no row speaks for, and how far the rounds that find them have come."""

from collections.abc import Sequence
from datetime import datetime

from ebookvoice.adapters.postgres.rows import Rows


def bounds(prefix: str, after: str, last: str | None) -> dict[str, str]:
    """Name the keys below a prefix from behind one up to another (None: to the end)."""
    # The character behind the slash comes after every key below the prefix.
    return {"after": max(after, prefix), "last": last or prefix.removesuffix("/") + "0"}


class PostgresStrays:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def note_strays(self, prefix: str, after: str, last: str | None, keys: Sequence[str], now: datetime) -> None:
        """Note which objects of a slice no row speaks for; what was noted before and is none any more is forgotten."""
        values = {**bounds(prefix, after, last), "keys": list(keys), "now": now}
        self._rows.run(
            """
            delete from strays
            where key collate "C" > %(after)s and key collate "C" <= %(last)s and key <> all(%(keys)s::text[])
            """,
            values,
        )
        self._rows.run(
            """
            insert into strays (key, since) select key, %(now)s from unnest(%(keys)s::text[]) key order by key
            on conflict (key) do nothing
            """,
            values,
        )

    def due_strays(self, keys: Sequence[str], before: datetime) -> list[str]:
        """Pick those that were noted before that time."""
        statement = "select key from strays where key = any(%(keys)s::text[]) and since <= %(before)s order by key"
        return [row["key"] for row in self._rows.all(statement, {"keys": list(keys), "before": before})]

    def count_strays(self) -> tuple[int, int]:
        """Count objects that no row speaks for, and rows that speak for objects."""
        row = self._rows.first(
            """
            select (select count(*) from strays) as strays,
                (select count(*) from files where state in ('uploaded', 'ready')) as rows
            """,
            {},
        )
        return (row["strays"], row["rows"]) if row else (0, 0)

    def forget_strays(self, keys: Sequence[str]) -> None:
        """Forget objects that were removed."""
        self._rows.run("delete from strays where key = any(%(keys)s::text[])", {"keys": list(keys)})

    def position(self, name: str) -> str:
        """Tell how far a round has come; empty at its beginning."""
        row = self._rows.first("select position from cleanup_cursors where name = %(name)s", {"name": name})
        return row["position"] if row else ""

    def remember(self, name: str, position: str | None, now: datetime) -> None:
        """Note how far a round has come."""
        self._rows.run(
            """
            insert into cleanup_cursors (name, position, updated_at) values (%(name)s, %(position)s, %(now)s)
            on conflict (name) do update set position = excluded.position, updated_at = excluded.updated_at
            """,
            {"name": name, "position": position or "", "now": now},
        )
