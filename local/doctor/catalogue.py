"""What a database holds, in facts that every version of PostgreSQL tells alike: names, never definitions."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import LiteralString

import psycopg

from local.migrations import migrate
from local.postgres import Postgres

Facts = frozenset[tuple[str, str]]
"""Kinds and names: ("column", "jobs.state text not null"), ("grant", "anon: SELECT on flags")."""

CLIENT_GRANT = "client's grant"
"""The kind of which there must be no more than the migrations make."""

_FACTS: LiteralString = """
    select 'table', relname::text from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
    union all
    select 'column', format('%s.%s %s%s', relname, attname, format_type(atttypid, atttypmod),
        case when attnotnull then ' not null' else '' end)
    from pg_attribute join pg_class c on c.oid = attrelid
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and attnum > 0 and not attisdropped
    union all
    select 'constraint', format('%s.%s', relname, conname) from pg_constraint join pg_class c on c.oid = conrelid
    where connamespace = 'public'::regnamespace and contype <> 'n'
    union all
    select 'index', relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'i'
    union all
    select 'policy', format('%s.%s', relname, polname) from pg_policy join pg_class c on c.oid = polrelid
    where relnamespace = 'public'::regnamespace
    union all
    select 'trigger', format('%s.%s', relname, tgname) from pg_trigger join pg_class c on c.oid = tgrelid
    where relnamespace = 'public'::regnamespace and not tgisinternal and tgenabled <> 'D'
    union all
    select 'function', format('%s %s', proname, md5(prosrc)) from pg_proc
    where pronamespace = 'public'::regnamespace and prokind = 'f'
    union all
    select case rolname when 'service_role' then 'grant' else 'client''s grant' end,
        format('%s: %s on %s', rolname, privilege_type, relname)
    from pg_class, aclexplode(relacl) join pg_roles r on r.oid = grantee
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'S')
        and rolname in ('anon', 'authenticated', 'service_role')
        and privilege_type in ('SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE')
"""


def facts(connection: psycopg.Connection[tuple[str, str]]) -> Facts:
    """Read a database's facts; any login may."""
    return frozenset(connection.execute(_FACTS).fetchall())


def migrated() -> Facts:
    """Read the facts of a new database to which all migrations were applied."""
    with TemporaryDirectory(prefix="ebookvoice-") as directory:
        home = Path(directory)
        with Postgres(home / "data", home / "log") as server:
            migrate(server.conninfo("postgres"))
            with psycopg.connect(server.conninfo("postgres")) as connection:
                return facts(connection)
