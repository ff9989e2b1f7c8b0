"""pronunciations: a list per account."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from psycopg.types.json import Jsonb

from ebookvoice.adapters.postgres.rows import Rows
from ebookvoice.domain.choice import Pronunciation


class PostgresPronunciations:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def find(self, user_id: UUID) -> tuple[Pronunciation, ...]:
        """Read an account's list, as far as the transaction's role may see it."""
        row = self._rows.first("select entries from pronunciations where user_id = %(user)s", {"user": user_id})
        return tuple(Pronunciation(**entry) for entry in row["entries"]) if row else ()

    def replace(self, user_id: UUID, entries: Sequence[Pronunciation], now: datetime) -> None:
        """Set an account's list."""
        statement = """
            insert into pronunciations (user_id, entries, updated_at) values (%(user)s, %(entries)s, %(now)s)
            on conflict (user_id) do update set entries = excluded.entries, updated_at = excluded.updated_at
        """
        listed = Jsonb([asdict(entry) for entry in entries])
        self._rows.run(statement, {"user": user_id, "entries": listed, "now": now})
