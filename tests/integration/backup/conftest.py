"""A world with a backup store: a real Postgres, and stores in memory."""

import base64
import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from psycopg import sql

from ebookvoice.adapters.postgres.file_rows import file_of
from ebookvoice.domain import keys
from ebookvoice.domain.file import File
from ebookvoice.ports.objects import ObjectChangedError, ObjectHead
from ebookvoice.usecases.marks import check_primary
from ebookvoice.usecases.replicate import Orders, Replicated, replicate
from tests.fakes import FakeObjects
from tests.integration.pipeline.conftest import Pipeline

DAY = 24 * 3600


def digest(body: bytes) -> str:
    return base64.b64encode(hashlib.sha256(body).digest()).decode()


class OwnEtags(FakeObjects):
    """A store that makes ETags of its own, like R2: the same bytes get another one every time."""

    def __init__(self) -> None:
        super().__init__()
        self.etags: defaultdict[str, str] = defaultdict(lambda: str(uuid4()))

    def put(self, key: str, body: bytes | Path, content_type: str) -> ObjectHead:
        self.etags[key] = str(uuid4())
        return ObjectHead(self.etags[key], super().put(key, body, content_type).size)

    def head(self, key: str) -> ObjectHead | None:
        head = super().head(key)
        return ObjectHead(self.etags[key], head.size) if head else None

    def read(self, key: str, *, etag: str | None = None, offset: int = 0, length: int | None = None) -> bytes:
        if etag is not None and key in self.objects and self.etags[key] != etag:
            raise ObjectChangedError
        return super().read(key, offset=offset, length=length)


class Vault(Pipeline):
    """A world whose primary store has a backup."""

    @cached_property
    def objects(self) -> FakeObjects:
        return OwnEtags()

    @cached_property
    def backup(self) -> FakeObjects:
        return OwnEtags()

    def keep(self, user: UUID, body: bytes, kind: str = "book", **columns: object) -> File:
        """Store a file as if it had gone all the way."""
        file_id = uuid4()
        key = keys.artifact(user, uuid4(), uuid4(), "m4b") if kind == "artifact" else keys.upload(user, file_id)
        head = self.objects.put(key, body, "text/plain")
        row: dict[str, object] = {
            "id": file_id,
            "user_id": user,
            "kind": kind,
            "key": key,
            "filename": "a name",
            "content_type": "text/plain",
            "size": len(body),
            "sha256": digest(body),
            "etag": head.etag,
            "state": "uploaded" if kind in ("book", "artifact") else "ready",
            "created_at": self.clock.now(),
            **({"format": "m4b"} if kind == "artifact" else {}),
            **columns,
        }
        self.insert("files", row)
        return self.file(file_id)

    def keep_audiobook(self, user: UUID, body: bytes, state: str = "completed") -> File:
        """Store an audiobook with the book that it was made of, and its job."""
        book, job = self.keep(user, b"the book of " + body), uuid4()
        self.add_job(book, state, id=job)
        return self.keep(user, body, "artifact", job_id=job)

    def add_job(self, book: File, state: str, **columns: object) -> None:
        finished = self.clock.now() if state in ("completed", "failed", "cancelled") else None
        failure = "conversion_failed" if state == "failed" else None
        row = {"id": uuid4(), "user_id": book.user_id, "file_id": book.id, "state": state, "finished_at": finished}
        self.insert("jobs", {**row, "failure_code": failure, "failure_message": failure, **columns})

    def keep_many(self, user: UUID, count: int, of: str = "file") -> list[File]:
        """Store files of different bytes."""
        return [self.keep(user, f"{of} {number}".encode()) for number in range(count)]

    def insert(self, table: str, row: dict[str, object]) -> None:
        statement = sql.SQL("insert into {} ({}) values ({})").format(
            sql.Identifier(table),
            sql.SQL(", ").join(map(sql.Identifier, row)),
            sql.SQL(", ").join(map(sql.Placeholder, row)),
        )
        with psycopg.connect(self.database_url) as connection:
            connection.execute(statement, row)

    def pin(self, file: File, etag: str) -> None:
        """Put another ETag on record."""
        with psycopg.connect(self.database_url) as connection:
            connection.execute("update files set etag = %s where id = %s", (etag, file.id))

    def file(self, file_id: UUID) -> File:
        [row] = self.rows("select * from files where id = %(id)s", id=file_id)
        return file_of(row)

    def night(self, **orders: Any) -> Replicated:
        """Run once, without waiting for anything."""
        return replicate(self, Orders(**{"pause": lambda _: None, **orders}))

    def delete(self, *files: File) -> None:
        """Let their owner delete files."""
        for file in files:
            with self.store.as_service() as records:
                removed = records.files.delete(file.id, self.clock.now())
            assert removed == [file.key]
            self.objects.delete(removed)

    def locations(self) -> dict[str, int]:
        """Count the live files by where they are."""
        rows = self.rows("select storage_location, count(*) from files where state in ('uploaded', 'ready') group by 1")
        return {row["storage_location"]: row["count"] for row in rows}

    def check_backup(self) -> None:
        """Hold the backup to the rows: every file that is said to be there is, byte for byte, and nothing else is."""
        kept = self.rows(
            """
            select key, sha256, backup_etag from files
            where storage_location <> 'primary' and state in ('uploaded', 'ready')
            """
        )
        copies = {row["key"]: digest(self.backup.read(row["key"], etag=row["backup_etag"])) for row in kept}
        assert copies == {row["key"]: row["sha256"] for row in kept}
        owed = {row["key"] for row in self.rows("select key from backup_removals")}
        assert set(self.backup.objects) - {row["key"] for row in kept} <= owed


@pytest.fixture
def database_url(new_database: Callable[[], str]) -> str:
    return new_database()


@pytest.fixture
def vault(database_url: str) -> Iterator[Vault]:
    vault = Vault(database_url)
    check_primary(vault)
    yield vault
    vault.store.close()


@pytest.fixture
def user(vault: Vault) -> UUID:
    return vault.user()
