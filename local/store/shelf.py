"""The store's memory between runs: which objects there are, and which messages wait. SQLite; the bytes are in blobs."""

import json
import sqlite3
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

SCHEMA = """
pragma journal_mode = wal;
pragma synchronous = normal;
create table if not exists objects (
    blob text primary key, bucket text not null, name text not null, size integer not null, etag text not null,
    modified real not null, headers text not null, checksum text not null
);
create table if not exists messages (
    id text primary key, queue text not null, body text not null, message_group text, sent integer not null,
    delayed_until real not null, attributes text not null
);
create index if not exists messages_queue on messages (queue, sent);
"""


@dataclass(frozen=True, slots=True)
class ObjectRecord:
    """An object: its blob's name, UTC seconds of its last change, metadata, (algorithm, value) of its checksum."""

    blob: str
    bucket: str
    name: str
    size: int
    etag: str
    modified: float
    headers: dict[str, str]
    checksum: tuple[str, str] | None


@dataclass(frozen=True, slots=True)
class MessageRecord:
    """A message that has not been deleted; times in milliseconds."""

    id: str
    queue: str
    body: str
    group: str | None
    sent: int
    delayed_until: float
    attributes: dict[str, Any]


class Shelf:
    """Writes are durable against a crash of the process when the method returns; callers take turns."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._connection.executescript(SCHEMA)

    def put_object(self, record: ObjectRecord) -> None:
        """Remember an object."""
        row = asdict(record) | {"headers": json.dumps(record.headers), "checksum": json.dumps(record.checksum)}
        self._connection.execute(
            "insert or replace into objects values"
            " (:blob, :bucket, :name, :size, :etag, :modified, :headers, :checksum)",
            row,
        )

    def forget_object(self, blob: str) -> None:
        """Forget the object that has this blob."""
        self._connection.execute("delete from objects where blob = ?", (blob,))

    def objects(self) -> list[ObjectRecord]:
        """List what is remembered, oldest first: of two with one name (after a crash) the later one counts."""
        rows = self._connection.execute("select * from objects order by modified")
        return [_object(*row) for row in rows]

    def put_message(self, record: MessageRecord) -> None:
        """Remember a message, or that it has moved to another queue."""
        self._connection.execute(
            "insert or replace into messages values (:id, :queue, :body, :group, :sent, :delayed_until, :attributes)",
            asdict(record) | {"attributes": json.dumps(record.attributes)},
        )

    def forget_messages(self, queue: str, ids: set[str]) -> None:
        """Forget messages that have been deleted from the queue."""
        self._connection.executemany("delete from messages where queue = ? and id = ?", [(queue, id_) for id_ in ids])

    def messages(self, queue: str) -> list[MessageRecord]:
        """List the messages of a queue in the order in which they were sent."""
        rows = self._connection.execute("select * from messages where queue = ? order by sent, rowid", (queue,))
        return [_message(*row) for row in rows]

    def close(self) -> None:
        """Write everything back into one file."""
        self._connection.close()


def _object(
    blob: str, bucket: str, name: str, size: int, etag: str, modified: float, headers: str, checksum: str
) -> ObjectRecord:
    pair = json.loads(checksum)
    known = (pair[0], pair[1]) if pair else None
    return ObjectRecord(blob, bucket, name, size, etag, modified, json.loads(headers), known)


def _message(
    id_: str, queue: str, body: str, group: str | None, sent: int, delayed_until: float, attributes: str
) -> MessageRecord:
    return MessageRecord(id_, queue, body, group, sent, delayed_until, json.loads(attributes))
