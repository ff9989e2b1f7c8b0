"""Who may do what to which table: role × table × verb, and the traps that lints for Supabase look for."""

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID, uuid4

import psycopg
import pytest
from psycopg import sql

from ebookvoice.adapters.postgres.database import PostgresStore

OWN = {"users", "credits", "credit_events", "jobs", "files", "chapters"}
"""Tables of which an owner sees their own rows; of all others, nobody but the service sees any."""

TABLES = OWN | {"credentials", "segments", "outbox", "trash"}


@pytest.fixture(scope="module")
def database_url(new_database: Callable[[], str]) -> str:
    return new_database()


@pytest.fixture(scope="module")
def owners(database_url: str) -> tuple[UUID, UUID]:
    """Fill every table with a row of each of two users."""
    owner, other = uuid4(), uuid4()
    with psycopg.connect(database_url) as connection:
        for user in (owner, other):
            ids = {"user": user, "file": uuid4(), "job": uuid4()}
            for statement in (
                "insert into users (id, email) values (%(user)s, %(user)s || '@example.com')",
                "insert into credentials (user_id, password_hash) values (%(user)s, 'x')",
                "insert into credits (user_id, balance) values (%(user)s, 1)",
                "insert into credit_events (user_id, kind, amount) values (%(user)s, 'grant', 1)",
                "insert into files (id, user_id, kind, key, filename, content_type, size, sha256, state)"
                " values (%(file)s, %(user)s, 'book', %(file)s, 'f', 't', 1, 's', 'awaiting')",
                "insert into jobs (id, user_id, file_id, state) values (%(job)s, %(user)s, %(file)s, 'queued')",
                "insert into chapters (job_id, user_id, number, title, characters, remaining)"
                " values (%(job)s, %(user)s, 0, 't', 1, 1)",
                "insert into segments (job_id, user_id, chapter, number, text_offset, text_length, characters)"
                " values (%(job)s, %(user)s, 0, 0, 0, 1, 1)",
                "insert into outbox (id, queue, body, message_group) values (%(job)s, 'uploads', '{}', 'g')",
                "insert into trash (prefix) values ('users/' || %(user)s)",
            ):
                connection.execute(statement, ids)
    return owner, other


def act(url: str, role: str, user: UUID | None, statement: sql.Composed) -> int | None:
    """Run a statement as a role; rows seen or touched, or None if it is forbidden."""
    with psycopg.connect(url) as connection:
        connection.execute("select set_config('role', %s, true)", (role,))
        if user:
            claims = psycopg.types.json.Json({"sub": str(user)})
            connection.execute("select set_config('request.jwt.claims', %s::text, true)", (claims,))
        try:
            rows = connection.execute(statement).rowcount
        except psycopg.errors.InsufficientPrivilege:
            rows = None
        connection.rollback()
    return rows


def test_every_table_is_in_the_matrix(database_url: str) -> None:
    with psycopg.connect(database_url) as connection:
        rows = connection.execute("select tablename from pg_tables where schemaname = 'public'").fetchall()
    assert {row[0] for row in rows} == TABLES


@pytest.mark.parametrize("table", sorted(TABLES))
def test_owners_see_their_own_rows_and_nothing_else(database_url: str, owners: tuple[UUID, UUID], table: str) -> None:
    select = sql.SQL("select 1 from {}").format(sql.Identifier(table))
    visible = 1 if table in OWN else None
    assert act(database_url, "anon", None, select) is None
    assert act(database_url, "authenticated", owners[0], select) == visible
    assert act(database_url, "authenticated", owners[1], select) == visible
    assert act(database_url, "authenticated", uuid4(), select) == (0 if table in OWN else None)
    assert act(database_url, "authenticated", None, select) == (0 if table in OWN else None)
    assert act(database_url, "service_role", None, select) == 2


@pytest.mark.parametrize("table", sorted(TABLES))
@pytest.mark.parametrize("role", ["anon", "authenticated"])
def test_only_the_service_writes(database_url: str, owners: tuple[UUID, UUID], table: str, role: str) -> None:
    name = sql.Identifier(table)
    for statement in (
        sql.SQL("insert into {} default values").format(name),
        sql.SQL("update {} set {} = {}").format(name, *2 * [_column(database_url, table)]),
        sql.SQL("delete from {}").format(name),
        sql.SQL("truncate {} cascade").format(name),
    ):
        assert act(database_url, role, owners[0], statement) is None


@pytest.mark.parametrize("verb", ["update credit_events set amount = 0", "delete from credit_events"])
def test_nobody_rewrites_the_history_of_credits(database_url: str, owners: tuple[UUID, UUID], verb: str) -> None:
    assert act(database_url, "service_role", None, sql.Composed([sql.SQL(verb)])) is None


def test_the_store_leaves_no_role_behind(database_url: str, owners: tuple[UUID, UUID]) -> None:
    store = PostgresStore(lambda: database_url)
    with store.as_user(owners[0]) as records:
        records.jobs.find(uuid4(), datetime.now(UTC))
    connection = store._connected()
    row = connection.execute("select current_setting('role') as role, auth.uid() as uid").fetchone()
    store.close()
    assert row == {"role": "none", "uid": None}


def test_lints(database_url: str) -> None:
    with psycopg.connect(database_url) as connection:
        for query in (
            "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'"
            " and not relrowsecurity",
            "select policyname from pg_policies where schemaname = 'public' and (qual = 'true' or with_check = 'true')",
            "select policyname from pg_policies where qual like '%auth.uid()%'"
            " and qual not ilike '%select auth.uid()%'",
            "select proname from pg_proc where pronamespace = 'public'::regnamespace and prosecdef",
            "select viewname from pg_views where schemaname = 'public'",
        ):
            assert connection.execute(query).fetchall() == []


def _column(url: str, table: str) -> sql.Identifier:
    with psycopg.connect(url) as connection:
        row = connection.execute(
            "select column_name from information_schema.columns where table_schema = 'public' and table_name = %s"
            " and is_identity = 'NO' limit 1",
            (table,),
        ).fetchone()
    assert row is not None
    return sql.Identifier(row[0])
