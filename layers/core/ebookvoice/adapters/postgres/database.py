"""One connection per process, short transactions, and the roles that row-level security needs."""

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, LiteralString
from uuid import UUID

import psycopg
from psycopg.rows import dict_row

from ebookvoice.adapters.postgres.records import open_records
from ebookvoice.adapters.postgres.rows import Rows
from ebookvoice.domain.errors import UnavailableError

if TYPE_CHECKING:
    from ebookvoice.ports.store import Records

_BECOME: LiteralString = """
    select set_config('role', %s, true), set_config('request.jwt.claims', %s, true),
        set_config('statement_timeout', '20s', true), set_config('idle_in_transaction_session_timeout', '15s', true)
"""
"""A sandbox that vanishes inside a transaction must not keep its locks."""

_TCP_TIMEOUT_MS = 10_000

_GONE = (psycopg.OperationalError, psycopg.errors.IdleInTransactionSessionTimeout)
"""The connection, or the server, is not there any more; psycopg calls the second one an internal error."""


class PostgresStore:
    """Opens transactions as a user or as the service.

    Safe to share between threads (a heartbeat beside its worker): transactions take turns on the one connection.
    Nothing outlives a transaction but the connection, so Supabase's transaction pooler will do; it knows no prepared
    statements, hence `prepare_threshold=None`.
    """

    def __init__(self, dsn: Callable[[], str]) -> None:
        self._dsn = dsn
        self._turn = threading.Lock()
        self._connection: psycopg.Connection[dict[str, Any]] | None = None

    @contextmanager
    def as_user(self, user_id: UUID) -> Iterator["Records"]:
        """Act as the user, under row-level security."""
        with self._transaction("authenticated", {"sub": str(user_id), "role": "authenticated"}) as records:
            yield records

    @contextmanager
    def as_anyone(self) -> Iterator["Records"]:
        """Act as somebody who is not signed in, under row-level security."""
        with self._transaction("anon", {"role": "anon"}) as records:
            yield records

    @contextmanager
    def as_service(self) -> Iterator["Records"]:
        """Act as the service."""
        with self._transaction("service_role", {"role": "service_role"}) as records:
            yield records

    def close(self) -> None:
        """Close the connection, if there is one."""
        with self._turn:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    @contextmanager
    def _transaction(self, role: str, claims: Mapping[str, str]) -> Iterator["Records"]:
        with self._turn:
            cursor = self._begin(role, claims)
            try:
                yield open_records(Rows(cursor))
                cursor.execute("commit")
            except _GONE as error:
                self._drop()
                raise UnavailableError from error
            except BaseException:
                self._roll_back(cursor)
                raise
            finally:
                cursor.close()

    def _begin(self, role: str, claims: Mapping[str, str]) -> psycopg.Cursor[dict[str, Any]]:
        """Open a transaction; a connection that died while the function slept is replaced once."""
        reused = self._connection is not None
        try:
            cursor = self._connected().cursor()
            cursor.execute("begin")
            cursor.execute(_BECOME, (role, json.dumps(claims)))
        except _GONE as error:
            self._drop()
            if reused:
                return self._begin(role, claims)
            raise UnavailableError from error
        except BaseException:
            self._drop()
            raise
        return cursor

    def _connected(self) -> psycopg.Connection[dict[str, Any]]:
        if self._connection is None:
            self._connection = psycopg.connect(
                self._dsn(),
                autocommit=True,
                prepare_threshold=None,
                row_factory=dict_row,
                connect_timeout=5,
                tcp_user_timeout=_TCP_TIMEOUT_MS,
            )
        return self._connection

    def _roll_back(self, cursor: psycopg.Cursor[dict[str, Any]]) -> None:
        try:
            cursor.execute("rollback")
        except psycopg.Error:
            self._drop()

    def _drop(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
