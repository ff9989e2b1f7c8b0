"""Who may do what to which row: every role × table × verb, each cell tried."""

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import LiteralString
from uuid import UUID, uuid4

import psycopg
import pytest
from psycopg import sql

from ebookvoice.adapters.postgres.database import PostgresStore

OWN = {"users", "identities", "sessions", "credits", "credit_events", "files", "jobs", "chapters"} | {
    "storage",
    "purchases",
    "plans",
    "pronunciations",
    "samples",
}
"""Of these, everybody who is signed in sees their own rows."""

CLOSED = {
    "credentials",
    "challenges",
    "second_factors",
    "recovery_codes",
    "rate_limits",
    "segments",
    "outbox",
    "trash",
    "backup_removals",
    "copies_removed",
    "cleanup_cursors",
    "strays",
    "store_marks",
    "idempotency_keys",
    "webhook_events",
    "providers",
    "feeds",
    "engines",
    "voices",
}
"""Of these, nobody but the service sees any."""

OPEN = {"flags"}
"""Of these, everybody sees the visible rows."""

TABLES = sorted(OWN | CLOSED | OPEN)
VERBS = ("select", "insert", "update", "delete")
ACTORS = ("anon", "nobody", "stranger", "owner", "other", "admin", "service")
"""`nobody` is signed in without claims, `stranger` has no account; `admin` is a user with the role of administrator."""

KEPT = {("purchases", "delete"), ("credits", "delete"), ("credit_events", "update"), ("credit_events", "delete")}
"""Not even the service rewrites the history of credits."""

SEEDS: dict[str, LiteralString] = {
    "users": "insert into users (id, email, role) values (%(user)s, %(user)s || '@example.com', %(role)s)",
    "identities": "insert into identities (issuer, subject, user_id) values ('builtin', %(user)s, %(user)s)",
    "credentials": "insert into credentials (email, password_hash) values (%(user)s || '@example.com', 'x')",
    "challenges": """
        insert into challenges (purpose, subject, token_hash, expires_at)
        values ('magic_link', %(user)s, sha256(%(user)s::text::bytea), now() + interval '1 minute')
    """,
    "sessions": """
        insert into sessions (id, user_id, mode, rotated_at, created_at, seen_at, expires_at, agent, language, place)
        values (%(session)s, %(user)s, 'bearer', now(), now(), now(), now() + interval '1 day', 'a', 'en', 'p')
    """,
    "second_factors": "insert into second_factors (user_id, sealed_secret) values (%(user)s, 'x')",
    "recovery_codes": "insert into recovery_codes (user_id, code_hash) values (%(user)s, sha256('x'))",
    "rate_limits": "insert into rate_limits (key, hits, expires_at) values (%(user)s, '{}', now())",
    "providers": "insert into providers (name, ceiling, allowed, changed_at) values (%(user)s, 1, 1, now())",
    "flags": "insert into flags (name, enabled, visible) values (%(flag)s, true, %(visible)s)",
    "credits": "insert into credits (user_id, balance) values (%(user)s, 1)",
    "credit_events": "insert into credit_events (user_id, kind, amount) values (%(user)s, 'grant', 1)",
    "purchases": """
        insert into purchases (id, user_id, credits, amount, currency, created_at)
        values (%(user)s, %(user)s, 1, 1, 'eur', now())
    """,
    "webhook_events": "insert into webhook_events (id, received_at) values (%(user)s, now())",
    "idempotency_keys": """
        insert into idempotency_keys (user_id, endpoint, key, digest, made, created_at, expires_at)
        values (%(user)s, 'e', 'k', sha256('x'), '{}', now(), now() + interval '1 day')
    """,
    "backup_removals": "insert into backup_removals (key, owed_since) values (%(user)s, now())",
    "copies_removed": "insert into copies_removed (removed_at, copies) values (now(), 1)",
    "strays": "insert into strays (key, since) values (%(user)s, now())",
    "store_marks": "insert into store_marks (store) values (%(user)s)",
    "cleanup_cursors": "insert into cleanup_cursors (name, updated_at) values (%(user)s, now())",
    "storage": "insert into storage (user_id) values (%(user)s)",
    "files": """
        insert into files (id, user_id, kind, key, filename, content_type, size, sha256, state)
        values (%(file)s, %(user)s, 'book', %(file)s, 'f', 't', 1, 's', 'awaiting')
    """,
    "jobs": "insert into jobs (id, user_id, file_id, state) values (%(job)s, %(user)s, %(file)s, 'queued')",
    "chapters": """
        insert into chapters (job_id, user_id, number, title, characters, remaining)
        values (%(job)s, %(user)s, 0, 't', 1, 1)
    """,
    "segments": """
        insert into segments (job_id, user_id, chapter, number, text_offset, text_length, characters)
        values (%(job)s, %(user)s, 0, 0, 0, 1, 1)
    """,
    "plans": """
        insert into plans (file_id, user_id, etag, heard_at, requested_at)
        values (%(file)s, %(user)s, 'e', now(), now())
    """,
    "engines": "insert into engines (name, asked_at) values (%(user)s, now())",
    "voices": """
        insert into voices (id, engine, position, label, language, quality, multilingual)
        values (%(user)s || ':v', %(user)s, 0, 'v', 'en', 'formant', false)
    """,
    "samples": """
        insert into samples (id, digest, user_id, file_id, heard_at, requested_at)
        values (%(file)s, %(file)s, %(user)s, %(file)s, now(), now())
    """,
    "pronunciations": "insert into pronunciations (user_id, entries, updated_at) values (%(user)s, '[]', now())",
    "feeds": "insert into feeds (user_id, token_hash) values (%(user)s, sha256(%(user)s::text::bytea))",
    "outbox": "insert into outbox (id, queue, body, message_group) values (%(job)s, 'uploads', '{}', 'g')",
    "trash": "insert into trash (prefix) values ('users/' || %(user)s)",
}
"""A row of each table, in the order in which they refer to each other."""


