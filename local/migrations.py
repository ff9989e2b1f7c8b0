"""Bring a plain PostgreSQL to where a Supabase project is: the bootstrap, then every migration once."""

from pathlib import Path

import psycopg
from psycopg.abc import Query

ROOT = Path(__file__).resolve().parent.parent
MIGRATIONS = ROOT / "supabase" / "migrations"
BOOTSTRAP = Path(__file__).with_name("bootstrap.sql")
LOCK = 0x65426F6F6B
"""Any number that nothing else locks with."""

# The table and its columns are those in which the Supabase CLI keeps the same account.
LEDGER = """
create schema if not exists supabase_migrations;
create table if not exists supabase_migrations.schema_migrations (
    version text primary key, statements text[], name text
);
"""


def migrate(conninfo: str, directory: Path = MIGRATIONS) -> list[str]:
    """Apply what has not been applied yet, in order, a transaction a file; return the names of the files applied.

    Several callers at once wait for each other. Raises psycopg.Error, with the failing file rolled back.
    """
    with psycopg.connect(conninfo, autocommit=True) as connection:
        with connection.transaction():
            connection.execute("select pg_advisory_xact_lock(%s)", (LOCK,))
            connection.execute(_script(BOOTSTRAP.read_text()))
            connection.execute(LEDGER)
        return [path.name for path in sorted(directory.glob("*.sql")) if _apply(connection, path)]


def _apply(connection: psycopg.Connection, path: Path) -> bool:
    version, _, name = path.stem.partition("_")
    with connection.transaction():
        connection.execute("select pg_advisory_xact_lock(%s)", (LOCK,))
        recorded = connection.execute(
            "insert into supabase_migrations.schema_migrations (version, statements, name) values (%s, %s, %s)"
            " on conflict do nothing",
            (version, [path.read_text()], name),
        )
        if not recorded.rowcount:
            return False
        connection.execute(_script(path.read_text()))
    return True


def _script(text: str) -> Query:
    # psycopg wants literal strings, against injection; these are files of this repository.
    return text.encode()
