"""rate_limits, flags."""

from datetime import datetime, timedelta

from ebookvoice.adapters.postgres.rows import Rows
from ebookvoice.domain.limits import Allowance, Limit
from ebookvoice.ports.records.limits import Flag


class PostgresRateLimits:
    """A sliding window, exact: a row holds the times of the requests that were let through within the last window."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def hit(self, key: str, limit: Limit, now: datetime) -> Allowance:
        """Count a request against a limit, unless it is not let through. Exact, however many come at once.

        Whoever comes second waits for the first one's lock and sees its hit: read and write are one statement.
        """
        window = timedelta(seconds=limit.seconds)
        parameters = {"key": key, "now": now, "from": now - window, "until": now + window, "count": limit.count}
        row = self._rows.first(
            """
            insert into rate_limits as r (key, hits, expires_at) values (%(key)s, array[%(now)s], %(until)s)
            on conflict (key) do update set
                hits = array(select hit from unnest(r.hits) hit where hit > %(from)s order by hit) || %(now)s,
                expires_at = greatest(r.expires_at, excluded.expires_at)
            where (select count(*) from unnest(r.hits) hit where hit > %(from)s) < %(count)s
            returning hits
            """,
            parameters,
        )
        allowed = row is not None
        if row is None:
            row = self._rows.first(
                "select array(select hit from unnest(hits) hit where hit > %(from)s order by hit) as hits"
                " from rate_limits where key = %(key)s",
                parameters,
            )
        hits: list[datetime] = row["hits"] if row else []
        return Allowance(limit, allowed, max(0, limit.count - len(hits)), min(hits, default=now) + window)

    def release(self, key: str, at: datetime) -> None:
        """Take back the hit of that time."""
        self._rows.run(
            """
            update rate_limits r set hits = r.hits[:found.place - 1] || r.hits[found.place + 1:]
            from (
                select key, array_position(hits, %(at)s) as place from rate_limits where key = %(key)s for update
            ) found
            where r.key = found.key and found.place is not null
            """,
            {"key": key, "at": at},
        )


class PostgresFlags:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def all(self) -> list[Flag]:
        """List the flags that the transaction's role may see, by name."""
        rows = self._rows.all("select name, enabled, description, visible from flags order by name", {})
        return [Flag(row["name"], row["enabled"], row["description"], row["visible"]) for row in rows]

    def put(self, flag: Flag, now: datetime) -> None:
        """Set a flag."""
        self._rows.run(
            """
            insert into flags (name, enabled, description, visible, updated_at)
            values (%(name)s, %(enabled)s, %(description)s, %(visible)s, %(now)s)
            on conflict (name) do update set enabled = excluded.enabled, description = excluded.description,
                visible = excluded.visible, updated_at = excluded.updated_at
            """,
            {
                "name": flag.name,
                "enabled": flag.enabled,
                "description": flag.description,
                "visible": flag.visible,
                "now": now,
            },
        )

    def delete(self, name: str) -> bool:
        """Remove a flag; False if there is none."""
        return self._rows.run("delete from flags where name = %(name)s", {"name": name}) == 1