@dataclass(frozen=True)
class Schema:
    """A database in which `owner`, `other` and `admin` have one row of every table."""

    url: str
    users: dict[str, UUID]

    def values(self, user: UUID, role: str = "user", visible: bool = True) -> dict[str, object]:
        ids = {name: uuid4() for name in ("session", "file", "job")}
        return {**ids, "user": user, "role": role, "visible": visible, "flag": f"f{user.hex}"}

    def act(
        self,
        actor: str,
        statement: sql.SQL | sql.Composed,
        values: dict[str, object] | None = None,
        before: Sequence[LiteralString] = (),
    ) -> int | None:
        """Run a statement as somebody, without effect; rows seen or touched, None if it is forbidden.

        What has to be there is written before, by the superuser.
        """
        role = {"anon": "anon", "service": "service_role"}.get(actor, "authenticated")
        user = uuid4() if actor == "stranger" else self.users.get(actor)
        with psycopg.connect(self.url) as connection:
            for needed in before:
                connection.execute(needed, values)
            connection.execute("select set_config('role', %s, true)", (role,))
            if user:
                claims = f'{{"sub": "{user}", "role": "{role}"}}'
                connection.execute("select set_config('request.jwt.claims', %s, true)", (claims,))
            try:
                rows: int | None = connection.execute(statement, values).rowcount
            except psycopg.errors.InsufficientPrivilege:
                rows = None
            connection.rollback()
        return rows


@pytest.fixture(scope="module")
def schema(new_database: Callable[[], str]) -> Schema:
    """Fill the tables as the service does: with its own role."""
    schema = Schema(new_database(), {name: uuid4() for name in ("owner", "other", "admin")})
    with psycopg.connect(schema.url) as connection:
        connection.execute("set local role service_role")
        for name, user in schema.users.items():
            values = schema.values(user, "admin" if name == "admin" else "user", visible=name != "other")
            for statement in SEEDS.values():
                connection.execute(statement, values)
    return schema


def expected(actor: str, table: str, verb: str) -> int | None:
    """Say how many rows there are to see or to touch; None if it is forbidden."""
    if actor == "service":
        return None if (table, verb) in KEPT else 1 if verb == "insert" else 3
    if verb != "select" or table in CLOSED or (actor == "anon" and table in OWN):
        return None
    if table in OPEN:
        return 2
    return 1 if actor in ("owner", "other", "admin") else 0


def test_every_table_is_in_the_matrix(schema: Schema) -> None:
    with psycopg.connect(schema.url) as connection:
        rows = connection.execute("select tablename from pg_tables where schemaname = 'public'").fetchall()

    print(f"{len(TABLES)} tables x {len(ACTORS)} roles x {len(VERBS)} verbs")  # noqa: T201 - the figure
    assert {row[0] for row in rows} == set(TABLES) == SEEDS.keys()
    assert len(OWN) + len(CLOSED) + len(OPEN) == len(TABLES)


