"""The schema has none of the faults that lints look for, and each lint finds the fault that it is for."""

from collections.abc import Callable, Iterator
from typing import LiteralString

import psycopg
import pytest

from tests.integration.schema_lints import LINTS, faults, grants

GRANTED = {
    *(("authenticated", table, "SELECT") for table in ("users", "identities", "sessions", "credits", "credit_events")),
    *(("authenticated", table, "SELECT") for table in ("files", "jobs", "chapters", "storage", "purchases", "flags")),
    *(("authenticated", table, "SELECT") for table in ("plans", "pronunciations", "samples")),
    ("anon", "flags", "SELECT"),
}

GUARDED: LiteralString = """
    create table public.bad (id int primary key, user_id uuid references public.users, secret text);
    create index on public.bad (user_id);
    alter table public.bad enable row level security;
    revoke all on public.bad from anon, authenticated;
"""
"""A table in order; each fault below is the only thing that is wrong with it."""

FAULTS: dict[str, LiteralString] = {
    "a table without row-level security": "alter table public.bad disable row level security",
    "policies on a table that does not ask for them": """
        create policy p on public.bad for select to authenticated using (user_id = (select auth.uid()));
        alter table public.bad disable row level security
    """,
    "a policy that looks at no column": """
        create policy p on public.bad for select to authenticated using ((select auth.uid()) is not null)
    """,
    "a policy that is always true": "create policy p on public.bad for select to authenticated using (true)",
    "a policy for everybody": "create policy p on public.bad for select using (user_id = (select auth.uid()))",
    "a policy that asks who it is for every row": """
        create policy p on public.bad for select to authenticated using (user_id = auth.uid())
    """,
    "a policy that believes what users say of themselves": """
        create policy p on public.bad for select to authenticated
        using (user_id::text = (select auth.jwt()) -> 'user_metadata' ->> 'owner')
    """,
    "an update without a check of what comes out": """
        create policy p on public.bad for update to authenticated using (user_id = (select auth.uid()))
    """,
    "an owner's column without an index": """
        drop index public.bad_user_id_idx;
        create policy p on public.bad for select to authenticated using (user_id = (select auth.uid()))
    """,
    "a foreign key without an index": "drop index public.bad_user_id_idx",
    "two indexes that are the same": "create index again on public.bad (user_id)",
    "a function with its owner's rights": """
        create function public.f() returns int language sql security definer set search_path = '' return 1;
        revoke all on function public.f from public, anon, authenticated
    """,
    "a function whose search path is the caller's": """
        create function public.f() returns int language sql return 1;
        revoke all on function public.f from public, anon, authenticated
    """,
    "a function that strangers may call": """
        create function public.f() returns int language sql set search_path = '' return 1
    """,
    "a view with its owner's rights": """
        create view public.v as select id from public.bad;
        revoke all on public.v from anon, authenticated
    """,
    "a table that no policy can guard": """
        create materialized view public.m as select id from public.bad;
        revoke all on public.m from anon, authenticated
    """,
    "a secret that clients may read": "grant select (secret) on public.bad to authenticated",
    "a client that may make things": "grant create on schema public to authenticated",
    "a client above the policies": "alter role authenticated bypassrls",
    "a client that owns what it reads": "alter table public.bad owner to authenticated",
    "an extension among the tables": """
        update pg_extension set extnamespace = 'public'::regnamespace where extname = 'plpgsql'
    """,
}


@pytest.fixture(scope="module")
def database_url(new_database: Callable[[], str]) -> str:
    return new_database()


@pytest.fixture
def connection(database_url: str) -> Iterator[psycopg.Connection]:
    """A transaction that is never committed: roles belong to the whole server."""
    with psycopg.connect(database_url) as connection:
        yield connection
        connection.rollback()


def test_the_schema_has_no_faults(connection: psycopg.Connection) -> None:
    tables = connection.execute("select count(*) from pg_tables where schemaname = 'public'").fetchone()
    policies = connection.execute("select count(*) from pg_policy").fetchone()

    found = faults(connection)

    assert tables is not None
    assert policies is not None
    print(f"{len(LINTS)} lints over {tables[0]} tables and {policies[0]} policies: {len(found)} faults")  # noqa: T201
    assert found == {}


def test_clients_may_read_what_is_listed_and_nothing_else(connection: psycopg.Connection) -> None:
    assert grants(connection) == GRANTED


def test_a_table_in_order_is_no_fault(connection: psycopg.Connection) -> None:
    connection.execute(GUARDED)
    connection.execute(
        """
        create policy p on public.bad for all to authenticated
            using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
        create view public.v with (security_invoker = on) as select id from public.bad;
        create function public.f() returns int language sql set search_path = '' return 1;
        revoke all on public.v from anon, authenticated;
        revoke all on function public.f from public, anon, authenticated
        """
    )

    assert faults(connection) == {}
    assert grants(connection) == GRANTED


def test_every_lint_is_tried() -> None:
    assert set(FAULTS) == set(LINTS)


@pytest.mark.parametrize("lint", LINTS)
def test_a_lint_finds_its_fault(connection: psycopg.Connection, lint: str) -> None:
    connection.execute(GUARDED)

    connection.execute(FAULTS[lint])

    assert lint in faults(connection)


@pytest.mark.parametrize(
    ("granted", "seen"),
    [
        ("grant update on public.flags to authenticated", ("authenticated", "flags", "UPDATE")),
        ("grant select on public.trash to anon", ("anon", "trash", "SELECT")),
        ("grant select on public.outbox to public", ("-", "outbox", "SELECT")),
        ("grant select (attempts) on public.challenges to anon", ("anon", "challenges.attempts", "SELECT")),
        ("grant usage on sequence public.credit_events_id_seq to anon", ("anon", "credit_events_id_seq", "USAGE")),
        ("create table public.forgotten (id int)", ("anon", "forgotten", "SELECT")),
    ],
)
def test_a_grant_too_many_is_seen(
    connection: psycopg.Connection, granted: LiteralString, seen: tuple[str, str, str]
) -> None:
    connection.execute(granted)

    assert seen in grants(connection) - GRANTED
