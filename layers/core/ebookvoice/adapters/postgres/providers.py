"""providers: turns at speech services, counted in the row of each."""

from datetime import datetime
from typing import Any, LiteralString
from uuid import UUID

from ebookvoice.adapters.postgres.rows import Rows
from ebookvoice.domain.provider import Provider, ProviderState

_LOOK: LiteralString = """
    select p.*, (select count(*) from jsonb_each_text(p.turns) where value::timestamptz > %(now)s) as held
    from providers p
"""


class PostgresProviders:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def take(self, name: str, ceiling: int, holder: UUID, now: datetime, until: datetime) -> int | None:
        """Take a turn at a service if one is free and its breaker is closed; return its epoch, None if not.

        Whoever comes second waits for the first one's lock and sees its turn: read and write are one statement.
        """
        row = self._rows.first(
            """
            insert into providers as p (name, ceiling, allowed, changed_at, turns)
            values (
                %(name)s, %(ceiling)s, %(ceiling)s, %(now)s,
                jsonb_build_object(%(holder)s::text, %(until)s::timestamptz)
            )
            on conflict (name) do update set
                ceiling = excluded.ceiling, allowed = least(p.allowed, excluded.ceiling),
                turns = excluded.turns || (
                    select coalesce(jsonb_object_agg(key, value), '{}') from jsonb_each_text(p.turns)
                    where value::timestamptz > %(now)s
                )
            where p.state = 'closed' and least(p.allowed, excluded.ceiling) > (
                select count(*) from jsonb_each_text(p.turns) where value::timestamptz > %(now)s
            )
            returning epoch
            """,
            {"name": name, "ceiling": ceiling, "holder": str(holder), "now": now, "until": until},
        )
        return int(row["epoch"]) if row else None

    def extend(self, name: str, holder: UUID, until: datetime) -> bool:
        """Extend the lease of a turn; False if it is lost."""
        statement = """
            update providers set turns = turns || jsonb_build_object(%(holder)s::text, %(until)s::timestamptz)
            where name = %(name)s and turns ? %(holder)s::text
        """
        return self._rows.run(statement, {"name": name, "holder": str(holder), "until": until}) == 1

    def praise(self, name: str, holder: UUID, epoch: int) -> bool:
        """Give a turn back after a fine answer that changes nothing but a count; False, and nothing done, if not so."""
        statement = """
            update providers set turns = turns - %(holder)s::text, fine = fine + 1, faults = 0, faults_since = null
            where name = %(name)s and epoch = %(epoch)s and state = 'closed' and fine + 1 < allowed
        """
        return self._rows.run(statement, {"name": name, "holder": str(holder), "epoch": epoch}) == 1

    def find(self, name: str, now: datetime) -> Provider | None:
        """Look at a service."""
        row = self._rows.first(f"{_LOOK} where name = %(name)s", {"name": name, "now": now})
        return _provider(row) if row else None

    def lock(self, name: str, now: datetime) -> Provider | None:
        """Lock a service and look at it."""
        row = self._rows.first(f"{_LOOK} where name = %(name)s for update", {"name": name, "now": now})
        return _provider(row) if row else None

    def record(self, provider: Provider, holder: UUID, now: datetime, until: datetime | None) -> None:
        """Record what has become of a locked service, and a turn that is taken until some time or (None) given back."""
        self._rows.run(
            """
            update providers set
                allowed = %(allowed)s, state = %(state)s, epoch = %(epoch)s, fine = %(fine)s, faults = %(faults)s,
                faults_since = %(faults_since)s, changed_at = %(changed_at)s, cool_offs = %(cool_offs)s,
                opened_until = %(opened_until)s,
                turns = jsonb_strip_nulls(jsonb_build_object(%(holder)s::text, %(until)s::timestamptz)) || (
                    select coalesce(jsonb_object_agg(key, value), '{}') from jsonb_each_text(turns)
                    where value::timestamptz > %(now)s and key <> %(holder)s
                )
            where name = %(name)s
            """,
            {
                "name": provider.name,
                "allowed": provider.allowed,
                "state": provider.state,
                "epoch": provider.epoch,
                "fine": provider.fine,
                "faults": provider.faults,
                "faults_since": provider.faults_since,
                "changed_at": provider.changed_at,
                "cool_offs": provider.cool_offs,
                "opened_until": provider.opened_until,
                "holder": str(holder),
                "now": now,
                "until": until,
            },
        )

    def all(self, now: datetime) -> list[Provider]:
        """List the services that were ever asked, by name."""
        return [_provider(row) for row in self._rows.all(f"{_LOOK} order by name", {"now": now})]


def _provider(row: dict[str, Any]) -> Provider:
    known = {name: value for name, value in row.items() if name != "turns"}
    return Provider(**{**known, "state": ProviderState(row["state"])})