@pytest.mark.parametrize("actor", ACTORS)
@pytest.mark.parametrize("table", TABLES)
def test_the_matrix(schema: Schema, table: str, actor: str) -> None:
    name, column = sql.Identifier(table), sql.Identifier(_column(schema.url, table))
    others = list(SEEDS.values())[: list(SEEDS).index(table)]

    cells = {
        "select": schema.act(actor, sql.SQL("select from {}").format(name)),
        "insert": schema.act(actor, sql.SQL(SEEDS[table]), schema.values(uuid4()), others),
        "update": schema.act(actor, sql.SQL("update {} set {} = {}").format(name, column, column)),
        "delete": schema.act(actor, sql.SQL("delete from {}").format(name)),
    }

    assert cells == {verb: expected(actor, table, verb) for verb in VERBS}


@pytest.mark.parametrize("table", sorted(OWN))
def test_the_rows_that_somebody_sees_are_theirs(schema: Schema, table: str) -> None:
    column = "id" if table == "users" else "user_id"
    query = sql.SQL("select from {} where {} = %(user)s").format(sql.Identifier(table), sql.Identifier(column))
    for actor, whose in itertools.product(schema.users, repeat=2):
        assert schema.act(actor, query, {"user": schema.users[whose]}) == (1 if actor == whose else 0)


@pytest.mark.parametrize("actor", ["anon", "owner", "admin"])
def test_a_hidden_flag_is_seen_by_nobody(schema: Schema, actor: str) -> None:
    assert schema.act(actor, sql.SQL("select from flags where not visible")) == 0
    assert schema.act("service", sql.SQL("select from flags where not visible")) == 1


@pytest.mark.parametrize("actor", ["anon", "owner", "admin"])
@pytest.mark.parametrize("table", TABLES)
def test_no_client_empties_a_table_or_watches_it(schema: Schema, actor: str, table: str) -> None:
    name = sql.Identifier(table)
    for statement in (
        "truncate {} cascade",
        "create trigger t after insert on {} execute function suppress_redundant_updates_trigger()",
    ):
        assert schema.act(actor, sql.SQL(statement).format(name)) is None


# ---------------------------------------------------------------- the connection, after a request


@pytest.fixture
def store(schema: Schema) -> Iterator[PostgresStore]:
    """A store that logs in as the API does: with a role that may do nothing by itself."""
    store = PostgresStore(lambda: schema.url.replace("//postgres@", "//authenticator@"))
    yield store
    store.close()


def _fail(store: PostgresStore, user: UUID) -> None:
    with store.as_user(user):
        raise ConnectionAbortedError


@pytest.mark.parametrize("ends", ["well", "badly"])
def test_a_connection_keeps_nothing_of_a_request(schema: Schema, store: PostgresStore, ends: str) -> None:
    user = schema.users["owner"]
    with store.as_user(user) as records:
        assert [session.user_id for session in records.sessions.of(user, datetime.now(UTC))] == [user]
    if ends == "badly":
        with pytest.raises(ConnectionAbortedError):
            _fail(store, user)

    connection = store._connected()
    settings = connection.execute(
        """
        select current_user as who, current_setting('role') as role, pg_backend_pid() as backend,
            nullif(current_setting('request.jwt.claims', true), '') as claims,
            current_setting('statement_timeout') as timeout
        """
    ).fetchone()

    assert settings == {
        "who": "authenticator",
        "role": "none",
        "claims": None,
        "backend": connection.info.backend_pid,
        "timeout": "0",
    }
    for table in TABLES:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(sql.SQL("select from {}").format(sql.Identifier(table)))


def test_users_take_turns_on_a_connection_and_see_their_own(schema: Schema, store: PostgresStore) -> None:
    now = datetime.now(UTC)
    for user in [*schema.users.values()] * 3:
        with store.as_user(user) as records:
            seen = [records.accounts.find(other) for other in schema.users.values()]
            others = [len(records.sessions.of(other, now)) for other in schema.users.values()]
        assert [account.id for account in seen if account] == [user]
        assert sum(others) == 1
    with store.as_anyone() as records:
        assert len(records.flags.all()) == 2
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            records.accounts.find(user)


def _column(url: str, table: str) -> str:
    """Find a column that may be set to itself."""
    with psycopg.connect(url) as connection:
        row = connection.execute(
            "select column_name from information_schema.columns where table_schema = 'public' and table_name = %s"
            " and is_identity = 'NO' order by ordinal_position limit 1",
            (table,),
        ).fetchone()
    assert row is not None
    return str(row[0])
