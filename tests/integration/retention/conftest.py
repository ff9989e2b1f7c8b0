"""A world in which time passes."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any, LiteralString
from uuid import UUID, uuid4

import psycopg
import pytest
from psycopg import sql

from ebookvoice.domain.file import File
from ebookvoice.ports.identity import Mail
from ebookvoice.usecases.expire import Expired, expire
from ebookvoice.usecases.marks import check_primary
from ebookvoice.usecases.sweep import sweep
from tests.integration.backup.conftest import Vault

HOUR = 3600
DAY = 24 * HOUR


class Archive(Vault):
    """A world to let things get old in."""

    def store_for(self, user: UUID, seconds: float, kind: str = "book", **columns: object) -> File:
        """Store a file that stays for so long."""
        expires_at = self.clock.now() + timedelta(seconds=seconds)
        return self.keep(user, uuid4().bytes, kind, expires_at=expires_at, **columns)

    def below(self, picture: File, kind: str) -> File:
        return self.keep(picture.user_id, uuid4().bytes, kind, parent_id=picture.id)

    def add_segments(self, job: UUID, user: UUID, count: int) -> None:
        self.insert(
            "chapters", {"job_id": job, "user_id": user, "number": 0, "title": "t", "characters": 1, "remaining": 0}
        )
        for number in range(count):
            row = {"job_id": job, "user_id": user, "chapter": 0, "number": number, "text_offset": 0, "text_length": 1}
            self.insert("segments", {**row, "characters": 1})

    def write(self, key: str) -> None:
        """Write a working copy, now."""
        self.objects.put(key, b"work", "text/plain")
        self.objects.modified[key] = self.clock.now()

    def execute(self, statement: LiteralString, *values: object) -> None:
        """Change the database behind everybody's back."""
        with psycopg.connect(self.database_url) as connection:
            connection.execute(statement, values)

    def execute_named(self, statement: LiteralString, **values: object) -> None:
        with psycopg.connect(self.database_url) as connection:
            connection.execute(statement, values)

    def count(self, table: str) -> int:
        with psycopg.connect(self.database_url) as connection:
            row = connection.execute(sql.SQL("select count(*) from {}").format(sql.Identifier(table))).fetchone()
        assert row is not None
        return int(row[0])

    def change_settings(self, **settings: Any) -> None:
        self.settings = replace(self.settings, **settings)

    def mails_to(self, mails: list[Mail]) -> None:
        """Collect the mails that are sent."""
        self.__dict__["mailer"] = SimpleNamespace(send=mails.append)

    def hour(self) -> Expired:
        """Let the hourly run do its work."""
        return expire(self, lambda: False)

    def tidy(self) -> None:
        """Run until everything that is owed is done, and what nobody knows of is noted and gone."""
        self.hour()
        self.clock.advance(HOUR)
        sweep(self)
        self.clock.advance(DAY)
        self.hour()
        self.clock.advance(HOUR)
        self.hour()

    def check(self) -> None:
        """Objects are what live rows claim, counters their sums, and nothing is owed."""
        rows = self.rows("select key, size from files where state in ('uploaded', 'ready')")
        kept = {key: len(body) for key, body in self.objects.objects.items() if not key.startswith("work/")}
        assert kept == {row["key"]: row["size"] for row in rows}
        assert self.rows("select from trash") == []
        assert self.miscounted() == []

    def miscounted(self) -> list[UUID]:
        rows = self.rows(
            """
            select s.user_id from storage s left join files f using (user_id) group by s.user_id
            having (s.kept_bytes, s.lent_bytes) <> (coalesce(sum(f.kept_bytes), 0), coalesce(sum(f.lent_bytes), 0))
            """
        )
        return [row["user_id"] for row in rows]

    def alive(self, file: File) -> bool:
        """Tell whether row and object are both there; they must agree."""
        row, there = self.file(file.id).stored, file.key in self.objects.objects
        assert row == there
        return row


@pytest.fixture
def database_url(new_database: Callable[[], str]) -> str:
    return new_database()


@pytest.fixture
def archive(database_url: str) -> Iterator[Archive]:
    archive = Archive(database_url)
    check_primary(archive)
    yield archive
    archive.store.close()


@pytest.fixture
def user(archive: Archive) -> UUID:
    return archive.user()
