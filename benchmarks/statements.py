"""A store that counts what it asks of Postgres."""

import time
from typing import Any

import psycopg

from ebookvoice.adapters.postgres.database import PostgresStore

FRAME = frozenset({"begin", "commit", "rollback"})
"""What opens and ends a transaction; everything else that is executed is a statement."""


class CountingStore(PostgresStore):
    """Implements Store as PostgresStore does, and counts: statements, transactions, and seconds spent in both.

    The statement that takes a role at the start of each transaction is one of them.
    """

    statements = 0
    transactions = 0
    seconds = 0.0

    def _connected(self) -> psycopg.Connection[dict[str, Any]]:
        connection = super()._connected()
        connection.cursor_factory = self._cursor  # type: ignore[assignment]  # any maker of cursors will do
        return connection

    def _cursor(self, connection: psycopg.Connection[Any], **options: Any) -> psycopg.Cursor[Any]:
        return _Cursor(connection, store=self, **options)

    def noted(self, query: object, seconds: float) -> None:
        """Take note of a statement that was executed."""
        self.seconds += seconds
        if query == "begin":
            self.transactions += 1
        elif query not in FRAME:
            self.statements += 1


class _Cursor(psycopg.Cursor[Any]):
    def __init__(self, connection: psycopg.Connection[Any], *, store: CountingStore, **options: Any) -> None:
        super().__init__(connection, **options)
        self._store = store

    def execute(self, query: Any, *arguments: Any, **options: Any) -> Any:
        started = time.perf_counter()
        try:
            return super().execute(query, *arguments, **options)
        finally:
            self._store.noted(query, time.perf_counter() - started)
