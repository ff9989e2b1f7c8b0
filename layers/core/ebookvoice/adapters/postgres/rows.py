"""Statements in, rows out."""

from collections.abc import Mapping
from typing import Any, LiteralString

import psycopg


class Rows:
    """Runs statements in one open transaction. `LiteralString` keeps anybody from building one out of input."""

    def __init__(self, cursor: psycopg.Cursor[dict[str, Any]]) -> None:
        self._cursor = cursor

    def all(self, statement: LiteralString, parameters: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Run a statement and return its rows."""
        return self._cursor.execute(statement, parameters).fetchall()

    def first(self, statement: LiteralString, parameters: Mapping[str, Any]) -> dict[str, Any] | None:
        """Run a statement and return its first row, if there is one."""
        return self._cursor.execute(statement, parameters).fetchone()

    def run(self, statement: LiteralString, parameters: Mapping[str, Any]) -> int:
        """Run a statement and return how many rows it touched."""
        return self._cursor.execute(statement, parameters).rowcount
