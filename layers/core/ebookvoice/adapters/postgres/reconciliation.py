"""Rows held against objects, counters against rows, balances against ledgers; slice by slice."""

from uuid import UUID

from ebookvoice.adapters.postgres.losses import PostgresLosses
from ebookvoice.adapters.postgres.strays import PostgresStrays, bounds
from ebookvoice.domain.storage import Location
from ebookvoice.ports.records.reconciliation import Claimed, Correction

_FIRST = str(UUID(int=0))


class PostgresReconciliation(PostgresLosses, PostgresStrays):
    def claimed(self, prefix: str, after: str, last: str | None, limit: int) -> list[Claimed]:
        """List the first rows of live objects below a prefix, from behind one key up to another (None: to the end)."""
        rows = self._rows.all(
            """
            select id, key, size, etag, state <> 'awaiting' as pinned, storage_location as location,
                coalesce(uploaded_at, created_at) as since, missing_since
            from files
            where key collate "C" > %(after)s and key collate "C" <= %(last)s
                and state in ('awaiting', 'uploaded', 'ready')
            order by key collate "C" limit %(limit)s
            """,
            {**bounds(prefix, after, last), "limit": limit},
        )
        return [Claimed(**{**row, "location": Location(row["location"])}) for row in rows]

    def recount(self, after: str, limit: int) -> tuple[list[Correction], str | None]:
        """Set counters that don't agree with the files right; return what was corrected.

        The counters are locked first: whoever changes files has counted them by then, or waits.
        """
        slice_ = self._rows.all(
            "select user_id from storage where user_id > %(after)s order by user_id limit %(limit)s for update",
            {"after": after or _FIRST, "limit": limit},
        )
        users = [row["user_id"] for row in slice_]
        rows = self._rows.all(
            """
            with sums as (
                select u.id as user_id, f.kept, f.lent
                from unnest(%(users)s::uuid[]) u (id) cross join lateral (
                    select coalesce(sum(kept_bytes), 0)::bigint as kept, coalesce(sum(lent_bytes), 0)::bigint as lent
                    from files where user_id = u.id
                ) f
            ), before as (
                select user_id, kept_bytes, lent_bytes from storage where user_id = any(%(users)s::uuid[])
            )
            update storage s set kept_bytes = sums.kept, lent_bytes = sums.lent
            from sums join before using (user_id)
            where s.user_id = sums.user_id and (s.kept_bytes, s.lent_bytes) <> (sums.kept, sums.lent)
            returning s.user_id, before.kept_bytes as kept_before, sums.kept, before.lent_bytes as lent_before,
                sums.lent
            """,
            {"users": users},
        )
        return [Correction(**row) for row in rows], str(users[-1]) if len(users) == limit else None

    def unbalanced(self, after: str, limit: int) -> tuple[list[UUID], str | None]:
        """List accounts whose ledger does not add up to their balance."""
        rows = self._rows.all(
            """
            select c.user_id, c.balance <> coalesce((
                select sum(e.amount) from credit_events e where e.user_id = c.user_id
            ), 0) as wrong
            from credits c where c.user_id > %(after)s order by c.user_id limit %(limit)s
            """,
            {"after": after or _FIRST, "limit": limit},
        )
        return [row["user_id"] for row in rows if row["wrong"]], str(rows[-1]["user_id"]) if len(
            rows
        ) == limit else None
