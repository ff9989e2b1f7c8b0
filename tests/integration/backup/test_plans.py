"""What a night asks of the database is answered from indices, but for the number of all copies, once a run."""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, LiteralString
from uuid import UUID

import psycopg
import pytest
from psycopg.rows import dict_row

from ebookvoice.adapters.postgres.backups import PostgresBackups
from ebookvoice.adapters.postgres.rows import Rows

FILES = 60_000
NOW = datetime(2026, 11, 22, tzinfo=UTC)
LATER = NOW + timedelta(minutes=5)

FILL = """
    insert into files (user_id, kind, key, filename, content_type, size, sha256, etag, state, created_at, removed_at,
        storage_location, synced_at, backup_etag)
    select %(user)s, 'book', 'users/' || n, 'a', 'b', 10, 'c', 'd',
        case when n %% 100 = 0 then 'deleted' else 'uploaded' end, %(now)s - n * interval '1 minute',
        case when n %% 100 = 0 then %(now)s end,
        case when n %% 100 = 1 then 'primary' else 'both' end, case when n %% 100 <> 1 then %(now)s end, 'e'
    from generate_series(1, %(files)s) n
"""
FILL_REMOVALS = """
    insert into backup_removals (key, owed_since)
    select 'users/' || n * 100, %(now)s - n * interval '1 minute' from generate_series(1, %(files)s / 200) n
"""


class ExplainedRows(Rows):
    """Runs statements and keeps their plans."""

    def __init__(self, cursor: psycopg.Cursor[dict[str, Any]]) -> None:
        super().__init__(cursor)
        self.plans: list[dict[str, Any]] = []

    def all(self, statement: LiteralString, parameters: Mapping[str, Any]) -> list[dict[str, Any]]:
        self._explain(statement, parameters)
        return super().all(statement, parameters)

    def first(self, statement: LiteralString, parameters: Mapping[str, Any]) -> dict[str, Any] | None:
        self._explain(statement, parameters)
        return super().first(statement, parameters)

    def run(self, statement: LiteralString, parameters: Mapping[str, Any]) -> int:
        self._explain(statement, parameters)
        return super().run(statement, parameters)

    def _explain(self, statement: LiteralString, parameters: Mapping[str, Any]) -> None:
        [row] = self._cursor.execute("explain (format json) " + statement, parameters)
        self.plans.append(row["QUERY PLAN"][0]["Plan"])


@pytest.fixture(scope="module")
def database_url(new_database: Callable[[], str]) -> str:
    url = new_database()
    with psycopg.connect(url, autocommit=True) as connection:
        user = connection.execute("insert into users (email) values ('a@example.com') returning id").fetchone()
        assert user
        connection.execute(FILL, {"user": user[0], "files": FILES, "now": NOW})
        connection.execute(FILL_REMOVALS, {"files": FILES, "now": NOW})
        connection.execute("vacuum analyze files")
        connection.execute("vacuum analyze backup_removals")
    return url


@pytest.fixture
def rows(database_url: str) -> Iterator[ExplainedRows]:
    with psycopg.connect(database_url, row_factory=dict_row) as connection, connection.cursor() as cursor:
        yield ExplainedRows(cursor)
        connection.rollback()


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for child in plan.get("Plans", []):
        yield from nodes(child)


QUESTIONS: dict[str, Callable[[PostgresBackups, UUID], object]] = {
    "waiting": lambda backups, _: backups.waiting(NOW, NOW, LATER, 10),
    "count_waiting": lambda backups, _: backups.count_waiting(),
    "extend": lambda backups, some: backups.extend(some, NOW, LATER),
    "movable": lambda backups, some: backups.movable(some, 10),
    "moved": lambda backups, some: backups.moved(some),
    "restored": lambda backups, some: backups.restored(some, "f"),
    "backed_up": lambda backups, some: backups.backed_up(some, 100),
    "owe_left_behind": lambda backups, _: backups.owe_left_behind(NOW),
    "removals": lambda backups, _: backups.removals(NOW - timedelta(minutes=200), "", 100, erased=False),
    "removed": lambda backups, _: backups.removed(["users/100", "users/200"]),
}


@pytest.mark.parametrize("question", QUESTIONS)
def test_no_table_is_read_through(rows: ExplainedRows, question: str) -> None:
    [some] = rows.all("select id from files where key = 'users/2'", {})
    rows.plans.clear()

    QUESTIONS[question](PostgresBackups(rows), some["id"])

    assert rows.plans
    for plan in rows.plans:
        read_through = [node["Relation Name"] for node in nodes(plan) if node["Node Type"] == "Seq Scan"]
        assert "files" not in read_through, plan


def test_what_waits_is_found_in_its_order(rows: ExplainedRows) -> None:
    backups = PostgresBackups(rows)

    first, second = backups.waiting(NOW, NOW, LATER, 300), backups.waiting(NOW, NOW, LATER, 1000)

    assert (len(first), len(second)) == (300, FILES // 100 - 300)
    assert {file.id for file in first}.isdisjoint(file.id for file in second)
    assert max(file.created_at for file in first) < min(file.created_at for file in second)
