"""Does Postgres answer, over an encrypted connection, and may its login be what the functions have to be?"""

from collections.abc import Iterator
from typing import Any, LiteralString

import psycopg
from psycopg.conninfo import conninfo_to_dict

from ebookvoice.adapters.secrets import secret
from local.doctor.deployment import Deployment
from local.doctor.finding import Finding, fine, judged, skipped, wrong

ROLES = ("anon", "authenticated", "service_role")
ADDRESS = "look at the address in DatabaseUrlParameter: host, port, login, password, and that the project is not paused"
CLIENTS = ("anon", "authenticated")
POOLER_PORT = 6543
"""Of Supabase's transaction pooler; each sandbox of a function holds a connection, and Postgres has few."""

_UNGUARDED: LiteralString = """
    select relname from pg_class
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not row_security_active(oid)
    order by relname
"""


def check(deployment: Deployment) -> Iterator[Finding]:
    """Log in, and look at what the login may become and what holds for it then."""
    try:
        with deployment.database() as connection:
            version = connection.info.server_version // 10_000
            yield fine("database.reachable", f"PostgreSQL {version} answers")
            yield encrypted(connection)
            yield pooled(connection)
            forbidden = [f"it may not become {role}" for role in ROLES if not _becomes(connection, role)]
            advice = "grant anon, authenticated, service_role to the login that the database's address names"
            yield judged("database.roles", forbidden, f"the login may become {', '.join(ROLES)}", advice)
            if not forbidden:
                yield _guarded(connection)
    except psycopg.OperationalError as error:
        yield wrong("database.reachable", f"it does not let anybody in ({_why(deployment, error)})", ADDRESS)


def _why(deployment: Deployment, error: psycopg.OperationalError) -> str:
    """Say where it was looked for; libpq's own words may hold the whole address."""
    settings = deployment.settings
    parts = conninfo_to_dict(secret(settings.database_url, settings.database_url_parameter))
    return f"{parts.get('host', 'no host')}, port {parts.get('port', 5432)}, {error.sqlstate or type(error).__name__}"


def encrypted(connection: psycopg.Connection[Any]) -> Finding:
    """Tell whether the connection is encrypted, as far as it leaves the machine."""
    host = connection.info.host
    if host.startswith("/"):
        return skipped("database.tls", "it is reached through a socket of this machine")
    if connection.pgconn.ssl_in_use:
        return fine("database.tls", "the connection is encrypted")
    return wrong("database.tls", "the connection is not encrypted", "add ?sslmode=require to the database's address")


def pooled(connection: psycopg.Connection[Any]) -> Finding:
    """Tell whether it is reached through the pooler, where there is one."""
    host, port = connection.info.host, connection.info.port
    if not host.endswith((".supabase.co", ".supabase.com")):
        return skipped("database.pooler", "it is not on Supabase")
    if port == POOLER_PORT:
        return fine("database.pooler", "it is the transaction pooler")
    advice = f"take the transaction pooler's address, port {POOLER_PORT}"
    return wrong("database.pooler", f"port {port} gives every function's sandbox a connection for itself", advice)


def _becomes(connection: psycopg.Connection[Any], role: str) -> bool:
    try:
        with connection.transaction(force_rollback=True):
            connection.execute("select set_config('role', %s, true)", (role,))
    except (psycopg.errors.InsufficientPrivilege, psycopg.errors.InvalidParameterValue):
        return False
    return True


def _guarded(connection: psycopg.Connection[Any]) -> Finding:
    """Ask as each client whether policies hold for every table: they would not for its owner, or with BYPASSRLS."""
    faults = []
    for role in CLIENTS:
        with connection.transaction(force_rollback=True):
            connection.execute("select set_config('role', %s, true)", (role,))
            faults += [f"{role} sees {row[0]} without policies" for row in connection.execute(_UNGUARDED)]
    with connection.transaction(force_rollback=True):
        connection.execute("select set_config('role', 'service_role', true)")
        row = connection.execute("select rolbypassrls from pg_roles where rolname = current_user").fetchone()
    if not (row and row[0]):
        faults.append("service_role is held by policies")
    advice = "enable row level security on these tables, and give BYPASSRLS to service_role and to no client"
    return judged("database.row-level-security", faults, "policies hold for clients on every table", advice)
